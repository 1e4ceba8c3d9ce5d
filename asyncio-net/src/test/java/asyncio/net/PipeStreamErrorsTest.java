package asyncio.net;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.Future;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams whose own code fails with something else than an I/O error. */
@Timeout(60)
final class PipeStreamErrorsTest {

  /** Waits for the end. */
  private static final class End implements Protocol {
    final Future<Throwable> lost = runningLoop().createFuture();

    @Override
    public void connectionLost(@Nullable Throwable exception) {
      lost.setResult(exception);
    }
  }

  @Test
  void aStreamThatFailsToReadEndsThePipe() {
    run(() -> {
      InputStream stream =
          new InputStream() {
            @Override
            public int read() {
              throw new IllegalArgumentException("no such stream");
            }

            @Override
            public int read(byte[] into, int at, int length) {
              return read();
            }
          };
      End end = await(Pipes.connectReadPipe(End::new, stream)).protocol();
      assertThat(await(end.lost))
          .isInstanceOf(IOException.class)
          .hasRootCauseInstanceOf(IllegalArgumentException.class);
    });
  }

  @Test
  void aStreamThatFailsToWriteEndsThePipe() {
    run(() -> {
      OutputStream stream =
          new OutputStream() {
            @Override
            public void write(int b) {
              throw new IllegalArgumentException("no such stream");
            }
          };
      var made = await(Pipes.connectWritePipe(End::new, stream));
      made.transport().write(new byte[1]);
      assertThat(await(made.protocol().lost))
          .isInstanceOf(IOException.class)
          .hasRootCauseInstanceOf(IllegalArgumentException.class);
    });
  }
}
