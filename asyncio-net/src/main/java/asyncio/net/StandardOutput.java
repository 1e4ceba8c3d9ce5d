package asyncio.net;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/** This program's stdout or stderr. Closing it leaves that open. */
final class StandardOutput extends OutputStream {

  private final PrintStream output;

  StandardOutput(PrintStream output) {
    this.output = output;
  }

  @Override
  public void write(int b) {
    output.write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    output.write(bytes, offset, length);
  }

  /** The first to tell of errors: a print stream keeps them to itself. */
  @Override
  public void flush() throws IOException {
    if (output.checkError()) {
      throw new IOException("it is closed, or cannot be written to");
    }
  }
}
