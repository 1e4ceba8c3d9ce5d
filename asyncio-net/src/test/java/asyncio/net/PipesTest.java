package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.Pipes.connectReadPipe;
import static asyncio.net.Pipes.connectWritePipe;
import static asyncio.net.Subprocesses.createSubprocessExec;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import asyncio.CancelledError;
import asyncio.Future;
import asyncio.Task;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PipesTest {

  @TempDir Path dir;

  /** Notes down what it is told. */
  private static final class Notes implements Protocol {
    final List<String> events = new ArrayList<>();
    final Future<Void> lost = runningLoop().createFuture();
    Future<Void> received = runningLoop().createFuture();
    @Nullable Throwable reason;

    @Override
    public void connectionMade(Transport transport) {
      events.add("made");
    }

    @Override
    public void dataReceived(byte[] data) {
      events.add(new String(data, UTF_8));
      if (!received.done()) {
        received.setResult(null);
      }
    }

    @Override
    public boolean eofReceived() {
      events.add("eof");
      return true;
    }

    @Override
    public void connectionLost(@Nullable Throwable exception) {
      events.add("lost");
      reason = exception;
      lost.setResult(null);
    }
  }

  @Test
  void aReadPipeIsReadToItsEnd() throws IOException {
    Pipe pipe = Pipe.open();
    run(() -> {
      var made = await(connectReadPipe(Notes::new, Channels.newInputStream(pipe.source())));
      Notes notes = made.protocol();
      OutputStream sink = Channels.newOutputStream(pipe.sink());
      sink.write("1".getBytes(UTF_8));
      await(notes.received);
      notes.received = runningLoop().createFuture();
      sink.write("2345".getBytes(UTF_8));
      await(notes.received);
      sink.close();
      await(notes.lost);
      assertThat(notes.events).containsExactly("made", "1", "2345", "eof", "lost");
      assertThat(notes.reason).isNull();
      assertThat(made.transport().isClosing()).isTrue();
    });
  }

  @Test
  void aWritePipeIsWrittenToAndClosedBehindIt() throws IOException {
    Pipe pipe = Pipe.open();
    run(() -> {
      var made = await(connectWritePipe(Notes::new, Channels.newOutputStream(pipe.sink())));
      made.transport().write("1".getBytes(UTF_8));
      made.transport().writelines(List.of("23".getBytes(UTF_8), "45".getBytes(UTF_8)));
      assertThat(made.transport().getWriteBufferSize()).isEqualTo(5);
      made.transport().close();
      await(made.protocol().lost);
      assertThat(made.protocol().reason).isNull();
      try (InputStream source = Channels.newInputStream(pipe.source())) {
        assertThat(source.readAllBytes()).asString().isEqualTo("12345");
      }
    });
  }

  @Test
  void aBrokenPipeIsNamed() throws IOException {
    Pipe pipe = Pipe.open();
    run(() -> {
      var made = await(connectWritePipe(Notes::new, Channels.newOutputStream(pipe.sink())));
      pipe.source().close();
      made.transport().write("1".getBytes(UTF_8));
      await(made.protocol().lost);
      assertThat(made.protocol().reason)
          .isInstanceOf(IOException.class)
          .hasMessageEndingWith("Broken pipe");
    });
  }

  @Test
  void aBufferedProtocolIsFilledInPieces() {
    run(() -> {
      Future<Void> lost = runningLoop().createFuture();
      var text = new StringBuilder();
      class Small implements BufferedProtocol {
        private final ByteBuffer buffer = ByteBuffer.allocate(4);

        @Override
        public ByteBuffer getBuffer(int sizeHint) {
          return buffer.clear();
        }

        @Override
        public void bufferUpdated(int count) {
          text.append(new String(buffer.array(), 0, count, UTF_8)).append('|');
        }

        @Override
        public void connectionLost(@Nullable Throwable exception) {
          lost.setResult(null);
        }
      }
      var _ =
          await(connectReadPipe(Small::new, new ByteArrayInputStream("123456789".getBytes(UTF_8))));
      await(lost);
      assertThat(text).hasToString("1234|5678|9|");
    });
  }

  @Test
  void aNamedPipeIsOpenedWhenBothEndsAre() {
    run(() -> {
      Path fifo = dir.resolve("fifo");
      await(await(createSubprocessExec("mkfifo", fifo.toString())).whenExited());
      var ends =
          await(gather(connectReadPipe(Notes::new, fifo), connectWritePipe(Notes::new, fifo)));
      Notes reader = ends.getFirst().protocol();
      WriteTransport writer = (WriteTransport) ends.getLast().transport();
      writer.write("text".getBytes(UTF_8));
      await(reader.received);
      writer.close();
      await(reader.lost);
      assertThat(reader.events).containsExactly("made", "text", "eof", "lost");
    });
  }

  @Test
  void waitingForTheOtherEndOfANamedPipeCanBeCancelled() {
    run(() -> {
      Path fifo = dir.resolve("fifo");
      await(await(createSubprocessExec("mkfifo", fifo.toString())).whenExited());
      Task<?> waiting = createTask(connectReadPipe(Notes::new, fifo));
      await(sleep(0.01));
      waiting.cancel();
      assertThatThrownBy(() -> await(waiting)).isInstanceOf(CancelledError.class);
      // whoever opens it now meets the end of the one that nobody wants
      var made = await(connectWritePipe(Notes::new, fifo));
      made.transport().abort();
      await(made.protocol().lost);
    });
  }

  @Test
  void aDeviceIsAPipe() {
    run(() -> {
      var made = await(connectReadPipe(Notes::new, Path.of("/dev/null")));
      await(made.protocol().lost);
      assertThat(made.protocol().events).containsExactly("made", "eof", "lost");
    });
  }

  @Test
  void aFileOrADirectoryIsNone() {
    run(() -> {
      Path file = Files.writeString(dir.resolve("file"), "text");
      assertThatThrownBy(() -> await(connectReadPipe(Notes::new, file)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("it is neither a pipe nor a device: " + file);
      assertThatThrownBy(() -> await(connectWritePipe(Notes::new, dir)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(file).hasContent("text");
      assertThatThrownBy(() -> await(connectReadPipe(Notes::new, dir.resolve("missing"))))
          .isInstanceOf(NoSuchFileException.class)
          .hasMessage(dir.resolve("missing").toString());
    });
  }

  @Test
  void theStreamIsClosedWithTheTransport() {
    run(() -> {
      Future<Void> closed = runningLoop().createFuture();
      var loop = runningLoop();
      var stream =
          new ByteArrayInputStream("text".getBytes(UTF_8)) {
            @Override
            public void close() {
              loop.callSoonThreadsafe(() -> closed.setResult(null));
            }
          };
      var made = await(connectReadPipe(Notes::new, stream));
      made.transport().close();
      made.transport().close();
      await(made.protocol().lost);
      await(closed);
      assertThat(made.protocol().events).startsWith("made").endsWith("lost").doesNotContain("eof");
    });
  }

  @Test
  void aFactoryThatFailsLeavesNoStreamOpen() {
    run(() -> {
      boolean[] closed = new boolean[1];
      var stream =
          new ByteArrayInputStream(new byte[0]) {
            @Override
            public void close() {
              closed[0] = true;
            }
          };
      assertThatThrownBy(() ->
              await(
                  connectReadPipe(
                      () -> {
                        throw new UnsupportedOperationException("no protocol");
                      },
                      stream)))
          .hasMessage("no protocol");
      assertThat(closed[0]).isTrue();
    });
  }
}
