package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.StreamReaderTest.bytes;
import static asyncio.net.StreamReaderTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import asyncio.EventLoop;
import asyncio.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reader stops its transport while too much waits to be read. */
@Timeout(60)
final class StreamReaderPauseTest {

  /** Notes what it is told. */
  private static class Noted implements ReadTransport {

    final List<String> calls = new ArrayList<>();

    @Override
    public void pauseReading() {
      calls.add("pause");
    }

    @Override
    public void resumeReading() {
      calls.add("resume");
    }

    @Override
    public boolean isReading() {
      return calls.isEmpty() || calls.getLast().equals("resume");
    }

    @Override
    public void close() {}

    @Override
    public boolean isClosing() {
      return false;
    }

    @Override
    public <I> @Nullable I getExtraInfo(ExtraInfo<I> info) {
      return null;
    }

    @Override
    public EventLoop loop() {
      return runningLoop();
    }

    @Override
    public String toString() {
      return "<Noted>";
    }
  }

  private final Noted transport = new Noted();

  private StreamReader readerWithLimit(int limit) {
    StreamReader reader = new StreamReader(limit);
    reader.setTransport(transport);
    return reader;
  }

  @Test
  void pausesAboveTwiceTheLimitAndResumesAtTheLimit() {
    run(
        async(() -> {
          StreamReader reader = readerWithLimit(4);
          reader.feedData(bytes("12345678"));
          assertThat(transport.calls).isEmpty();
          reader.feedData(bytes("9"));
          reader.feedData(bytes("0"));
          assertThat(transport.calls).containsExactly("pause");
          assertThat(reader)
              .hasToString("<StreamReader 10 bytes limit=4 transport=<Noted> paused>");

          await(reader.readexactly(5));
          assertThat(transport.calls).containsExactly("pause");
          await(reader.read(1));
          assertThat(transport.calls).containsExactly("pause", "resume");
          await(reader.read(1));
          assertThat(transport.calls).containsExactly("pause", "resume");
          reader.feedData(bytes("123456"));
          assertThat(transport.calls).containsExactly("pause", "resume", "pause");
        }));
  }

  @Test
  void eachReadResumesWhenLittleIsLeft() {
    run(
        async(() -> {
          StreamReader reader = readerWithLimit(4);
          reader.feedData(bytes("1;\n4567890"));
          await(reader.readuntil(bytes(";")));
          await(reader.readline());
          assertThat(transport.calls).containsExactly("pause");
          assertThatExceptionOfType(LimitOverrunException.class)
              .isThrownBy(() -> await(reader.readuntil(bytes(";"))));
          assertThat(transport.calls).containsExactly("pause");
          assertThatExceptionOfType(LimitOverrunException.class)
              .isThrownBy(() -> await(reader.readline()));
          assertThat(transport.calls).containsExactly("pause", "resume");
        }));
  }

  @Test
  void whoNeedsMoreThanTheLimitResumesToGetIt() {
    run(
        async(() -> {
          StreamReader reader = readerWithLimit(2);
          reader.feedData(bytes("12345"));
          assertThat(transport.calls).containsExactly("pause");
          Task<byte[]> read = createTask(reader.readexactly(12));
          await(sleep(0));
          assertThat(transport.calls).containsExactly("pause", "resume");
          reader.feedData(bytes("67890"));
          assertThat(transport.calls).containsExactly("pause", "resume", "pause");
          await(sleep(0));
          reader.feedData(bytes("ab"));
          assertThat(text(await(read))).isEqualTo("1234567890ab");
          assertThat(transport.calls)
              .containsExactly("pause", "resume", "pause", "resume", "pause", "resume");
        }));
  }

  @Test
  void readToTheEndKeepsTheTransportGoing() {
    run(
        async(() -> {
          StreamReader reader = readerWithLimit(2);
          Task<byte[]> read = createTask(reader.read());
          await(sleep(0));
          for (int i = 0; i < 3; i++) {
            reader.feedData(bytes("12345"));
            assertThat(transport.isReading()).isFalse();
            await(sleep(0));
            assertThat(transport.isReading()).isTrue();
          }
          reader.feedEof();
          assertThat(text(await(read))).isEqualTo("123451234512345");
        }));
  }

  @Test
  void aTransportThatCannotBePausedIsLeftAlone() {
    run(
        async(() -> {
          StreamReader reader = new StreamReader(2);
          reader.setTransport(
              new Noted() {
                @Override
                public void pauseReading() {
                  transport.calls.add("refused");
                  throw new UnsupportedOperationException();
                }
              });
          reader.feedData(bytes("12345"));
          reader.feedData(bytes("6"));
          assertThat(text(await(reader.readexactly(6)))).isEqualTo("123456");
          assertThat(transport.calls).containsExactly("refused");
        }));
  }

  @Test
  void anotherTransportIsPausedAnew() {
    run(
        async(() -> {
          StreamReader reader = readerWithLimit(2);
          reader.feedData(bytes("12345"));
          Noted other = new Noted();
          reader.setTransport(other);
          reader.feedData(bytes("6"));
          await(reader.read(6));
          assertThat(transport.calls).containsExactly("pause");
          assertThat(other.calls).containsExactly("pause", "resume");
        }));
  }

  @Test
  void withoutATransportEverythingIsKept() {
    run(
        async(() -> {
          StreamReader reader = readerWithLimit(2);
          reader.feedData(bytes("12345"));
          reader.setTransport(null);
          reader.feedData(bytes("67"));
          assertThat(text(await(reader.readexactly(7)))).isEqualTo("1234567");
          assertThat(transport.calls).containsExactly("pause");
        }));
  }
}
