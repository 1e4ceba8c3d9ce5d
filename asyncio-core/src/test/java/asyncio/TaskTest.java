package asyncio;

import static asyncio.Asyncio.allTasks;
import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.ensureFuture;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a task is and does, from its creation to its end. */
@Timeout(60)
class TaskTest {

  // ----- steps

  @Test
  void aTaskStartsInTheNextIterationAfterWhatWasScheduledBefore() {
    var order = new Order();
    TestTime.run(() -> {
      runningLoop().callSoon(() -> order.expect(2));
      createTask(async(() -> order.expect(3)));
      runningLoop().callSoon(() -> order.expect(4));
      createTask(async(() -> order.expect(5)));
      order.expect(1);
      await(sleep(0));
      order.finish(6);
    });
    order.assertFinished();
  }

  @Test
  void aTaskThatAwaitsWhatIsDoneLetsNothingElseRun() {
    var order = new Order();
    TestTime.run(() -> {
      Future<Integer> done = runningLoop().createFuture();
      done.setResult(1);
      createTask(async(() -> order.finish(3)));
      order.expect(1);
      assertThat(await(done)).isEqualTo(1);
      order.expect(2);
      await(sleep(0));
    });
    order.assertFinished();
  }

  @Test
  void tasksThatWaitTakeTurns() {
    var order = new Order();
    TestTime.run(() -> {
      Task<Void> first = createTask(() -> twoSteps(order, 1, 3));
      Task<Void> second = createTask(() -> twoSteps(order, 2, 4));
      await(first);
      await(second);
      order.finish(5);
    });
    order.assertFinished();
  }

  private static void twoSteps(Order order, int first, int second) {
    order.expect(first);
    await(sleep(0));
    order.expect(second);
  }

  // ----- ends

  @Test
  void aTasksResultIsWhatItsCoroutineReturns() {
    TestTime.run(() -> {
      Task<String> task = createTask(() -> "value");
      assertThat(task.done()).isFalse();
      assertThatThrownBy(task::result).isInstanceOf(InvalidStateException.class);
      assertThat(await(task)).isEqualTo("value");
      assertThat(task.result()).isEqualTo("value");
      assertThat(task.exception()).isNull();
    });
  }

  @Test
  void aTaskFailsWithWhatItsCoroutineThrowsCheckedOrNot() {
    List<Throwable> failures =
        List.of(new IOException("x"), new IllegalStateException("x"), new AssertionError("x"));
    TestTime.run(() -> {
      for (Throwable failure : failures) {
        Task<String> task =
            createTask(() -> {
              throw Rethrow.asIs(failure);
            });
        assertThatThrownBy(() -> await(task)).isSameAs(failure);
        assertThat(task.exception()).isSameAs(failure);
        assertThat(task.cancelled()).isFalse();
      }
    });
  }

  @Test
  void nobodyElseMayEndATask() {
    TestTime.run(() -> {
      Task<String> task = createTask(() -> "mine");
      assertThatThrownBy(() -> task.setResult("yours"))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage("Task does not support setResult");
      assertThatThrownBy(() -> task.setException(new IOException()))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage("Task does not support setException");
      assertThat(await(task)).isEqualTo("mine");
    });
  }

  @Test
  void aKeyboardInterruptEndsTheTaskAndLeavesTheLoop() {
    try (EventLoop loop = TestTime.newLoop()) {
      Task<Void> task =
          loop.createTask(
              async(() -> {
                throw new KeyboardInterrupt();
              }));

      assertThatThrownBy(loop::runForever).isInstanceOf(KeyboardInterrupt.class);
      assertThat(task.exception()).isInstanceOf(KeyboardInterrupt.class);
    }
  }

  // ----- misuse

  @Test
  void aTaskThatAwaitsItselfFails() {
    TestTime.run(() -> {
      Task<?> task = createTask(async(() -> await(currentTask())));
      assertThatThrownBy(() -> await(task))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("a task cannot await itself");
    });
  }

  @Test
  void aTaskThatAwaitsAFutureOfAnotherLoopFailsInTheNextIteration() {
    var order = new Order();
    try (EventLoop other = TestTime.newLoop()) {
      Future<String> foreign = other.createFuture();
      TestTime.run(() -> {
        runningLoop().callSoon(() -> order.expect(2));
        order.expect(1);
        assertThatThrownBy(() -> await(foreign))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("different loop");
        order.finish(3);
      });
    }
    order.assertFinished();
  }

  @Test
  void aFutureOfAnotherLoopThatIsDoneMayBeAwaited() {
    try (EventLoop other = TestTime.newLoop()) {
      Future<String> foreign = other.createFuture();
      foreign.setResult("done");
      TestTime.run(() -> assertThat(await(foreign)).isEqualTo("done"));
    }
  }

  @Test
  void aTaskIsMadeOnlyOnALoop() {
    Coroutine<Void> coroutine = sleep(0);
    assertThatThrownBy(() -> createTask(coroutine))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no running event loop");
  }

  @Test
  void aClosedLoopMakesNoTasks() {
    EventLoop loop = TestTime.newLoop();
    loop.close();
    Coroutine<Void> coroutine = sleep(0);
    assertThatThrownBy(() -> loop.createTask(coroutine))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the event loop is closed");
  }

  @Test
  void aTaskOfACoroutineThatWasAwaitedFails() {
    TestTime.run(() -> {
      Coroutine<Void> coroutine = sleep(0);
      await(coroutine);
      Task<Void> task = createTask(coroutine);
      assertThatThrownBy(() -> await(task))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("cannot await a coroutine that was already awaited");
    });
  }

  // ----- who holds it

  @Test
  void theLoopHoldsATaskThatNobodyElseHolds() {
    TestTime.run(() -> {
      WeakReference<Task<?>> task = new WeakReference<>(createTask(() -> waitForEver()));
      await(sleep(0));
      collectGarbage();
      assertThat(task.get()).isNotNull();
      assertThat(allTasks()).contains(task.get());
    });
  }

  private static void waitForEver() {
    await(runningLoop().createFuture());
  }

  @Test
  void theLoopLetsGoOfATaskThatHasEnded() {
    TestTime.run(() -> {
      WeakReference<Task<?>> task = new WeakReference<>(createTask(() -> await(sleep(1))));
      await(sleep(2));
      while (task.get() != null) {
        System.gc();
        await(sleep(1)); // virtual: it takes no time
      }
      assertThat(allTasks()).containsExactly(currentTask());
    });
  }

  /** Runs until what was garbage before this call is gone. */
  private static void collectGarbage() {
    WeakReference<Object> garbage = new WeakReference<>(new Object());
    while (garbage.get() != null) {
      System.gc();
    }
  }

  @Test
  void theTasksOfALoopAreThoseThatHaveNotEndedOldestFirst() {
    TestTime.run(() -> {
      Task<?> main = currentTask();
      Task<Void> first = createTask(sleep(2));
      Task<Void> second = createTask(sleep(1));
      Task<Void> third = createTask(sleep(3));
      assertThat(allTasks()).containsExactly(main, first, second, third);
      await(second);
      assertThat(allTasks()).containsExactly(main, first, third);
      await(third);
      assertThat(allTasks()).containsExactly(main);
    });
  }

  @Test
  void aCoroutineKnowsItsTask() {
    TestTime.run(() -> {
      Task<?> main = currentTask();
      Task<List<Task<?>>> task = createTask(async(() -> List.of(currentTask())));
      assertThat(await(task)).containsExactly(task);
      assertThat(currentTask()).isSameAs(main);
      assertThat(await(async(() -> currentTask() == main))).isTrue();
    });
  }

  @Test
  void aFutureIsEnsuredToBeItself() {
    try (EventLoop other = TestTime.newLoop()) {
      Future<String> foreign = other.createFuture();
      TestTime.run(() -> {
        Future<String> future = runningLoop().createFuture();
        Coroutine<Void> coroutine = sleep(0);
        assertThat(ensureFuture(future)).isSameAs(future);
        assertThat(ensureFuture(coroutine))
            .isInstanceOfSatisfying(
                Task.class, task -> assertThat(task.coroutine()).isSameAs(coroutine));
        assertThatThrownBy(() -> ensureFuture(foreign))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("different event loop");
      });
    }
  }
}
