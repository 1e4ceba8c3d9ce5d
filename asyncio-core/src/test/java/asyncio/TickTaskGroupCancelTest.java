package asyncio;

import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.taskGroup;
import static asyncio.Asyncio.timeout;
import static asyncio.Asyncio.waitAll;
import static asyncio.Ticks.assertTrace;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** In which iteration a task group goes on that is cancelled. Measured on CPython, but one. */
class TickTaskGroupCancelTest {

  private static void orLog(Awaitable<?> awaitable, Ticks t, Object... words) {
    try {
      await(awaitable);
    } catch (CancelledError e) {
      t.log(words);
      throw e;
    }
  }

  private static void fail(String message) {
    throw new IllegalStateException(message);
  }

  /** Runs the group, and logs what it throws. */
  private static void caught(Ticks t, String who, TaskGroup.VoidBlock block) {
    try {
      taskGroup(block);
      t.log(who, "no exception");
    } catch (ExceptionGroup e) {
      String members =
          e.exceptions().stream().map(Throwable::getMessage).collect(Collectors.joining(" "));
      t.log(who, e.text() + ": " + members + "; cancelling", currentTask().cancelling());
    } catch (CancelledError e) {
      t.log(who, "CancelledError; cancelling", currentTask().cancelling());
      throw e;
    }
  }

  @Test
  void cancelledBeforeItIsEnteredTheBlockRunsUntilItWaits() {
    assertTrace(
        t -> {
          TaskGroup group = new TaskGroup();
          group.cancel();
          group.run(() -> {
            t.log("block runs");
            try {
              group.createTask(sleep(0));
            } catch (IllegalStateException e) {
              t.log(e.getMessage());
            }
            await(sleep(0));
            t.log("NOT REACHED");
          });
          t.log("after the group; cancelling", currentTask().cancelling());
        },
        "+0: block runs",
        "+0: <TaskGroup cancelling> is shutting down",
        "+1: after the group; cancelling 0");
  }

  @Test
  void cancelledInItsBlockTheBlockGoesOnToItsEnd() {
    assertTrace(
        t -> {
          taskGroup(group -> {
            group.createTask(() -> {
              try {
                await(sleep(10));
              } catch (CancelledError e) {
                t.log("child cancelled");
                throw e;
              }
            });
            await(sleep(0));
            await(sleep(0));
            t.mark();
            group.cancel();
            t.log("block goes on");
          });
          t.log("after the group");
        },
        "+0: block goes on",
        "+1: child cancelled",
        "+3: after the group");
  }

  /** CPython 3.16.0a0 loses the time-out (gh-155433). */
  @Test
  void aTimeoutWhileItEndsIsNotLost() {
    assertTrace(
        t -> {
          try {
            timeout(
                0.01,
                () ->
                    taskGroup(group -> {
                      group.createTask(() -> {
                        try {
                          await(sleep(10));
                        } finally {
                          await(sleep(0.02));
                        }
                      });
                      await(sleep(0.002));
                      group.cancel();
                    }));
            t.log("no error");
          } catch (TimeoutException e) {
            t.log("TimeoutException at", Math.round(runningLoop().time() * 1000), "ms");
          }
        },
        "+10: TimeoutException at 22 ms");
  }

  // ----- cancelled from outside

  @Test
  void aCancellationGoesToTheTasksFirst() {
    assertTrace(
        t -> {
          Task<Void> parent =
              createTask(() ->
                  taskGroup(group -> {
                    group.createTask(() -> orLog(sleep(10), t, "child cancelled"));
                  }));
          await(sleep(0));
          await(sleep(0));
          t.mark();
          parent.cancel();
          try {
            await(parent);
          } catch (CancelledError e) {
            t.log("main CancelledError", parent.cancelled());
          }
        },
        "+2: child cancelled",
        "+5: main CancelledError true");
  }

  @Test
  void aFailureInTheCleanUpGoesFirstAndTheCancellationComesAtTheNextAwait() {
    assertTrace(
        t -> {
          Task<Void> parent =
              createTask(() -> {
                caught(
                    t,
                    "parent",
                    group ->
                        group.createTask(() -> {
                          try {
                            await(sleep(10));
                          } catch (CancelledError e) {
                            fail("in the clean-up");
                          }
                        }));
                orLog(sleep(0), t, "parent CancelledError");
              });
          await(sleep(0));
          await(sleep(0));
          t.mark();
          parent.cancel();
          await(waitAll(List.of(parent)));
          t.log("cancelled", parent.cancelled());
        },
        "+4: parent unhandled errors in a TaskGroup: in the clean-up; cancelling 1",
        "+5: parent CancelledError",
        "+7: cancelled true");
  }

  @Test
  void aSecondCancellationWhileASlowTaskEndsCountsAndChangesNothing() {
    assertTrace(
        t -> {
          Task<Void> parent =
              createTask(() ->
                  caught(
                      t,
                      "parent",
                      group ->
                          group.createTask(() -> {
                            try {
                              await(sleep(10));
                            } catch (CancelledError e) {
                              t.log("child cancelled", currentTask().cancelling());
                            }
                            await(sleep(0));
                            await(sleep(0));
                            t.log("child ends");
                          })));
          await(sleep(0));
          await(sleep(0));
          t.mark();
          parent.cancel();
          await(sleep(0));
          parent.cancel();
          await(waitAll(List.of(parent)));
          t.log("cancelled", parent.cancelled());
        },
        "+2: child cancelled 1",
        "+4: child ends",
        "+6: parent CancelledError; cancelling 2",
        "+8: cancelled true");
  }
}
