package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.StreamReaderTest.bytes;
import static asyncio.net.StreamReaderTest.readerOf;
import static asyncio.net.StreamReaderTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import asyncio.CancelledError;
import asyncio.EventLoop;
import asyncio.Task;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits for bytes: when it goes on, that it is alone, and that it may be cancelled. */
@Timeout(60)
final class StreamReaderWaitTest {

  @Test
  void whatIsThereIsGivenWithoutLettingOthersRun() {
    run(
        async(() -> {
          List<String> order = new ArrayList<>();
          runningLoop().callSoon(() -> order.add("callback"));
          StreamReader reader = readerOf(100, "line\n", "abcdefg");

          order.add(text(await(reader.readline())));
          order.add(text(await(reader.read(1))));
          order.add(text(await(reader.readexactly(2))));
          order.add(text(await(reader.readuntil(bytes("e")))));
          await(sleep(0));

          assertThat(order).containsExactly("line\n", "a", "bc", "de", "callback");
        }));
  }

  @Test
  void goesOnInTheIterationAfterItWasFed() {
    run(
        async(() -> {
          List<String> order = new ArrayList<>();
          StreamReader reader = new StreamReader();
          EventLoop loop = runningLoop();
          createTask(async(() -> order.add("read " + text(await(reader.read(10))))));
          await(sleep(0));

          loop.callSoon(() -> order.add("before"));
          reader.feedData(bytes("a"));
          loop.callSoon(() -> order.add("after"));
          reader.feedData(bytes("b"));
          order.add("fed");
          await(sleep(0));

          assertThat(order).containsExactly("fed", "before", "read ab", "after");
        }));
  }

  @Test
  void aSecondReadThatHasToWaitIsRefused() {
    run(
        async(() -> {
          StreamReader reader = readerOf(100, "ab");
          Task<byte[]> first = createTask(reader.readline());
          await(sleep(0));

          assertThatIllegalStateException()
              .isThrownBy(() -> await(reader.readexactly(3)))
              .withMessage(
                  "readexactly() was called while another coroutine waits for data in"
                      + " readline()");
          assertThatIllegalStateException()
              .isThrownBy(() -> await(reader.readuntil(bytes("x"))))
              .withMessageStartingWith("readuntil()");

          reader.feedData(bytes("c\n"));
          assertThat(text(await(first))).isEqualTo("abc\n");
        }));
  }

  @Test
  void aReadThatNeedNotWaitIsNotRefused() {
    run(
        async(() -> {
          StreamReader reader = readerOf(100, "abc");
          Task<byte[]> first = createTask(reader.readline());
          await(sleep(0));

          assertThat(text(await(reader.read(2)))).isEqualTo("ab");
          reader.feedData(bytes("\n"));
          assertThat(text(await(first))).isEqualTo("c\n");
        }));
  }

  @Test
  void aSeparatorIsFoundThoughAnotherReadWhatWasBeforeIt() {
    run(
        async(() -> {
          StreamReader reader = readerOf(100, "abcdef");
          Task<byte[]> first = createTask(reader.readline());
          await(sleep(0));

          await(reader.read(4));
          reader.feedData(bytes("\nghi"));
          assertThat(text(await(first))).isEqualTo("ef\n");
        }));
  }

  @Test
  void whoIsWokenForBytesThatAnotherTookWaitsAgain() {
    run(
        async(() -> {
          StreamReader reader = new StreamReader();
          Task<byte[]> first = createTask(reader.read(10));
          await(sleep(0));

          reader.feedData(bytes("a"));
          assertThat(text(await(reader.read(10)))).isEqualTo("a");
          await(sleep(0));
          assertThat(first.done()).isFalse();

          reader.feedData(bytes("b"));
          assertThat(text(await(first))).isEqualTo("b");
        }));
  }

  @Test
  void aCancelledReadTakesNothing() {
    run(
        async(() -> {
          StreamReader reader = readerOf(100, "ab");
          Task<byte[]> read = createTask(reader.readline());
          await(sleep(0));
          read.cancel();
          assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> await(read));

          reader.feedData(bytes("c"));
          reader.feedEof();
          assertThat(text(await(reader.read()))).isEqualTo("abc");
        }));
  }

  @Test
  void aReadThatIsCancelledAfterItWasWokenTakesNothing() {
    run(
        async(() -> {
          StreamReader reader = new StreamReader();
          Task<byte[]> read = createTask(reader.read(10));
          await(sleep(0));
          reader.feedData(bytes("abc"));
          read.cancel();
          assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> await(read));
          assertThat(text(await(reader.read(10)))).isEqualTo("abc");
        }));
  }

  @Test
  void whoCancelsAReadMayReadAtOnce() {
    run(
        async(() -> {
          StreamReader reader = new StreamReader();
          Task<byte[]> read = createTask(reader.read(10));
          await(sleep(0));
          read.cancel();
          runningLoop().callLater(0.001, () -> reader.feedData(bytes("abc")));

          assertThat(text(await(reader.read(10)))).isEqualTo("abc");
          assertThat(read.cancelled()).isTrue();
        }));
  }

  @Test
  void bytesAndTheEndMayComeWhileACancelledReadHasNotEnded() {
    run(
        async(() -> {
          StreamReader reader = new StreamReader();
          Task<byte[]> read = createTask(reader.read(10));
          await(sleep(0));
          read.cancel();
          reader.feedData(bytes("a"));
          reader.feedEof();
          reader.setException(new IllegalArgumentException("late"));
          assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> await(read));
        }));
  }
}
