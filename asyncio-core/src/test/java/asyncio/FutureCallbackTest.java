package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Who is told when a future is done, when, and in which order. */
class FutureCallbackTest {

  @Test
  void callbacksAreCalledByTheLoopAlone() {
    var order = new Order();
    TestTime.run(() -> {
      Future<String> future = runningLoop().createFuture();
      future.addDoneCallback(done -> {
        order.expect(2);
        assertThat(done).isSameAs(future);
        assertThat(done.result()).isEqualTo("value");
      });
      future.setResult("value");
      order.expect(1);
      await(sleep(0));
      order.finish(3);
    });
    order.assertFinished();
  }

  @Test
  void callbacksAndAwaitingTasksComeInTheOrderInWhichTheyCame() {
    var order = new Order();
    TestTime.run(() -> {
      Future<Integer> future = runningLoop().createFuture();
      future.addDoneCallback(done -> order.expect(2));
      var first = createTask(() -> wakeAs(order, 3, future));
      await(sleep(0));
      future.addDoneCallback(done -> order.expect(4));
      var second = createTask(() -> wakeAs(order, 5, future));
      await(sleep(0));
      future.addDoneCallback(done -> order.expect(6));

      order.expect(1);
      future.setResult(1);
      runningLoop().callSoon(() -> order.expect(7));
      future.addDoneCallback(done -> order.expect(8));
      await(second);
      await(first);
      order.finish(9);
    });
    order.assertFinished();
  }

  private static void wakeAs(Order order, int step, Future<?> future) {
    await(future);
    order.expect(step);
  }

  @Test
  void aCallbackOfADoneFutureIsScheduledAtOnce() {
    var order = new Order();
    TestTime.run(() -> {
      Future<Integer> future = runningLoop().createFuture();
      future.setResult(1);
      future.addDoneCallback(done -> order.expect(2));
      order.expect(1);
      await(sleep(0));
      order.finish(3);
    });
    order.assertFinished();
  }

  @Test
  void callbacksAreCalledHoweverTheFutureEnds() {
    List<String> seen = new ArrayList<>();
    TestTime.run(() -> {
      Future<Integer> failed = runningLoop().createFuture();
      Future<Integer> cancelled = runningLoop().createFuture();
      failed.addDoneCallback(done -> seen.add("failed " + done.exception().getMessage()));
      cancelled.addDoneCallback(done -> seen.add("cancelled " + done.cancelled()));
      failed.setException(new Exception("x"));
      cancelled.cancel();
      await(sleep(0));
    });
    assertThat(seen).containsExactly("failed x", "cancelled true");
  }

  @Test
  void aCallbackAddedTwiceIsCalledTwice() {
    List<Integer> seen = new ArrayList<>();
    TestTime.run(() -> {
      Future<Integer> future = runningLoop().createFuture();
      Consumer<Future<Integer>> callback = done -> seen.add(done.result());
      future.addDoneCallback(callback);
      future.addDoneCallback(callback);
      future.setResult(5);
      await(sleep(0));
    });
    assertThat(seen).containsExactly(5, 5);
  }

  @Test
  void removingACallbackRemovesItAsOftenAsItWasAdded() {
    List<String> seen = new ArrayList<>();
    TestTime.run(() -> {
      Future<Integer> future = runningLoop().createFuture();
      Consumer<Future<Integer>> unwanted = done -> seen.add("unwanted");
      future.addDoneCallback(unwanted);
      future.addDoneCallback(done -> seen.add("kept"));
      future.addDoneCallback(unwanted);

      assertThat(future.removeDoneCallback(unwanted)).isEqualTo(2);
      assertThat(future.removeDoneCallback(unwanted)).isZero();
      future.setResult(1);
      await(sleep(0));
    });
    assertThat(seen).containsExactly("kept");
  }

  @Test
  void theOnlyCallbackCanBeRemoved() {
    List<String> seen = new ArrayList<>();
    TestTime.run(() -> {
      Future<Integer> future = runningLoop().createFuture();
      Consumer<Future<Integer>> unwanted = done -> seen.add("unwanted");
      assertThat(future.removeDoneCallback(unwanted)).isZero();
      future.addDoneCallback(unwanted);
      assertThat(future.removeDoneCallback(done -> {})).isZero();
      assertThat(future.removeDoneCallback(unwanted)).isEqualTo(1);
      future.setResult(1);
      await(sleep(0));
    });
    assertThat(seen).isEmpty();
  }

  @Test
  void removingACallbackLeavesTheTasksThatWait() {
    TestTime.run(() -> {
      Future<String> future = runningLoop().createFuture();
      Consumer<Future<String>> unwanted = done -> {};
      var waiting = createTask(() -> await(future));
      await(sleep(0));
      future.addDoneCallback(unwanted);
      assertThat(future.removeDoneCallback(unwanted)).isEqualTo(1);
      future.setResult("still told");
      assertThat(await(waiting)).isEqualTo("still told");
    });
  }

  @Test
  void aCallbackThatIsScheduledCanNoLongerBeRemoved() {
    List<Integer> seen = new ArrayList<>();
    TestTime.run(() -> {
      Future<Integer> future = runningLoop().createFuture();
      Consumer<Future<Integer>> callback = done -> seen.add(done.result());
      future.addDoneCallback(callback);
      future.setResult(1);
      assertThat(future.removeDoneCallback(callback)).isZero();
      await(sleep(0));
    });
    assertThat(seen).containsExactly(1);
  }

  @Test
  void aCallbackThatFailsIsReportedAndTheNextOneIsCalled() {
    List<ExceptionContext> reports = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    RuntimeException failure = new RuntimeException("callback failed");
    TestTime.run(() -> {
      runningLoop().setExceptionHandler((loop, context) -> reports.add(context));
      Future<Integer> future = runningLoop().createFuture();
      future.addDoneCallback(done -> {
        throw failure;
      });
      future.addDoneCallback(done -> seen.add("next"));
      future.setResult(1);
      await(sleep(0));
      assertThat(reports).hasSize(1);
      assertThat(reports.getFirst().message()).startsWith("Exception in done callback");
      assertThat(reports.getFirst().exception()).isSameAs(failure);
      assertThat(reports.getFirst().details()).containsEntry("future", future);
    });
    assertThat(seen).containsExactly("next");
  }

  @Test
  void aKeyboardInterruptInACallbackLeavesTheLoop() {
    try (EventLoop loop = TestTime.newLoop()) {
      Future<Integer> future = loop.createFuture();
      future.addDoneCallback(done -> {
        throw new KeyboardInterrupt();
      });
      future.setResult(1);

      assertThatThrownBy(loop::runForever).isInstanceOf(KeyboardInterrupt.class);
    }
  }

  @Test
  void aCallbackRunsInACopyOfTheContextThatItWasAddedIn() {
    ContextVar<String> variable = new ContextVar<>("variable", "unset");
    List<String> seen = new ArrayList<>();
    TestTime.run(() -> {
      Future<Integer> future = runningLoop().createFuture();
      variable.set("when added");
      future.addDoneCallback(done -> {
        seen.add(variable.get());
        variable.set("by the callback");
      });
      variable.set("when done");
      future.setResult(1);
      await(sleep(0));
      assertThat(variable.get()).isEqualTo("when done");
    });
    assertThat(seen).containsExactly("when added");
  }

  @Test
  void aCallbackRunsInTheContextThatIsGiven() {
    ContextVar<String> variable = new ContextVar<>("variable", "unset");
    Context context = new Context();
    TestTime.run(() -> {
      Future<Integer> future = runningLoop().createFuture();
      future.addDoneCallback(done -> variable.set("by the callback"), context);
      future.setResult(1);
      await(sleep(0));
      assertThat(variable.get()).isEqualTo("unset");
    });
    assertThat(context.run(() -> variable.get())).isEqualTo("by the callback");
  }

  @Test
  void noTaskRunsInACallback() {
    List<Task<?>> seen = new ArrayList<>();
    TestTime.run(() -> {
      Future<Integer> future = runningLoop().createFuture();
      future.addDoneCallback(done -> seen.add(currentTask()));
      future.setResult(1);
      await(sleep(0));
    });
    assertThat(seen).hasSize(1).containsOnlyNulls();
  }

  @Test
  void aTaskTellsItsCallbacksInTheIterationAfterItsEnd() {
    var order = new Order();
    TestTime.run(() -> {
      Task<Void> task = createTask(async(() -> order.expect(2)));
      task.addDoneCallback(done -> order.expect(4));
      order.expect(1);
      await(sleep(0));
      order.expect(3);
      assertThat(task.done()).isTrue();
      await(sleep(0));
      order.finish(5);
    });
    order.assertFinished();
  }
}
