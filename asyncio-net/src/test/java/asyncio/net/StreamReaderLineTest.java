package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.StreamReaderTest.bytes;
import static asyncio.net.StreamReaderTest.readerOf;
import static asyncio.net.StreamReaderTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import asyncio.EventLoop;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reading line by line. */
@Timeout(60)
final class StreamReaderLineTest {

  private static void assertTooLong(StreamReader reader, int consumed, String message) {
    assertThatExceptionOfType(LimitOverrunException.class)
        .isThrownBy(() -> await(reader.readline()))
        .withMessage(message)
        .satisfies(e -> assertThat(e.consumed()).isEqualTo(consumed));
  }

  @Test
  void aLineEndsWithItsNewline() {
    run(
        async(() -> {
          StreamReader reader = readerOf(100, "line1\nli", "ne2\n\n", "li");
          assertThat(text(await(reader.readline()))).isEqualTo("line1\n");
          assertThat(text(await(reader.readline()))).isEqualTo("line2\n");
          assertThat(text(await(reader.readline()))).isEqualTo("\n");
          assertThat(text(reader.takeAll())).isEqualTo("li");
        }));
  }

  @Test
  void aLineIsPutTogetherOfAllThatComesBeforeItsEnd() {
    run(
        async(() -> {
          StreamReader reader = readerOf(100, "one ");
          EventLoop loop = runningLoop();
          loop.callSoon(() -> {
            reader.feedData(bytes("two "));
            reader.feedData(bytes("three "));
            loop.callSoon(() -> reader.feedData(bytes("\n four")));
          });
          assertThat(text(await(reader.readline()))).isEqualTo("one two three \n");
          assertThat(text(reader.takeAll())).isEqualTo(" four");
        }));
  }

  @Test
  void theLastLineMayHaveNoEnd() {
    run(
        async(() -> {
          StreamReader reader = readerOf(100, "one\ntwo");
          reader.feedEof();
          assertThat(text(await(reader.readline()))).isEqualTo("one\n");
          assertThat(text(await(reader.readline()))).isEqualTo("two");
          assertThat(await(reader.readline())).isEmpty();
          assertThat(await(reader.readline())).isEmpty();
        }));
  }

  @Test
  void theEndOfTheStreamIsTheEndOfALineThatIsWaitedFor() {
    run(
        async(() -> {
          StreamReader reader = readerOf(100, "par");
          runningLoop()
              .callSoon(() -> {
                reader.feedData(bytes("tial"));
                reader.feedEof();
              });
          assertThat(text(await(reader.readline()))).isEqualTo("partial");
        }));
  }

  @Test
  void otherReadsGoOnBehindALine() {
    run(
        async(() -> {
          StreamReader reader = readerOf(100, "line1\nline2\nline3\n");
          assertThat(text(await(reader.readline()))).isEqualTo("line1\n");
          assertThat(text(await(reader.read(7)))).isEqualTo("line2\nl");
          assertThat(text(await(reader.readline()))).isEqualTo("ine3\n");
        }));
  }

  @Test
  void theLimitCountsWhatIsBeforeTheNewline() {
    run(
        async(() -> {
          StreamReader reader = readerOf(7, "1234567\n", "12345678\n", "next\n");
          assertThat(text(await(reader.readline()))).isEqualTo("1234567\n");
          assertTooLong(reader, 8, "the separator comes after 8 bytes: the limit is 7");
        }));
  }

  @Test
  void aLineThatIsTooLongIsDropped() {
    run(
        async(() -> {
          StreamReader reader = readerOf(3, "li", "ne1\nok\n");
          assertTooLong(reader, 5, "the separator comes after 5 bytes: the limit is 3");
          assertThat(text(await(reader.readline()))).isEqualTo("ok\n");
        }));
  }

  @Test
  void whatHasComeOfALineThatGetsTooLongIsDropped() {
    run(
        async(() -> {
          StreamReader reader = readerOf(3, "li", "ne1", "li");
          assertTooLong(reader, 7, "no separator in 7 bytes: the limit is 3");
          reader.feedData(bytes("ne\n"));
          assertThat(text(await(reader.readline()))).isEqualTo("ne\n");
        }));
  }

  @Test
  void aLineGetsTooLongWhileItIsWaitedFor() {
    run(
        async(() -> {
          StreamReader reader = readerOf(7, "chunk1");
          runningLoop()
              .callSoon(() -> {
                reader.feedData(bytes("chunk2\n"));
                reader.feedData(bytes("chunk3\n"));
              });
          assertTooLong(reader, 12, "the separator comes after 12 bytes: the limit is 7");
          assertThat(text(await(reader.readline()))).isEqualTo("chunk3\n");
        }));
  }

  @Test
  void forEachGivesTheLines() {
    run(
        async(() -> {
          StreamReader reader = readerOf(100, "one\ntwo\n\nlast");
          runningLoop().callSoon(reader::feedEof);
          List<String> lines = new ArrayList<>();
          for (byte[] line : reader) {
            lines.add(text(line));
          }
          assertThat(lines).containsExactly("one\n", "two\n", "\n", "last");
        }));
  }

  @Test
  void anIteratorReadsALineWhenItIsAskedForOne() {
    run(
        async(() -> {
          StreamReader reader = readerOf(100, "one\ntwo\n");
          reader.feedEof();
          Iterator<byte[]> lines = reader.iterator();
          assertThat(lines.hasNext()).isTrue();
          assertThat(lines.hasNext()).isTrue();
          assertThat(text(lines.next())).isEqualTo("one\n");
          assertThat(text(lines.next())).isEqualTo("two\n");
          assertThat(lines.hasNext()).isFalse();
          assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(lines::next);
        }));
  }

  @Test
  void linesAsTextHaveNoLineEnds() {
    run(
        async(() -> {
          StreamReader reader = readerOf(100, "Grüße\r\n\n\r\na\rb\n\rlast\r");
          runningLoop().callSoon(reader::feedEof);
          List<String> lines = new ArrayList<>();
          for (String line : reader.lines()) {
            lines.add(line);
          }
          assertThat(lines).containsExactly("Grüße", "", "", "a\rb", "\rlast\r");
        }));
  }
}
