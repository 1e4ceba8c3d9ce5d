package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.StreamReaderTest.bytes;
import static asyncio.net.StreamReaderTest.readerOf;
import static asyncio.net.StreamReaderTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import asyncio.Coroutine;
import asyncio.Task;
import java.io.IOException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A reader whose connection broke. */
@Timeout(60)
final class StreamReaderExceptionTest {

  record Read(String name, Function<StreamReader, Coroutine<byte[]>> start) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Read> reads() {
    return Stream.of(
        new Read("read(n)", reader -> reader.read(100)),
        new Read("read(0)", reader -> reader.read(0)),
        new Read("read()", StreamReader::read),
        new Read("readexactly", reader -> reader.readexactly(100)),
        new Read("readline", StreamReader::readline),
        new Read("readuntil", reader -> reader.readuntil(bytes(";"))));
  }

  static Stream<Read> readsThatWait() {
    return reads().filter(read -> !read.name.equals("read(0)"));
  }

  @Test
  void isTheOneThatWasSet() {
    run(
        async(() -> {
          StreamReader reader = new StreamReader();
          assertThat(reader.exception()).isNull();
          IOException exception = new IOException("reset");
          reader.setException(exception);
          assertThat(reader.exception()).isSameAs(exception);
          assertThatNullPointerException().isThrownBy(() -> reader.setException(null));
        }));
  }

  @ParameterizedTest
  @MethodSource("reads")
  void comesBeforeWhatIsBuffered(Read read) {
    run(
        async(() -> {
          StreamReader reader = readerOf(100, "line\n;");
          reader.feedEof();
          IOException exception = new IOException("reset");
          reader.setException(exception);
          assertThatThrownBy(() -> await(read.start.apply(reader))).isSameAs(exception);
          assertThatThrownBy(() -> await(read.start.apply(reader))).isSameAs(exception);
        }));
  }

  @ParameterizedTest
  @MethodSource("readsThatWait")
  void wakesWhoWaits(Read read) {
    run(
        async(() -> {
          StreamReader reader = new StreamReader();
          Task<byte[]> waiting = createTask(read.start.apply(reader));
          await(sleep(0));
          IOException exception = new IOException("reset");
          reader.setException(exception);
          assertThatThrownBy(() -> await(waiting)).isSameAs(exception);
        }));
  }

  @Test
  void whoWasWokenBeforeStillGetsItsBytes() {
    run(
        async(() -> {
          StreamReader reader = new StreamReader();
          Task<byte[]> waiting = createTask(reader.read(10));
          await(sleep(0));
          reader.feedData(bytes("abc"));
          IOException exception = new IOException("reset");
          reader.setException(exception);
          assertThat(text(await(waiting))).isEqualTo("abc");
          assertThatThrownBy(() -> await(reader.read(10))).isSameAs(exception);
        }));
  }

  @ParameterizedTest
  @MethodSource("readsThatWait")
  void whoWasWokenBeforeButNeedsMoreDoesNotWaitForEver(Read read) {
    run(
        async(() -> {
          StreamReader reader = new StreamReader();
          Task<byte[]> waiting = createTask(read.start.apply(reader));
          await(sleep(0));
          reader.feedData(bytes("abc"));
          IOException exception = new IOException("reset");
          reader.setException(exception);
          if (read.name.equals("read(n)")) {
            assertThat(text(await(waiting))).isEqualTo("abc");
          } else {
            assertThatThrownBy(() -> await(waiting)).isSameAs(exception);
          }
        }));
  }

  @Test
  void mayBeAnyThrowable() {
    run(
        async(() -> {
          for (Throwable any :
              new Throwable[] {
                new IOException(), new IllegalStateException(), new Error(), new Throwable()
              }) {
            StreamReader reader = new StreamReader();
            reader.setException(any);
            assertThatThrownBy(() -> await(reader.readline())).isSameAs(any);
          }
        }));
  }

  @Test
  void endsAForEachLoop() {
    run(
        async(() -> {
          StreamReader reader = readerOf(100, "one\ntwo\n");
          IOException exception = new IOException("reset");
          assertThatThrownBy(
                  () -> {
                    for (byte[] line : reader) {
                      assertThat(text(line)).isEqualTo("one\n");
                      reader.setException(exception);
                    }
                  })
              .isSameAs(exception);
        }));
  }
}
