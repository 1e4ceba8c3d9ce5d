package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.bytes;
import static asyncio.net.NetTests.reports;
import static asyncio.net.NetTests.runMore;
import static asyncio.net.Pipes.connectReadPipe;
import static asyncio.net.Pipes.connectWritePipe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The methods of the transport of a pipe that is read from, and what no pipe can do. */
@Timeout(60)
final class PipeReadTransportTest {

  @TempDir private static Path folder;
  private static TlsContext clientSide;

  private Pipe pipe;

  @BeforeAll
  static void makeClientSide() throws Exception {
    clientSide = TlsContext.forClient().trust(new TestCertificates(folder).authority()).build();
  }

  @BeforeEach
  void openPipe() throws IOException {
    pipe = Pipe.open();
  }

  @AfterEach
  void closePipe() throws IOException {
    pipe.source().close();
    pipe.sink().close();
  }

  private NetRecorder reader() {
    return await(connectReadPipe(NetRecorder::new, Channels.newInputStream(pipe.source())))
        .protocol();
  }

  private NetRecorder writer() {
    return await(connectWritePipe(NetRecorder::new, Channels.newOutputStream(pipe.sink())))
        .protocol();
  }

  @Test
  void readingIsPausedAndResumedOnceHoweverOftenThatIsSaid() {
    run(() -> {
      NetRecorder reader = reader();
      NetRecorder writer = writer();
      reader.transport.resumeReading();
      assertThat(reader.transport.isReading()).isTrue();
      reader.transport.pauseReading();
      reader.transport.pauseReading();
      assertThat(reader.transport.isReading()).isFalse();
      writer.transport.write(bytes("text"));
      reader.transport.resumeReading();
      reader.transport.resumeReading();
      reader.untilReceived("text");
      assertThat(reader.calls).containsExactly("made", "data");
      writer.transport.close();
      reader.untilCalled("lost");
    });
  }

  @Test
  void readingIsNotPausedOrResumedOnceItIsClosed() {
    run(() -> {
      NetRecorder reader = reader();
      reader.transport.close();
      reader.transport.pauseReading();
      reader.transport.resumeReading();
      assertThat(reader.transport.isReading()).isFalse();
      reader.untilCalled("lost");
      reader.transport.pauseReading();
      reader.transport.resumeReading();
      reader.transport.close();
      runMore();
      assertThat(reader.calls).containsExactly("made", "lost");
      assertThat(reader.lostBy).isNull();
    });
  }

  @Test
  void aPipeThatCannotBeReadIsLostAndNobodyElseIsTold() {
    run(() -> {
      var reports = reports();
      IOException failure = new IOException("the device is broken");
      var broken =
          new InputStream() {
            @Override
            public int read() throws IOException {
              throw failure;
            }

            @Override
            public int read(byte[] into, int at, int length) throws IOException {
              throw failure;
            }
          };
      NetRecorder reader = await(connectReadPipe(NetRecorder::new, broken)).protocol();
      reader.untilCalled("lost");
      assertThat(reader.calls).containsExactly("made", "lost");
      assertThat(reader.lostBy)
          .isInstanceOf(IOException.class)
          .hasMessageEndingWith("the device is broken");
      assertThat(reports).isEmpty();
    });
  }

  @Test
  void anErrorInEofReceivedIsReportedAndThePipeIsLost() {
    run(() -> {
      var reports = reports();
      IllegalStateException failure = new IllegalStateException("the protocol's");
      NetRecorder reader =
          new NetRecorder() {
            @Override
            public boolean eofReceived() {
              super.eofReceived();
              throw failure;
            }
          };
      var _ = await(connectReadPipe(() -> reader, new ByteArrayInputStream(bytes("text"))));
      reader.untilCalled("lost");
      assertThat(reader.calls).containsExactly("made", "data", "eof", "lost");
      assertThat(reader.lostBy).isSameAs(failure);
      assertThat(reports)
          .singleElement()
          .satisfies(report -> assertThat(report.exception()).isSameAs(failure));
    });
  }

  // ----- what a pipe is not

  @Test
  void aPipeHasNoTls() {
    run(() -> {
      var options = new TlsOptions(clientSide).serverHostname("localhost");
      for (NetRecorder end : new NetRecorder[] {reader(), writer()}) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> Transports.startTls(end.transport, options))
            .withMessageContaining("not the transport of a connection")
            .withMessageContaining("PipeTransport");
        assertThat(end.transport.isClosing()).isFalse();
        end.transport.close();
        end.untilCalled("lost");
      }
    });
  }

  @Test
  void aPipeHasOneDirection() {
    run(() -> {
      NetRecorder reader = reader();
      NetRecorder writer = writer();
      assertThatThrownBy(() -> reader.transport.write(bytes("x")))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThat(reader.transport.canWriteEof()).isFalse();
      assertThatThrownBy(() -> writer.transport.pauseReading())
          .isInstanceOf(UnsupportedOperationException.class);
      assertThat(writer.transport.isReading()).isFalse();
      writer.transport.close();
      reader.untilCalled("lost");
    });
  }
}
