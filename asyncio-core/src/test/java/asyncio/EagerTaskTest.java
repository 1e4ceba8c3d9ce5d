package asyncio;

import static asyncio.Asyncio.allTasks;
import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A task that starts at once, in the middle of who makes it. */
@Timeout(60)
class EagerTaskTest {

  private final List<Object> log = new ArrayList<>();

  private static <T> Task<T> eager(Body<T> body) {
    return createTask(async(body), TaskOptions.eager());
  }

  private static Task<Void> eager(VoidBody body) {
    return createTask(async(body), TaskOptions.eager());
  }

  @Test
  void whatItDoesInItsFirstStepIsDoneWhenItIsMade() {
    TestTime.run(() -> {
      Future<String> future = runningLoop().createFuture();
      Task<Void> task = eager(() -> future.setResult("value"));
      assertThat(task.done()).isTrue();
      assertThat(await(future)).isEqualTo("value");
    });
  }

  @Test
  void itStaysTheSameTaskAfterItHasWaited() {
    TestTime.run(() -> {
      Task<?> main = currentTask();
      Task<Void> task =
          eager(() -> {
            log.add(currentTask());
            await(sleep(1));
            log.add(currentTask());
          });
      assertThat(currentTask()).isSameAs(main);
      await(task);
      assertThat(log).containsExactly(task, task);
    });
  }

  @Test
  void itIsAmongTheTasksOnlyInItsFirstStepIfItEndsInThat() {
    TestTime.run(() -> {
      Task<Set<Task<?>>> task = eager(() -> allTasks());
      assertThat(task.result()).containsExactlyInAnyOrder(currentTask(), task);
      assertThat(allTasks()).containsExactly(currentTask());
    });
  }

  @Test
  void itIsAmongTheTasksUntilItEnds() {
    TestTime.run(() -> {
      Future<Void> goOn = runningLoop().createFuture();
      Task<Void> task =
          eager(() -> {
            log.addAll(allTasks());
            await(goOn);
          });
      assertThat(log).contains(task);
      assertThat(allTasks()).contains(task);
      goOn.setResult(null);
      await(task);
      assertThat(allTasks()).doesNotContain(task);
    });
  }

  @Test
  void itHasItsOwnCopyOfTheContext() {
    ContextVar<Integer> var = new ContextVar<>("var", 0);
    TestTime.run(() -> {
      var.set(1);
      Task<Void> task =
          eager(() -> {
            log.add(var.get());
            var.set(2);
            await(sleep(1));
            log.add(var.get());
            var.set(3);
          });
      assertThat(log).containsExactly(1);
      assertThat(var.get()).isEqualTo(1);
      await(task);
      assertThat(log).containsExactly(1, 2);
      assertThat(var.get()).isEqualTo(1);
      assertThat(task.context()).isNotSameAs(currentTask().context());
    });
  }

  /** CPython refuses to enter a context twice. */
  @Test
  void itMayShareTheContextOfWhoMakesIt() {
    ContextVar<Integer> var = new ContextVar<>("var", 0);
    TestTime.run(() -> {
      Context shared = currentTask().context();
      await(createTask(async(() -> var.set(1)), TaskOptions.eager().withContext(shared)));
      assertThat(var.get()).isEqualTo(1);
    });
  }

  // ----- cancelling

  @Test
  void whatHasEndedCannotBeCancelled() {
    TestTime.run(() -> {
      Task<String> task = eager(() -> "value");
      assertThat(task.cancel()).isFalse();
      assertThat(await(task)).isEqualTo("value");
    });
  }

  @Test
  void itIsCancelledWhereItWaitsAndToldTheMessage() {
    TestTime.run(() -> {
      Task<Void> task = eager(() -> await(sleep(10)));
      assertThat(task.cancel("why")).isTrue();
      assertThat(task.cancelling()).isEqualTo(1);
      assertThatExceptionOfType(CancelledError.class)
          .isThrownBy(() -> await(task))
          .withMessage("why");
    });
  }

  @Test
  void itMayCancelItself() {
    TestTime.run(() -> {
      Task<Void> waiting =
          eager(() -> {
            currentTask().cancel();
            await(sleep(10));
          });
      Task<Boolean> returning = eager(() -> currentTask().cancel());
      assertThat(waiting.done()).isFalse();
      assertThat(returning.cancelled()).isTrue();
      await(sleep(0));
      assertThat(waiting.cancelled()).isTrue();
    });
  }

  @Test
  void itMayCancelWhoMakesIt() {
    TestTime.run(() -> {
      Task<Void> parent =
          createTask(() -> {
            Task<?> self = currentTask();
            eager(() -> self.cancel("by the child"));
            log.add("goes on until it waits");
            await(sleep(10));
          });
      assertThatExceptionOfType(CancelledError.class)
          .isThrownBy(() -> await(parent))
          .withMessage("by the child");
    });
    assertThat(log).containsExactly("goes on until it waits");
  }

  @Test
  void whoHasACancellationComingMayStartOneThatIsNotCancelled() {
    TestTime.run(() -> {
      Task<Void> parent =
          createTask(() -> {
            currentTask().cancel();
            Task<String> child = eager(() -> "value");
            log.add(child.result());
            await(sleep(10));
          });
      assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> await(parent));
    });
    assertThat(log).containsExactly("value");
  }

  // ----- failing

  @Test
  void whatItFailsWithIsForWhoAwaitsIt() {
    IOException failure = new IOException("failure");
    TestTime.run(() -> {
      Task<Void> task =
          createTask(
              async(() -> {
                throw failure;
              }),
              TaskOptions.eager());
      assertThat(task.done()).isTrue();
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> await(task)).isSameAs(failure);
      assertThat(task.exception()).isSameAs(failure);
    });
  }

  @Test
  void aFailureThatNobodyLookedAtIsReported() {
    List<ExceptionContext> reports = new ArrayList<>();
    IOException failure = new IOException("failure");
    TestTime.run(() -> {
      runningLoop().setExceptionHandler((_, context) -> reports.add(context));
      createTask(
          async(() -> {
            throw failure;
          }),
          TaskOptions.eager());
    });
    assertThat(reports)
        .singleElement()
        .satisfies(report -> {
          assertThat(report.message()).isEqualTo("Task exception was never retrieved");
          assertThat(report.exception()).isSameAs(failure);
        });
  }

  @Test
  void itCannotAwaitItself() {
    TestTime.run(() -> {
      Task<?> task = eager(() -> await(currentTask()));
      assertThat(task.done()).isFalse();
      await(sleep(0));
      assertThat(task.exception())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("cannot await itself");
    });
  }

  @Test
  void itMayWaitForWhoMakesIt() {
    TestTime.run(() -> {
      Task<String> parent =
          createTask(() -> {
            Task<?> self = currentTask();
            eager(() -> log.add(await(self)));
            await(sleep(1));
            return "value";
          });
      await(parent);
      await(sleep(0));
      assertThat(log).containsExactly("value");
    });
  }

  @Test
  void aCoroutineThatWasAwaitedAlreadyMakesNoTask() {
    TestTime.run(() -> {
      Coroutine<String> coroutine = async(() -> "value");
      await(coroutine);
      Task<String> task = createTask(coroutine, TaskOptions.eager());
      assertThatIllegalStateException()
          .isThrownBy(() -> await(task))
          .withMessageContaining("already awaited");
    });
  }

  @Test
  void itMayStopTheLoop() {
    try (EventLoop loop = TestTime.newLoop()) {
      Task<Void> main =
          loop.createTask(
              async(() -> {
                eager(() -> loop.stop());
                log.add("this iteration ends");
                await(sleep(0));
                log.add("in the next run");
              }));
      loop.runForever();
      assertThat(log).containsExactly("this iteration ends");
      loop.runUntilComplete(main);
      assertThat(log).containsExactly("this iteration ends", "in the next run");
    }
  }
}
