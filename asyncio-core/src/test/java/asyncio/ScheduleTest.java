package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A schedule decides the order of what asyncio leaves open, and of nothing else. */
@Timeout(60)
final class ScheduleTest {

  private final List<String> log = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();

  /** Turns round what it is asked for: of these kinds always the last, of others the first. */
  private Schedule reversing(Schedule.Choice... kinds) {
    Set<Schedule.Choice> reversed = EnumSet.noneOf(Schedule.Choice.class);
    reversed.addAll(List.of(kinds));
    return (what, count) -> {
      asked.add(what + " " + count);
      return reversed.contains(what) ? count - 1 : 0;
    };
  }

  // ----- timers

  @Test
  void timersOfOneInstantMayChangePlaces() {
    run(
        reversing(Schedule.Choice.TIMERS),
        loop -> {
          loop.callAt(1, () -> log.add("a"));
          loop.callAt(1, () -> log.add("b"));
          loop.callAt(1, () -> log.add("c"));
          await(sleep(2));
        });

    assertThat(log).containsExactly("c", "b", "a");
    assertThat(asked).containsExactly("TIMERS 3", "TIMERS 2");
  }

  @Test
  void timersOfDifferentInstantsKeepTheirOrder() {
    run(
        reversing(Schedule.Choice.TIMERS),
        loop -> {
          loop.callAt(-1, () -> log.add("third"));
          loop.callAt(-2, () -> log.add("first"));
          loop.callAt(-1, () -> log.add("fourth"));
          loop.callAt(-2, () -> log.add("second"));
          await(sleep(1));
        });

    assertThat(log).containsExactly("second", "first", "fourth", "third");
    assertThat(asked).containsExactly("TIMERS 2", "TIMERS 2");
  }

  @Test
  void aChoiceInTheMiddleLeavesTheOthersInTheirOrder() {
    run(
        (what, count) -> count == 4 ? 2 : 0,
        loop -> {
          for (String name : List.of("a", "b", "c", "d")) {
            loop.callAt(1, () -> log.add(name));
          }
          await(sleep(2));
        });

    assertThat(log).containsExactly("c", "a", "b", "d");
  }

  @Test
  void timersStandBehindWhatWasReadyBefore() {
    run(
        reversing(Schedule.Choice.TIMERS),
        loop -> {
          loop.callAt(0, () -> log.add("timer a"));
          loop.callAt(0, () -> log.add("timer b"));
          loop.callSoon(() -> log.add("ready"));
          await(sleep(1));
        });

    assertThat(log).containsExactly("ready", "timer b", "timer a");
  }

  // ----- tasks

  @Test
  void tasksThatTakeAStepMayChangePlaces() {
    run(
        reversing(Schedule.Choice.TASKS),
        loop -> {
          for (String name : List.of("a", "b", "c")) {
            createTask(() -> {
              log.add(name + "1");
              await(sleep(0));
              log.add(name + "2");
            });
          }
          await(sleep(1));
        });

    assertThat(log).containsExactly("c1", "b1", "a1", "a2", "b2", "c2");
    assertThat(asked).startsWith("TASKS 3", "TASKS 2");
  }

  @Test
  void callbacksKeepTheirPlacesAmongTheTasks() {
    run(
        reversing(Schedule.Choice.TASKS),
        loop -> {
          createTask(() -> log.add("task a"));
          loop.callSoon(() -> log.add("callback a"));
          createTask(() -> log.add("task b"));
          loop.callSoon(() -> log.add("callback b"));
          createTask(() -> log.add("task c"));
          await(sleep(1));
        });

    assertThat(log).containsExactly("task c", "callback a", "task b", "callback b", "task a");
  }

  @Test
  void aTaskThatIsMadeInAnIterationWaitsForTheNext() {
    run(
        reversing(Schedule.Choice.TASKS),
        loop -> {
          createTask(() -> {
            log.add("a");
            Task<?> _ = createTask(() -> log.add("made by a"));
          });
          createTask(() -> log.add("b"));
          await(sleep(1));
        });

    assertThat(log).containsExactly("b", "a", "made by a");
  }

  // ----- other threads

  @Test
  void whatDifferentThreadsHandInMayChangePlaces() {
    run(
        reversing(Schedule.Choice.THREADS),
        loop -> {
          handIn(loop, "a");
          handIn(loop, "b");
          handIn(loop, "c");
          await(sleep(1));
        });

    assertThat(log).containsExactly("c", "b", "a");
  }

  /** That order is no accident: a thread's callbacks come in the order of its calls. */
  @Test
  void whatOneThreadHandsInKeepsItsOrder() {
    run(
        reversing(Schedule.Choice.THREADS),
        loop -> {
          handIn(loop, "a1", "a2");
          handIn(loop, "b1", "b2");
          await(sleep(1));
        });

    assertThat(log).containsExactlyInAnyOrder("a1", "a2", "b1", "b2");
    assertThat(log).containsSubsequence("a1", "a2").containsSubsequence("b1", "b2");
  }

  @Test
  void whatIsHandedInStaysBehindWhatWasReadyBefore() {
    run(
        reversing(Schedule.Choice.THREADS),
        loop -> {
          loop.callSoon(() -> log.add("before"));
          handIn(loop, "a");
          handIn(loop, "b");
          loop.callSoon(() -> log.add("after"));
          await(sleep(1));
        });

    assertThat(log).containsExactly("before", "b", "a", "after");
  }

  private void handIn(EventLoop loop, String... names) {
    Wait.forEnd(
        Thread.ofPlatform()
            .start(() -> {
              for (String name : names) {
                loop.callSoonThreadsafe(() -> log.add(name));
              }
            }));
  }

  // ----- all of them

  @Test
  void theFirstOfEachIsTheUsualOrder() {
    run(reversing(), this::someOfEach);
    List<String> withSchedule = List.copyOf(log);
    log.clear();
    run(null, this::someOfEach);

    assertThat(withSchedule).isEqualTo(log).hasSize(8);
    assertThat(asked).contains("TIMERS 2", "TASKS 2", "THREADS 2");
  }

  private void someOfEach(EventLoop loop) {
    loop.callLater(1, () -> log.add("timer a"));
    loop.callLater(1, () -> log.add("timer b"));
    createTask(() -> log.add("task a"));
    handIn(loop, "thread a");
    handIn(loop, "thread b");
    createTask(() -> log.add("task b"));
    await(sleep(0));
    log.add("main");
    await(sleep(1));
    log.add("main");
  }

  @Test
  void whereThereIsNoChoiceNobodyIsAsked() {
    run(
        reversing(),
        loop -> {
          loop.callLater(1, () -> log.add("timer"));
          loop.callSoon(() -> log.add("callback a"));
          loop.callSoon(() -> log.add("callback b"));
          handIn(loop, "thread");
          await(createTask(() -> log.add("task")));
          await(sleep(2));
        });

    assertThat(log).hasSize(5);
    assertThat(asked).isEmpty();
  }

  // -----

  @FunctionalInterface
  interface Program {
    void run(EventLoop loop);
  }

  private static void run(@Nullable Schedule schedule, Program program) {
    try (Runner runner =
        new Runner(null, () -> EventLoop.create(new ScheduledTime(new TestTime(), schedule)))) {
      runner.run(async(() -> program.run(runningLoop())));
    }
  }

  /** Virtual time with a schedule. */
  private record ScheduledTime(TestTime time, @Nullable Schedule schedule) implements IoDriver {

    @Override
    public void select(long timeoutNanos) {
      time.select(timeoutNanos);
    }

    @Override
    public void wakeup() {
      time.wakeup();
    }

    @Override
    public void close() {}

    @Override
    public long nanoTime() {
      return time.nanoTime();
    }
  }
}
