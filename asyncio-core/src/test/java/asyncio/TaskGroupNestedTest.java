package asyncio;

import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.taskGroup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Task groups in task groups: which one ends, and with what. */
@Timeout(60)
@ParameterizedClass
@EnumSource(TaskStart.class)
class TaskGroupNestedTest {

  private final TaskStart start;
  private final List<String> log = new ArrayList<>();
  private final IOException failure = new IOException("failure");
  private final IOException other = new IOException("other");

  TaskGroupNestedTest(TaskStart start) {
    this.start = start;
  }

  private static ExceptionGroup thrownBy(ThrowingCallable call) {
    ExceptionGroup thrown = catchThrowableOfType(ExceptionGroup.class, call);
    assertThat(thrown).isNotNull();
    return thrown;
  }

  private static void failAfter(double seconds, IOException failure) throws IOException {
    await(sleep(seconds));
    throw failure;
  }

  private void failWhenCancelled() throws IOException {
    try {
      await(sleep(10));
    } catch (CancelledError e) {
      throw failure;
    }
  }

  /** The inner group of the parent fails as it is cancelled. */
  private void assertFailsInTheInnerGroup(TaskGroup.VoidBlock outerBlock) {
    Task<Void> parent = createTask(() -> taskGroup(outerBlock));
    await(sleep(1));
    parent.cancel();
    ExceptionGroup thrown = thrownBy(() -> await(parent));
    assertThat(thrown.exceptions()).hasSize(1);
    assertThat(thrown.exceptions().getFirst())
        .isInstanceOfSatisfying(
            ExceptionGroup.class,
            inner -> assertThat(inner.exceptions()).containsExactly(failure, failure));
  }

  private void innerThatFailsWhenCancelled() {
    taskGroup(inner -> {
      inner.createTask(this::failWhenCancelled);
      inner.createTask(this::failWhenCancelled);
      await(sleep(10));
    });
  }

  @Test
  void whatTheInnerGroupFailsWithIsAGroupInTheOuterOne() {
    start.run(() -> assertFailsInTheInnerGroup(outer -> innerThatFailsWhenCancelled()));
  }

  @Test
  void theOuterGroupsTasksAreCancelledToo() {
    start.run(() -> {
      List<Task<?>> tasks = new ArrayList<>();
      assertFailsInTheInnerGroup(outer -> {
        tasks.add(outer.createTask(sleep(10)));
        innerThatFailsWhenCancelled();
      });
      assertThat(tasks).allMatch(Task::cancelled);
    });
  }

  @Test
  void aFailureInTheOuterGroupEndsTheInnerOneWithoutAWord() {
    start.run(() -> {
      List<Task<?>> tasks = new ArrayList<>();
      ExceptionGroup thrown =
          thrownBy(() ->
              taskGroup(outer -> {
                outer.createTask(() -> failAfter(1, failure));
                taskGroup(inner -> {
                  tasks.add(inner.createTask(() -> failAfter(10, other)));
                });
                log.add("NOT REACHED");
              }));
      assertThat(thrown.exceptions()).containsExactly(failure);
      assertThat(tasks).allMatch(Task::cancelled);
      assertThat(runningLoop().time()).isEqualTo(1);
    });
    assertThat(log).isEmpty();
  }

  @Test
  void aFailureInTheInnerGroupEndsTheOuterOne() {
    start.run(() -> {
      List<Task<?>> tasks = new ArrayList<>();
      ExceptionGroup thrown =
          thrownBy(() ->
              taskGroup(outer -> {
                tasks.add(outer.createTask(() -> failAfter(10, other)));
                taskGroup(inner -> {
                  inner.createTask(() -> failAfter(1, failure));
                });
              }));
      assertThat(thrown.exceptions()).hasSize(1);
      assertThat(((ExceptionGroup) thrown.exceptions().getFirst()).exceptions())
          .containsExactly(failure);
      assertThat(tasks).allMatch(Task::cancelled);
      assertThat(runningLoop().time()).isEqualTo(1);
    });
  }

  @Test
  void aFailureOfTheInnerGroupThatIsHandledLeavesTheOuterOneAlone() {
    start.run(() -> {
      taskGroup(outer -> {
        outer.createTask(sleep(2));
        thrownBy(() ->
            taskGroup(inner -> {
              inner.createTask(() -> failAfter(1, failure));
            }));
        assertThat(currentTask().cancelling()).isZero();
        await(sleep(0));
        log.add("goes on");
      });
      assertThat(runningLoop().time()).isEqualTo(2);
    });
    assertThat(log).containsExactly("goes on");
  }

  @Test
  void whenBothFailAtOnceTheInnerFailureIsHandledFirst() {
    start.run(() -> {
      ExceptionGroup thrown =
          thrownBy(() ->
              taskGroup(outer -> {
                ExceptionGroup handled =
                    thrownBy(() ->
                        taskGroup(inner -> {
                          inner.createTask(() -> failAfter(0, failure));
                          outer.createTask(() -> failAfter(0, other));
                        }));
                assertThat(handled.exceptions()).containsExactly(failure);
                assertThat(currentTask().cancelling()).isEqualTo(1);
              }));
      assertThat(thrown.exceptions()).containsExactly(other);
      assertThat(currentTask().cancelling()).isZero();
      await(sleep(0)); // nothing is left of either cancellation
    });
  }

  /** gh-128588: the outer group takes back its own request, though the inner one saw it. */
  @Test
  void theCancellationOfTheOuterGroupDoesNotLeakOutOfIt() {
    start.run(() -> {
      thrownBy(() ->
          taskGroup(outer -> {
            outer.createTask(() -> failAfter(0, failure));
            taskGroup(inner -> {
              inner.createTask(sleep(10));
              await(sleep(10));
            });
          }));
      assertThat(currentTask().cancelling()).isZero();
      await(sleep(0));
      await(sleep(1));
    });
  }

  @Test
  void cancellingTheInnerGroupEndsItAlone() {
    start.run(() -> {
      taskGroup(outer -> {
        Task<String> task = outer.createTask(sleep(2, "value"));
        taskGroup(inner -> {
          inner.createTask(sleep(10));
          inner.cancel();
          await(sleep(10));
        });
        assertThat(runningLoop().time()).isZero();
        assertThat(await(task)).isEqualTo("value");
      });
    });
  }

  @Test
  void cancellingTheOuterGroupEndsBoth() {
    start.run(() -> {
      taskGroup(outer -> {
        outer.createTask(sleep(10));
        taskGroup(inner -> {
          inner.createTask(() -> {
            await(sleep(1));
            outer.cancel();
            await(sleep(10));
          });
        });
        log.add("NOT REACHED");
      });
      assertThat(runningLoop().time()).isEqualTo(1);
      assertThat(currentTask().cancelling()).isZero();
      await(sleep(1));
    });
    assertThat(log).isEmpty();
  }

  @Test
  void cancellingBothInEitherOrderEndsBoth() {
    start.run(() -> {
      for (boolean outerFirst : List.of(true, false)) {
        taskGroup(outer -> {
          taskGroup(inner -> {
            runningLoop().callLater(1, outerFirst ? outer::cancel : inner::cancel);
            runningLoop().callLater(1, outerFirst ? inner::cancel : outer::cancel);
            inner.createTask(sleep(10));
          });
          log.add("NOT REACHED");
        });
        assertThat(currentTask().cancelling()).isZero();
      }
      await(sleep(1));
      assertThat(runningLoop().time()).isEqualTo(3);
    });
    assertThat(log).isEmpty();
  }

  @Test
  void aGroupInATaskOfAGroupIsCancelledWithIt() {
    start.run(() -> {
      Task<Void> root =
          createTask(() ->
              taskGroup(group -> {
                nest(group, 50);
              }));
      await(sleep(1));
      root.cancel();
      assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> await(root));
      assertThat(log).hasSize(50).containsOnly("cancelled");
      assertThat(Asyncio.allTasks()).containsExactly(currentTask());
    });
  }

  private void nest(TaskGroup group, int depth) {
    if (depth == 0) {
      return;
    }
    group.createTask(() -> {
      try {
        taskGroup(inner -> {
          nest(inner, depth - 1);
          await(sleep(10));
        });
      } catch (CancelledError e) {
        log.add("cancelled");
        throw e;
      }
    });
  }
}
