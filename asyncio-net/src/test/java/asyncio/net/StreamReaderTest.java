package asyncio.net;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import asyncio.EventLoop;
import asyncio.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is fed to a reader, and what {@code read} makes of it. */
@Timeout(60)
final class StreamReaderTest {

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** A reader of the running loop, fed with the texts, each for itself. */
  static StreamReader readerOf(int limit, String... texts) {
    StreamReader reader = new StreamReader(limit);
    for (String text : texts) {
      reader.feedData(bytes(text));
    }
    return reader;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void aLimitIsPositive(int limit) {
    run(
        async(() ->
            assertThatIllegalArgumentException()
                .isThrownBy(() -> new StreamReader(limit))
                .withMessage("the limit must be positive: " + limit)));
  }

  @Test
  void theLimitIs64KiBUnlessGiven() {
    run(
        async(() -> {
          assertThat(new StreamReader().limit()).isEqualTo(65536);
          assertThat(new StreamReader(7).limit()).isEqualTo(7);
        }));
  }

  @Test
  void isMadeInsideARunningLoopOrForOne() {
    assertThatIllegalStateException()
        .isThrownBy(StreamReader::new)
        .withMessageContaining("no running event loop");
    try (EventLoop loop = EventLoop.create()) {
      StreamReader reader = new StreamReader(loop, 10);
      reader.feedData(bytes("early"));
      assertThat(text(loop.runUntilComplete(reader.read(10)))).isEqualTo("early");
    }
  }

  @Test
  void readReturnsAtMostTheNumberAskedFor() {
    run(
        async(() -> {
          StreamReader reader = readerOf(100, "abc", "defg");
          assertThat(text(await(reader.read(5)))).isEqualTo("abcde");
          assertThat(text(await(reader.read(5)))).isEqualTo("fg");
        }));
  }

  @Test
  void readIsNotBoundByTheLimit() {
    run(async(() -> assertThat(text(await(readerOf(3, "chunk").read(5)))).isEqualTo("chunk")));
  }

  @Test
  void readOfNothingDoesNotWait() {
    run(
        async(() -> {
          assertThat(await(new StreamReader().read(0))).isEmpty();
          StreamReader reader = readerOf(100, "abc");
          assertThat(await(reader.read(0))).isEmpty();
          assertThat(text(reader.takeAll())).isEqualTo("abc");
        }));
  }

  @Test
  void readWaitsForAtLeastOneByte() {
    run(
        async(() -> {
          StreamReader reader = new StreamReader();
          Task<byte[]> read = createTask(reader.read(30));
          await(sleep(0));
          reader.feedData(new byte[0]);
          await(sleep(0));
          assertThat(read.done()).isFalse();

          reader.feedData(bytes("a"));
          reader.feedData(bytes("b"));
          assertThat(text(await(read))).isEqualTo("ab");
        }));
  }

  @Test
  void readGivesNothingAtTheEndOnly() {
    run(
        async(() -> {
          StreamReader reader = readerOf(100, "abc");
          reader.feedEof();
          assertThat(text(await(reader.read(2)))).isEqualTo("ab");
          assertThat(text(await(reader.read(2)))).isEqualTo("c");
          assertThat(await(reader.read(2))).isEmpty();
          assertThat(await(reader.read(2))).isEmpty();
        }));
  }

  @Test
  void theEndWakesAReadThatWaits() {
    run(
        async(() -> {
          StreamReader reader = new StreamReader();
          runningLoop().callSoon(reader::feedEof);
          assertThat(await(reader.read(1024))).isEmpty();
        }));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1000})
  void readToTheEndCollectsAllThatComes(int limit) {
    run(
        async(() -> {
          StreamReader reader = readerOf(limit, "one ");
          EventLoop loop = runningLoop();
          loop.callSoon(() -> reader.feedData(bytes("two ")));
          loop.callLater(
              0.001,
              () -> {
                reader.feedData(bytes("three"));
                reader.feedEof();
              });
          assertThat(text(await(reader.read()))).isEqualTo("one two three");
          assertThat(await(reader.read())).isEmpty();
        }));
  }

  @Test
  void aNegativeNumberMeansToTheEnd() {
    run(
        async(() -> {
          StreamReader reader = readerOf(2, "abc", "def");
          reader.feedEof();
          assertThat(text(await(reader.read(-1)))).isEqualTo("abcdef");
        }));
  }

  @Test
  void isAtItsEndWhenThatWasFedAndNothingIsLeft() {
    run(
        async(() -> {
          StreamReader reader = new StreamReader();
          assertThat(reader.atEof()).isFalse();
          reader.feedData(bytes("ab"));
          reader.feedEof();
          assertThat(reader.atEof()).isFalse();
          await(reader.read(1));
          assertThat(reader.atEof()).isFalse();
          await(reader.read(1));
          assertThat(reader.atEof()).isTrue();
        }));
  }

  @Test
  void nothingIsFedAfterTheEnd() {
    run(
        async(() -> {
          StreamReader reader = readerOf(100, "abc");
          reader.feedEof();
          reader.feedEof();
          assertThatIllegalStateException().isThrownBy(() -> reader.feedData(bytes("d")));
          assertThat(text(await(reader.read()))).isEqualTo("abc");
        }));
  }

  @Test
  void whatWasFedBelongsToTheReader() {
    run(
        async(() -> {
          StreamReader reader = new StreamReader();
          byte[] large = new byte[1000];
          reader.feedData(large);
          byte[] small = bytes("abc");
          reader.feedData(small);
          large[0] = 1;
          small[0] = 'x';
          assertThat(await(reader.readexactly(1000))).containsOnly(0);
          assertThat(text(await(reader.read(10)))).isEqualTo("abc");
          assertThatNullPointerException().isThrownBy(() -> reader.feedData(null));
        }));
  }

  @Test
  void whatIsBufferedCanBeTakenOutAtOnce() {
    run(
        async(() -> {
          StreamReader reader = readerOf(100, "abc", "def");
          assertThat(text(reader.takeAll())).isEqualTo("abcdef");
          assertThat(reader.takeAll()).isEmpty();
        }));
  }

  @Test
  void itsTextTellsHowItStands() {
    run(
        async(() -> {
          assertThat(new StreamReader()).hasToString("<StreamReader>");
          assertThat(new StreamReader(7)).hasToString("<StreamReader limit=7>");
          StreamReader reader = readerOf(65536, "abc");
          assertThat(reader).hasToString("<StreamReader 3 bytes>");
          reader.feedEof();
          assertThat(reader).hasToString("<StreamReader 3 bytes eof>");
          reader.setException(new IOException("broken"));
          assertThat(reader)
              .hasToString("<StreamReader 3 bytes eof exception=java.io.IOException: broken>");

          StreamReader waiting = new StreamReader();
          Task<byte[]> read = createTask(waiting.readline());
          await(sleep(0));
          assertThat(waiting).hasToString("<StreamReader waiting in readline()>");
          waiting.feedEof();
          await(read);
          assertThat(waiting).hasToString("<StreamReader eof>");
        }));
  }
}
