package asyncio;

import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a task that another one cancels, depending on what it does at that moment. */
class TaskCancelTest {

  private final List<String> seen = new ArrayList<>();

  @Test
  void aTaskThatWaitsGetsTheErrorWhereItWaits() {
    var order = new Order();
    TestTime.run(() -> {
      Future<String> future = runningLoop().createFuture();
      future.addDoneCallback(done -> order.expect(3));
      Task<Void> task =
          createTask(() -> {
            order.expect(1);
            try {
              await(future);
            } catch (CancelledError e) {
              order.expect(4);
              throw e;
            }
          });
      await(sleep(0));

      assertThat(task.cancel()).isTrue();

      order.expect(2);
      assertThat(future.cancelled()).isTrue();
      assertThat(task.done()).isFalse();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(task.cancelled()).isTrue();
      order.finish(5);
    });
    order.assertFinished();
  }

  @Test
  void aTaskCancelledBeforeItsFirstStepNeverRuns() {
    TestTime.run(() -> {
      Task<Boolean> task = createTask(() -> seen.add("ran"));

      task.cancel("not needed");

      assertThatThrownBy(() -> await(task))
          .isInstanceOf(CancelledError.class)
          .hasMessage("not needed");
      assertThat(task.cancelled()).isTrue();
    });
    assertThat(seen).isEmpty();
  }

  @Test
  void aTaskThatLetsOthersRunIsCancelledThere() {
    TestTime.run(() -> {
      Task<Boolean> task =
          createTask(() -> {
            await(sleep(0));
            return seen.add("ran on");
          });
      await(sleep(0));

      task.cancel("no more");

      assertThatThrownBy(() -> await(task))
          .isInstanceOf(CancelledError.class)
          .hasMessage("no more");
    });
    assertThat(seen).isEmpty();
  }

  @Test
  void theInnermostOfNestedTasksIsCancelledFirst() {
    TestTime.run(() -> {
      Task<Void> inner = createTask(() -> noting("inner", sleep(3600)));
      Task<Void> middle = createTask(() -> noting("middle", inner));
      Task<Void> outer = createTask(() -> noting("outer", middle));
      await(sleep(0));

      outer.cancel("all of you");

      assertThatThrownBy(() -> await(outer)).hasMessage("all of you");
      assertThat(inner.cancelled()).isTrue();
      assertThat(middle.cancelled()).isTrue();
      assertThat(runningLoop().time()).isZero();
    });
    assertThat(seen).containsExactly("inner", "middle", "outer");
  }

  private void noting(String name, Awaitable<?> awaitable) {
    try {
      await(awaitable);
    } catch (CancelledError e) {
      seen.add(name);
      throw e;
    }
  }

  @Test
  void aResultThatHasNotArrivedYetIsLost() {
    TestTime.run(() -> {
      Future<String> future = runningLoop().createFuture();
      Task<String> task = createTask(() -> await(future));
      await(sleep(0));

      future.setResult("precious");
      assertThat(task.cancel("too late")).isTrue();

      assertThatThrownBy(() -> await(task))
          .isInstanceOf(CancelledError.class)
          .hasMessage("too late");
      assertThat(future.result()).isEqualTo("precious");
    });
  }

  @Test
  void aFailureThatHasNotArrivedYetIsLost() {
    TestTime.run(() -> {
      Future<String> future = runningLoop().createFuture();
      Task<String> task = createTask(() -> await(future));
      await(sleep(0));

      future.setException(new IllegalStateException());
      task.cancel();

      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
    });
  }

  @Test
  void anEventThatIsSetDoesNotSaveWhoIsCancelled() {
    TestTime.run(() -> {
      Event event = new Event();
      Task<Void> first = createTask(event.whenSet());
      Task<Void> second = createTask(event.whenSet());
      await(sleep(0));

      event.set();
      first.cancel();

      assertThatThrownBy(() -> await(first)).isInstanceOf(CancelledError.class);
      await(second);
    });
  }

  @Test
  void aTaskThatHasEndedCannotBeCancelled() {
    TestTime.run(() -> {
      Task<String> returned = createTask(() -> "value");
      Task<Void> cancelled = createTask(sleep(3600));
      await(returned);
      cancelled.cancel();
      assertThatThrownBy(() -> await(cancelled)).isInstanceOf(CancelledError.class);

      assertThat(returned.cancel()).isFalse();
      assertThat(cancelled.cancel()).isFalse();

      assertThat(returned.result()).isEqualTo("value");
      assertThat(returned.cancelling()).isZero();
      assertThat(cancelled.cancelling()).isEqualTo(1);
    });
  }

  @Test
  void whoeverAwaitsATaskPassesItsCancellationOn() {
    TestTime.run(() -> {
      Task<Void> shared = createTask(sleep(3600));
      Task<Void> first = createTask(() -> noting("first", shared));
      Task<Void> second = createTask(() -> noting("second", shared));
      await(sleep(0));

      first.cancel();
      await(sleep(0));
      await(sleep(0));

      assertThat(shared.cancelled()).isTrue();
      assertThat(first.cancelled()).isTrue();
      assertThat(second.cancelled()).isTrue();
      assertThat(first.cancelling()).isEqualTo(1);
      assertThat(second.cancelling()).isZero();
    });
    assertThat(seen).containsExactly("first", "second");
  }

  @Test
  void aTaskWhoseFutureIsCancelledEndsCancelledThoughNobodyAskedItTo() {
    TestTime.run(() -> {
      Future<String> future = runningLoop().createFuture();
      Task<String> task = createTask(() -> await(future));
      await(sleep(0));

      future.cancel("of itself");

      assertThatThrownBy(() -> await(task)).hasMessage("of itself");
      assertThat(task.cancelled()).isTrue();
      assertThat(task.cancelling()).isZero();
    });
  }

  @Test
  void aTaskThatThrowsACancelledErrorEndsCancelled() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            throw new CancelledError("of my own accord");
          });

      assertThatThrownBy(() -> await(task)).hasMessage("of my own accord");
      assertThat(task.cancelled()).isTrue();
    });
  }

  @Test
  void theFirstToLookGetsTheErrorItselfAndTheOthersANewOne() {
    TestTime.run(() -> {
      CancelledError error = new CancelledError("why");
      Task<Void> task =
          createTask(() -> {
            throw error;
          });
      await(sleep(0));

      assertThatThrownBy(task::result).isSameAs(error);
      assertThatThrownBy(task::result).isInstanceOf(CancelledError.class).hasMessage(null);
      assertThatThrownBy(task::exception).isInstanceOf(CancelledError.class).hasMessage(null);
    });
  }

  @Test
  void aCancelledSleepLeavesNoTimerBehind() {
    TestTime.run(() -> {
      Task<Void> task = createTask(sleep(3600));
      await(sleep(1));
      task.cancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(runningLoop().timers.first()).isNull();
    });
  }
}
