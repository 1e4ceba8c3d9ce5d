package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who was cancelled: {@code cancelAndWait} tells the other from oneself. */
@Timeout(60)
final class CancelAndWaitTest {

  private final Order order = new Order();

  @Test
  void itWaitsUntilTheTaskHasCleanedUp() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            try {
              await(sleep(100));
            } finally {
              order.expect(1);
              await(sleep(1));
              order.expect(2);
            }
          });
      await(sleep(0));

      assertThat(await(cancelAndWait(task))).isTrue();
      order.finish(3);
      assertThat(task.cancelled()).isTrue();
      assertThat(currentTask().cancelling()).isZero();
    });
    order.assertFinished();
  }

  @Test
  void aTaskThatRefusesGivesFalse() {
    TestTime.run(() -> {
      Task<String> task =
          createTask(() -> {
            try {
              await(sleep(100));
            } catch (CancelledError e) {
              await(sleep(1));
            }
            return "refused";
          });
      await(sleep(0));

      assertThat(await(cancelAndWait(task))).isFalse();
      assertThat(task.result()).isEqualTo("refused");
    });
  }

  @Test
  void whatTheTaskFailsWithIsThrown() {
    IOException failure = new IOException("clean-up");
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            try {
              await(sleep(100));
            } finally {
              fail(failure);
            }
          });
      await(sleep(0));

      assertThat(catchThrowable(() -> await(cancelAndWait(task)))).isSameAs(failure);
    });
  }

  @Test
  void whoIsCancelledWhileItWaitsGetsItsOwnErrorAndTheTaskGoesOnEnding() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            try {
              await(sleep(100));
            } finally {
              await(sleep(5));
            }
          });
      await(sleep(0));
      Task<Boolean> waiting = createTask(cancelAndWait(task));
      await(sleep(1));
      waiting.cancel("you");

      assertThat(catchThrowable(() -> await(waiting)))
          .isInstanceOf(CancelledError.class)
          .hasMessage("you");
      assertThat(task.done()).isFalse();
      assertThat(catchThrowable(() -> await(task))).isInstanceOf(CancelledError.class);
      assertThat(runningLoop().time()).isEqualTo(5.0);
    });
  }

  @Test
  void whoIsCancelledInTheMomentWhenTheTaskEndsGetsItsOwnErrorToo() {
    TestTime.run(() -> {
      Event cleanedUp = new Event();
      Task<Void> task =
          createTask(() -> {
            try {
              await(sleep(100));
            } finally {
              await(cleanedUp.whenSet());
            }
          });
      await(sleep(0));
      Task<Boolean> waiting = createTask(cancelAndWait(task));
      await(sleep(1));
      task.addDoneCallback(_ -> waiting.cancel("you")); // its waiter has been woken
      cleanedUp.set();

      assertThat(catchThrowable(() -> await(waiting)))
          .isInstanceOf(CancelledError.class)
          .hasMessage("you");
      assertThat(task.cancelled()).isTrue();
    });
  }

  @Test
  void whatIsDoneAlreadyIsNotWaitedFor() {
    TestTime.run(() -> {
      Future<String> value = runningLoop().createFuture();
      value.setResult("value");
      Future<String> failed = runningLoop().createFuture();
      failed.setException(new IOException("before"));
      Future<String> cancelled = runningLoop().createFuture();
      cancelled.cancel();
      boolean[] otherRan = {false};
      runningLoop().callSoon(() -> otherRan[0] = true);

      assertThat(await(cancelAndWait(value))).isFalse();
      assertThat(await(cancelAndWait(cancelled))).isTrue();
      assertThat(catchThrowable(() -> await(cancelAndWait(failed)))).hasMessage("before");
      assertThat(otherRan[0]).isFalse();
    });
  }

  @Test
  void aFutureAndAGatherCanBeCancelledToo() {
    TestTime.run(() -> {
      assertThat(await(cancelAndWait(runningLoop().createFuture()))).isTrue();
      Task<Void> child = createTask(() -> await(sleep(100)));
      assertThat(await(cancelAndWait(gather(child, sleep(100))))).isTrue();
      assertThat(child.cancelled()).isTrue();
    });
  }

  @Test
  void nothingIsCancelledBeforeItIsAwaited() {
    TestTime.run(() -> {
      Task<String> task = createTask(sleep(1, "value"));
      Coroutine<Boolean> coroutine = cancelAndWait(task);
      assertThat(await(task)).isEqualTo("value");
      assertThat(await(coroutine)).isFalse();
    });
  }

  @Test
  void waitingForOnesOwnEndIsRefused() {
    TestTime.run(() -> {
      assertThatIllegalStateException()
          .isThrownBy(() -> await(cancelAndWait(currentTask())))
          .withMessageStartingWith("a task cannot wait for its own end");
      assertThat(currentTask().cancelling()).isZero();
      await(sleep(0));
    });
  }

  @Test
  void aFutureOfAnotherLoopIsRefused() {
    try (EventLoop other = TestTime.newLoop()) {
      Future<String> future = other.createFuture();
      TestTime.run(() ->
          assertThatIllegalStateException()
              .isThrownBy(() -> await(cancelAndWait(future)))
              .withMessageContaining("of a different loop"));
      assertThat(future.done()).isFalse();
    }
  }

  private static void fail(Throwable failure) {
    throw Rethrow.asIs(failure);
  }
}
