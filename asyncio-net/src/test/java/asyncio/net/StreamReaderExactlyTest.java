package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.StreamReaderTest.bytes;
import static asyncio.net.StreamReaderTest.readerOf;
import static asyncio.net.StreamReaderTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import asyncio.EventLoop;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reading a number of bytes, no more and no less. */
@Timeout(60)
final class StreamReaderExactlyTest {

  private static void assertIncomplete(StreamReader reader, int n, String partial) {
    assertThatExceptionOfType(IncompleteReadException.class)
        .isThrownBy(() -> await(reader.readexactly(n)))
        .withMessage("the stream ended after " + partial.length() + " of " + n + " bytes")
        .satisfies(e -> {
          assertThat(text(e.partial())).isEqualTo(partial);
          assertThat(e.expected()).hasValue(n);
        });
  }

  @Test
  void givesAsManyAsAskedFor() {
    run(
        async(() -> {
          StreamReader reader = readerOf(100, "abc", "defg", "hi");
          assertThat(text(await(reader.readexactly(5)))).isEqualTo("abcde");
          assertThat(text(await(reader.readexactly(4)))).isEqualTo("fghi");
        }));
  }

  @Test
  void readsNothingWithoutWaiting() {
    run(
        async(() -> {
          assertThat(await(new StreamReader().readexactly(0))).isEmpty();
          StreamReader reader = readerOf(100, "abc");
          assertThat(await(reader.readexactly(0))).isEmpty();
          assertThat(text(reader.takeAll())).isEqualTo("abc");
        }));
  }

  @Test
  void refusesANegativeNumberAtOnce() {
    run(
        async(() ->
            assertThatIllegalArgumentException()
                .isThrownBy(() -> new StreamReader().readexactly(-1))
                .withMessage("the number of bytes to read is negative: -1")));
  }

  @Test
  void waitsUntilAllHaveCome() {
    run(
        async(() -> {
          StreamReader reader = readerOf(100, "ab");
          EventLoop loop = runningLoop();
          loop.callSoon(() -> {
            reader.feedData(bytes("cd"));
            loop.callSoon(() -> {
              reader.feedData(bytes("ef"));
              reader.feedData(bytes("gh"));
            });
          });
          assertThat(text(await(reader.readexactly(5)))).isEqualTo("abcde");
          assertThat(text(reader.takeAll())).isEqualTo("fgh");
        }));
  }

  @Test
  void isNotBoundByTheLimit() {
    run(
        async(
            () -> assertThat(text(await(readerOf(3, "chunk").readexactly(5)))).isEqualTo("chunk")));
  }

  @Test
  void theEndOfTheStreamGivesWhatThereWas() {
    run(
        async(() -> {
          StreamReader reader = readerOf(100, "abc");
          runningLoop()
              .callSoon(() -> {
                reader.feedData(bytes("de"));
                reader.feedEof();
              });
          assertIncomplete(reader, 10, "abcde");
          assertThat(reader.atEof()).isTrue();
          assertIncomplete(reader, 1, "");
        }));
  }

  @Test
  void theLastBytesCanBeReadAtTheEnd() {
    run(
        async(() -> {
          StreamReader reader = readerOf(100, "abc");
          reader.feedEof();
          assertThat(text(await(reader.readexactly(3)))).isEqualTo("abc");
          assertThat(await(reader.readexactly(0))).isEmpty();
        }));
  }

  @Test
  void anExceptionComesBeforeTheBytes() {
    run(
        async(() -> {
          StreamReader reader = readerOf(100, "abc");
          reader.setException(new CancellationException("no more"));
          assertThatExceptionOfType(CancellationException.class)
              .isThrownBy(() -> await(reader.readexactly(1)));
          assertThatExceptionOfType(CancellationException.class)
              .isThrownBy(() -> await(reader.readexactly(0)));
        }));
  }
}
