package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.bytes;
import static asyncio.net.NetTests.runMore;
import static asyncio.net.Pipes.connectWritePipe;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The methods of the transport of a pipe that is written to, in its different states. */
@Timeout(60)
final class PipeWriteTransportTest {

  private Pipe pipe;

  @BeforeEach
  void openPipe() throws IOException {
    pipe = Pipe.open();
  }

  @AfterEach
  void closePipe() throws IOException {
    pipe.source().close();
    pipe.sink().close();
  }

  private NetRecorder writer() {
    return await(connectWritePipe(NetRecorder::new, Channels.newOutputStream(pipe.sink())))
        .protocol();
  }

  /** All that comes out of the pipe. */
  private String rest() {
    return await(
        toThread(() -> {
          try (InputStream source = Channels.newInputStream(pipe.source())) {
            return NetTests.text(source.readAllBytes());
          }
        }));
  }

  @Test
  void writingNothingDoesNothing() {
    run(() -> {
      NetRecorder writer = writer();
      writer.transport.write(new byte[0]);
      assertThat(writer.transport.getWriteBufferSize()).isZero();
      writer.transport.write(bytes("text"));
      writer.transport.write(new byte[0]);
      assertThat(writer.transport.getWriteBufferSize()).isEqualTo(4);
      writer.transport.close();
      assertThat(rest()).isEqualTo("text");
    });
  }

  @Test
  void writeEofClosesThePipeBehindWhatWasWritten() {
    run(() -> {
      NetRecorder writer = writer();
      assertThat(writer.transport.canWriteEof()).isTrue();
      writer.transport.write(bytes("text"));
      writer.transport.writeEof();
      writer.transport.writeEof();
      assertThat(writer.transport.isClosing()).isTrue();
      assertThat(writer.calls).containsExactly("made");
      assertThat(rest()).isEqualTo("text");
      writer.untilCalled("lost");
      assertThat(writer.lostBy).isNull();
    });
  }

  @Test
  void writeEofClosesAPipeAtOnceToWhichNothingIsWritten() {
    run(() -> {
      NetRecorder writer = writer();
      writer.transport.writeEof();
      writer.untilCalled("lost");
      writer.transport.close();
      runMore();
      assertThat(writer.calls).containsExactly("made", "lost");
      assertThat(rest()).isEmpty();
    });
  }

  @Test
  void whatIsWrittenAfterClosingIsDropped() {
    run(() -> {
      NetRecorder writer = writer();
      writer.transport.write(bytes("text"));
      writer.transport.close();
      writer.transport.close();
      writer.transport.write(bytes("too late"));
      assertThat(rest()).isEqualTo("text");
      writer.untilCalled("lost");
      writer.transport.write(bytes("much too late"));
      runMore();
      assertThat(writer.calls).containsExactly("made", "lost");
      assertThat(writer.transport.getWriteBufferSize()).isZero();
    });
  }

  @Test
  void abortingDropsWhatWasWritten() {
    run(() -> {
      NetRecorder writer = writer();
      writer.transport.write(new byte[10_000_000]);
      writer.transport.abort();
      assertThat(writer.transport.isClosing()).isTrue();
      writer.untilCalled("lost");
      assertThat(writer.lostBy).isNull();
      assertThat(writer.transport.getWriteBufferSize()).isZero();
      assertThat(rest().length()).isLessThan(10_000_000);
    });
  }

  @Test
  void whoWritesOnAndOnToALostPipeIsWarnedOnce() {
    try (NetLog log = new NetLog("asyncio")) {
      run(() -> {
        NetRecorder writer = writer();
        pipe.source().close();
        writer.transport.write(bytes("x"));
        writer.untilCalled("lost");
        assertThat(writer.lostBy).isInstanceOf(IOException.class);
        writer.transport.write(bytes("x"));
        assertThat(log.lines).isEmpty();
        for (int i = 0; i < 20; i++) {
          writer.transport.write(bytes("x"));
        }
        assertThat(log.lines).singleElement().asString().contains("WARNING", "closed or broken");
        assertThat(writer.calls).containsExactly("made", "lost");
      });
    }
  }
}
