package asyncio.testing;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import asyncio.EventLoop;
import asyncio.VoidBody;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Schedules by seeds: what they permute, and that a failing one can be had again. */
@Timeout(60)
final class SchedulesTest {

  private static List<String> timers() {
    List<String> log = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      runningLoop().callLater(1, () -> log.add(name));
    }
    await(sleep(2));
    return log;
  }

  private static List<String> readyTasks() {
    List<String> log = new ArrayList<>();
    VoidBody a = () -> log.add("a");
    VoidBody b = () -> log.add("b");
    VoidBody c = () -> log.add("c");
    await(gather(a, b, c));
    return log;
  }

  private static List<String> inOrder(Schedules schedules, asyncio.Body<List<String>> body) {
    List<String> orders = new ArrayList<>();
    schedules.run(() -> {
      orders.add(String.join("", body.call()));
    });
    return orders;
  }

  @Test
  void timersOfOneInstantComeInAnyOrder() {
    List<String> orders = inOrder(Schedules.random(100), SchedulesTest::timers);
    assertThat(new TreeSet<>(orders)).containsExactly("abc", "acb", "bac", "bca", "cab", "cba");
  }

  @Test
  void timersOfDifferentInstantsDoNot() {
    Schedules.random(20)
        .run(() -> {
          List<String> log = new ArrayList<>();
          runningLoop().callAt(1.000_000_002, () -> log.add("later"));
          runningLoop().callAt(1.000_000_001, () -> log.add("sooner"));
          await(sleep(2));
          assertThat(log).containsExactly("sooner", "later");
        });
  }

  @Test
  void readyTasksKeepTheirOrderWhichAsyncioPromises() {
    List<String> orders = inOrder(Schedules.random(20), SchedulesTest::readyTasks);
    assertThat(orders).hasSize(20).containsOnly("abc");
  }

  @Test
  void strictSchedulesPermuteReadyTasksToo() {
    List<String> orders = inOrder(Schedules.random(100).strict(), SchedulesTest::readyTasks);
    assertThat(new TreeSet<>(orders)).containsExactly("abc", "acb", "bac", "bca", "cab", "cba");
  }

  @Test
  void theyAreTheSameEachTime() {
    List<String> once = inOrder(Schedules.random(50).strict(), SchedulesTest::timers);
    assertThat(inOrder(Schedules.random(50).strict(), SchedulesTest::timers)).isEqualTo(once);
  }

  @Test
  void eachRunHasALoopOfItsOwnInVirtualTime() {
    Set<EventLoop> loops = new LinkedHashSet<>();
    int runs =
        Schedules.random(5)
            .run(() -> {
              assertThat(runningLoop().time()).isZero();
              await(sleep(3600));
              loops.add(runningLoop());
            });
    assertThat(runs).isEqualTo(5);
    assertThat(loops).hasSize(5).allMatch(EventLoop::isClosed);
  }

  @Test
  void aBodyMayEndByAwaitingWhatItReturns() {
    List<String> log = new ArrayList<>();
    Schedules.random(3).run(() -> async(() -> log.add("awaited")));
    assertThat(log).hasSize(3);
  }

  /** Fails in one order of six. */
  private static void fragile() throws IOException {
    if (timers().equals(List.of("c", "a", "b"))) {
      throw new IOException("c before a");
    }
  }

  @Test
  void theFailureNamesTheSeedAndSaysHowToReplayIt() {
    AssertionError failure =
        catchThrowableOfType(
            AssertionError.class, () -> Schedules.random(100).run(SchedulesTest::fragile));
    assertThat(failure)
        .hasMessageMatching(
            "failed with (seed:\\d+); replay it with Schedules.replay\\(\"\\1\"\\)"
                + " or -Dasyncio.testing.replay=\\1\njava.io.IOException: c before a")
        .cause()
        .isInstanceOf(IOException.class);
  }

  private static String runIn(AssertionError failure) {
    return failure.getMessage().replaceAll("(?s)failed with (\\S+);.*", "$1");
  }

  @Test
  void aReplayRunsTheSeedThatFailedAndNoOther() {
    for (Schedules schedules : List.of(Schedules.random(100), Schedules.random(100).strict())) {
      AssertionError failure =
          catchThrowableOfType(AssertionError.class, () -> schedules.run(SchedulesTest::fragile));
      List<String> ran = new ArrayList<>();
      AssertionError again =
          catchThrowableOfType(
              AssertionError.class,
              () ->
                  Schedules.replay(runIn(failure))
                      .run(() -> {
                        ran.add("once");
                        fragile();
                      }));
      assertThat(again).hasMessage(failure.getMessage());
      assertThat(ran).hasSize(1);
    }
  }

  @Test
  void aRunThatLeavesSomethingBehindFails() {
    AssertionError failure =
        catchThrowableOfType(
            AssertionError.class, () -> Schedules.random(10).run(() -> createTask(sleep(10))));
    assertThat(failure)
        .hasMessageStartingWith("failed with seed:1;")
        .hasMessageContaining("the test left behind\n- a task that has not ended: <Task name=");
  }

  @Test
  void aReplayTellsWhereTheLeftoversWereMade() {
    AssertionError failure =
        catchThrowableOfType(
            AssertionError.class,
            () -> Schedules.replay("seed:1").run(() -> createTask(sleep(10))));
    assertThat(failure)
        .hasMessageContaining("made\n      at ")
        .hasMessageContaining("aReplayTellsWhereTheLeftoversWereMade");
  }

  @Test
  void aDeadlockFailsTheRun() {
    AssertionError failure =
        catchThrowableOfType(
            AssertionError.class,
            () -> Schedules.random(10).run(() -> await(runningLoop().createFuture())));
    assertThat(failure).hasCauseInstanceOf(DeadlockException.class);
  }

  @Test
  void theyAreNotForCoroutines() {
    VirtualTime.run(() ->
        assertThatIllegalStateException()
            .isThrownBy(() -> VirtualTime.run(() -> {}))
            .withMessage("run() cannot be called from a running event loop"));
  }

  @Test
  void whatCannotBeReplayedIsRefused() {
    for (String wrong : List.of("", "seed:", "seed:x", "17", "picks:1.x", "cancel:3", "seed:1+x")) {
      assertThatIllegalArgumentException().isThrownBy(() -> Schedules.replay(wrong));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Schedules.random(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Schedules.exhaustive(0));
  }
}
