package asyncio.net;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;

/** Decodes and encodes text; what does not fit the charset is an error, and never replaced. */
final class FileText {

  private static final char REPLACEMENT = '\uFFFD';

  private FileText() {}

  static String decode(byte[] bytes, int offset, int length, Charset charset)
      throws CharacterCodingException {
    // the quick way, which replaces; the strict one only where that may have happened
    String text = new String(bytes, offset, length, charset);
    return text.indexOf(REPLACEMENT) < 0
        ? text
        : charset.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length)).toString();
  }

  static ByteBuffer encode(String text, Charset charset) throws CharacterCodingException {
    return charset.newEncoder().encode(CharBuffer.wrap(text));
  }

  /**
   * Checks that the bytes of a file can be cut at line ends, and each line be decoded alone.
   *
   * @throws IllegalArgumentException if not
   */
  static void checkForLines(Charset charset) {
    byte[] lineEnd = "\n".getBytes(charset);
    if (lineEnd.length != 1 || lineEnd[0] != '\n') {
      throw new IllegalArgumentException(
          "a file cannot be opened as "
              + charset
              + ", where a line does not end with the one byte 10: read and write it whole, with"
              + " AsyncFiles.readString and AsyncFiles.writeString, or as bytes");
    }
  }
}
