package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.StreamReaderTest.bytes;
import static asyncio.net.StreamReaderTest.readerOf;
import static asyncio.net.StreamReaderTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import asyncio.EventLoop;
import asyncio.Task;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading up to one of some separators. */
@Timeout(60)
final class StreamReaderUntilTest {

  private static List<byte[]> separators(String... texts) {
    return Stream.of(texts).map(StreamReaderTest::bytes).toList();
  }

  private static void assertOverrun(
      StreamReader reader, List<byte[]> separators, int consumed, String message) {
    assertThatExceptionOfType(LimitOverrunException.class)
        .isThrownBy(() -> await(reader.readuntil(separators)))
        .withMessage(message)
        .satisfies(e -> assertThat(e.consumed()).isEqualTo(consumed));
  }

  @Test
  void aSeparatorHasAtLeastOneByte() {
    run(
        async(() -> {
          StreamReader reader = new StreamReader();
          assertThatIllegalArgumentException()
              .isThrownBy(() -> reader.readuntil(new byte[0]))
              .withMessage("a separator must have at least one byte");
          assertThatIllegalArgumentException()
              .isThrownBy(() -> reader.readuntil(separators("a", "")))
              .withMessage("a separator must have at least one byte");
          assertThatIllegalArgumentException()
              .isThrownBy(() -> reader.readuntil(List.of()))
              .withMessage("there must be at least one separator");
        }));
  }

  @Test
  void givesTheSeparatorAtTheEnd() {
    run(
        async(() -> {
          StreamReader reader = readerOf(100, "lineAAA", "AAAxxx");
          assertThat(text(await(reader.readuntil(bytes("AAA"))))).isEqualTo("lineAAA");
          assertThat(text(await(reader.readuntil(bytes("AAA"))))).isEqualTo("AAA");
          assertThat(text(reader.takeAll())).isEqualTo("xxx");
        }));
  }

  @ParameterizedTest
  @CsvSource({
    "QWEaa|XYaa|a, QWEaaXYaaa",
    "QWEaa|XYa|aa, QWEaaXYaaa",
    "a|a|a|b, aaa",
    "Xaaa, Xaaa",
    "XXX|a|a|aa, XXXaaa",
    "abaa|baaab, abaabaaa",
  })
  void findsASeparatorThatCameInPieces(String pieces, String expected) {
    run(
        async(() -> {
          StreamReader whole = readerOf(100, pieces.split("[|]", -1));
          assertThat(text(await(whole.readuntil(bytes("aaa"))))).isEqualTo(expected);

          StreamReader waiting = new StreamReader();
          Task<byte[]> read = createTask(waiting.readuntil(bytes("aaa")));
          for (String piece : pieces.split("[|]", -1)) {
            await(sleep(0));
            waiting.feedData(bytes(piece));
          }
          assertThat(text(await(read))).isEqualTo(expected);
        }));
  }

  @Test
  void theEndOfTheStreamGivesWhatThereWas() {
    run(
        async(() -> {
          StreamReader reader = readerOf(100, "some dataAA");
          reader.feedEof();
          assertThatExceptionOfType(IncompleteReadException.class)
              .isThrownBy(() -> await(reader.readuntil(bytes("AAA"))))
              .withMessage("the stream ended after 11 bytes, without a separator")
              .satisfies(e -> {
                assertThat(text(e.partial())).isEqualTo("some dataAA");
                assertThat(e.expected()).isEmpty();
              });
          assertThat(reader.atEof()).isTrue();
        }));
  }

  @Test
  void aSeparatorIsFoundAfterTheEndWasFed() {
    run(
        async(() -> {
          StreamReader reader = readerOf(100, "a;b");
          reader.feedEof();
          assertThat(text(await(reader.readuntil(bytes(";"))))).isEqualTo("a;");
        }));
  }

  @Test
  void anOverrunLeavesAllToBeRead() {
    run(
        async(() -> {
          StreamReader reader = readerOf(3, "some dataAA");
          assertOverrun(reader, separators("AAA"), 9, "no separator in 9 bytes: the limit is 3");
          reader.feedData(bytes("A"));
          assertOverrun(
              reader, separators("AAA"), 9, "the separator comes after 9 bytes: the limit is 3");
          assertThat(text(await(reader.read(100)))).isEqualTo("some dataAAA");
        }));
  }

  @Test
  void theLimitDoesNotCountTheSeparator() {
    run(
        async(() -> {
          StreamReader reader = readerOf(3, "123long separator");
          assertThat(text(await(reader.readuntil(bytes("long separator")))))
              .isEqualTo("123long separator");
        }));
  }

  @Test
  void whatMayBeginASeparatorDoesNotCountAgainstTheLimit() {
    run(
        async(() -> {
          StreamReader reader = readerOf(3, "123AA");
          runningLoop().callSoon(() -> reader.feedData(bytes("A")));
          assertThat(text(await(reader.readuntil(bytes("AAA"))))).isEqualTo("123AAA");
        }));
  }

  @Test
  void ofSeveralSeparatorsTheOneThatEndsFirstCounts() {
    run(
        async(() -> {
          StreamReader reader = readerOf(100, "zero\nline 1\nline 2\rABCDEFG");
          assertThat(text(await(reader.readuntil(separators("\n", "\r"))))).isEqualTo("zero\n");
          assertThat(text(await(reader.readuntil(separators("\r", "\n"))))).isEqualTo("line 1\n");
          assertThat(text(await(reader.readuntil(separators("\r", "\n"))))).isEqualTo("line 2\r");
          assertThat(text(await(reader.readuntil(separators("DEF", "BCDE"))))).isEqualTo("ABCDE");
          assertThat(text(reader.takeAll())).isEqualTo("FG");
        }));
  }

  @Test
  void ofSeveralSeparatorsThatEndTogetherTheShortestCounts() {
    run(
        async(() -> {
          StreamReader reader = readerOf(3, "some dataA");
          assertOverrun(
              reader,
              separators("ome dataA", "A"),
              9,
              "the separator comes after 9 bytes: the limit is 3");
        }));
  }

  @Test
  void aLongSeparatorBehindTheLimitIsWithinIt() {
    run(
        async(() -> {
          StreamReader reader = readerOf(3, "some data");
          assertThat(text(await(reader.readuntil(separators("e data", "?")))))
              .isEqualTo("some data");
        }));
  }

  @Test
  void separatorsOfDifferentLengthsAreWaitedFor() {
    run(
        async(() -> {
          StreamReader reader = readerOf(100, "data");
          Task<byte[]> read = createTask(reader.readuntil(separators("A", "long sep")));
          EventLoop loop = runningLoop();
          loop.callSoon(() -> reader.feedData(bytes("Z")));
          loop.callSoon(() -> reader.feedData(bytes("Aaaa")));
          assertThat(text(await(read))).isEqualTo("dataZA");
          assertThat(text(reader.takeAll())).isEqualTo("aaa");
        }));
  }

  @Test
  void aFarSeparatorIsFoundAmongSeveral() {
    run(
        async(() -> {
          StreamReader reader = new StreamReader(10_000);
          for (int length = 0; length < 600; length++) {
            String start = "-".repeat(length);
            reader.feedData(bytes(start + "\r\n\r\nrest"));
            assertThat(text(await(reader.readuntil(separators("\r\n\r\n", "\n\n", "none")))))
                .isEqualTo(start + "\r\n\r\n");
            assertThat(text(reader.takeAll())).isEqualTo("rest");
          }
        }));
  }
}
