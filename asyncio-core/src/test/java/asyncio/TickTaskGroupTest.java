package asyncio;

import static asyncio.Asyncio.await;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.taskGroup;
import static asyncio.Ticks.assertTrace;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** In which iteration a task group goes on. The expected lines were measured on CPython. */
class TickTaskGroupTest {

  private static void sleepLong(Ticks t, Object... words) {
    orLog(sleep(10), t, words);
  }

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
  void tasksThatReturnAtOnceTakeThreeIterations() {
    assertTrace(
        t -> {
          taskGroup(group -> {
            group.createTask(() -> t.log("child 1"));
            group.createTask(() -> t.log("child 2"));
            t.log("end of the block");
          });
          t.log("after the group");
        },
        "+0: end of the block",
        "+1: child 1",
        "+1: child 2",
        "+3: after the group");
  }

  @Test
  void anEmptyGroupTakesNone() {
    assertTrace(
        t -> {
          taskGroup(group -> {
            t.log("block");
          });
          t.log("after the group");
        },
        "+0: block",
        "+0: after the group");
  }

  @Test
  void aFailureIsNoticedInTheNextIterationAndArrivesAfterFour() {
    assertTrace(
        t ->
            caught(
                t,
                "main",
                group -> {
                  group.createTask(() -> sleepLong(t, "sibling 1 cancelled"));
                  group.createTask(() -> {
                    t.log("fails");
                    fail("it");
                  });
                  group.createTask(() -> sleepLong(t, "sibling 2 cancelled"));
                  try {
                    await(sleep(10));
                  } catch (CancelledError e) {
                    t.log("block cancelled; cancelling", currentTask().cancelling());
                    throw e;
                  }
                }),
        "+1: fails",
        "+3: sibling 1 cancelled",
        "+3: sibling 2 cancelled",
        "+3: block cancelled; cancelling 1",
        "+5: main unhandled errors in a TaskGroup: it; cancelling 0");
  }

  @Test
  void soItDoesWhenTheBlockHasEndedBefore() {
    assertTrace(
        t ->
            caught(
                t,
                "main",
                group -> {
                  group.createTask(() -> sleepLong(t, "sibling cancelled"));
                  group.createTask(() -> {
                    await(sleep(0));
                    t.log("fails");
                    fail("it");
                  });
                }),
        "+2: fails",
        "+4: sibling cancelled",
        "+6: main unhandled errors in a TaskGroup: it; cancelling 0");
  }

  @Test
  void aTaskThatHasNotStartedWhenTheBlockFailsNeverRuns() {
    assertTrace(
        t ->
            caught(
                t,
                "main",
                group -> {
                  group.createTask(() -> t.log("BODY"));
                  fail("block");
                }),
        "+3: main unhandled errors in a TaskGroup: block; cancelling 0");
  }

  @Test
  void aTaskThatATaskAddsWhileTheGroupWaitsIsWaitedForToo() {
    assertTrace(
        t -> {
          taskGroup(group -> {
            group.createTask(() -> {
              t.log("first");
              group.createTask(() -> t.log("late"));
            });
            t.log("end of the block");
          });
          t.log("after the group");
        },
        "+0: end of the block",
        "+1: first",
        "+2: late",
        "+4: after the group");
  }

  @Test
  void aBlockThatFailsWaitsForItsTasks() {
    assertTrace(
        t ->
            caught(
                t,
                "main",
                group -> {
                  group.createTask(() -> sleepLong(t, "child cancelled"));
                  await(sleep(0));
                  t.mark();
                  t.log("fails");
                  fail("block");
                }),
        "+0: fails",
        "+1: child cancelled",
        "+3: main unhandled errors in a TaskGroup: block; cancelling 0");
  }

  @Test
  void aTaskThatIsCancelledByItselfEndsNothing() {
    assertTrace(
        t -> {
          taskGroup(group -> {
            Task<Void> cancelled = group.createTask(sleep(10));
            group.createTask(() -> {
              for (int i = 0; i < 3; i++) {
                await(sleep(0));
              }
              t.log("other done");
            });
            await(sleep(0));
            t.mark();
            cancelled.cancel();
          });
          t.log("after the group");
        },
        "+3: other done",
        "+5: after the group");
  }

  @Test
  void twoThatFailInOneIterationAreBothInTheGroup() {
    assertTrace(
        t ->
            caught(
                t,
                "main",
                group -> {
                  group.createTask(() -> fail("one"));
                  group.createTask(() -> fail("two"));
                }),
        "+3: main unhandled errors in a TaskGroup: one two; cancelling 0");
  }

  @Test
  void whenATaskThatStartsAtOnceFailsTheBlockGoesOnUntilItWaits() {
    assertTrace(
        t ->
            caught(
                t,
                "main",
                group -> {
                  Task<Void> task =
                      group.createTask(Asyncio.async(() -> fail("it")), TaskOptions.eager());
                  t.log("done", task.done());
                  await(sleep(0));
                  t.log("NOT REACHED");
                }),
        "+0: done true",
        "+1: main unhandled errors in a TaskGroup: it; cancelling 0");
  }

  @Test
  void aBlockThatFailsAsItIsCancelledComesAfterTheTask() {
    assertTrace(
        t ->
            caught(
                t,
                "main",
                group -> {
                  group.createTask(() -> fail("task"));
                  try {
                    await(sleep(10));
                  } catch (CancelledError e) {
                    fail("block");
                  }
                }),
        "+3: main unhandled errors in a TaskGroup: task block; cancelling 0");
  }

  @Test
  void whenBothOfTwoNestedGroupsFailTheInnerOneIsCancelledAsWell() {
    assertTrace(
        t ->
            caught(
                t,
                "outer",
                outer -> {
                  outer.createTask(() -> fail("of the outer"));
                  caught(t, "inner", inner -> inner.createTask(() -> fail("of the inner")));
                  await(sleep(0));
                  t.log("NOT REACHED");
                }),
        "+3: inner unhandled errors in a TaskGroup: of the inner; cancelling 1",
        "+4: outer unhandled errors in a TaskGroup: of the outer; cancelling 0");
  }
}
