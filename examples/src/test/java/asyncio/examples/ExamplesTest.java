package asyncio.examples;

import static org.assertj.core.api.Assertions.assertThat;

import asyncio.examples.Program.Fiber;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each example prints what it promises, on both fibers. {@link FetchAllTest} has FetchAll. */
@Timeout(120)
final class ExamplesTest {

  private static final String HELLO =
      """
      One after the other:
      Hello, Alice!
      Hello, Bob!
      Hello, Carol!
      took # s
      All at once:
      Hello, Alice!
      Hello, Carol!
      Hello, Bob!
      took # s
      """;

  @ParameterizedTest
  @EnumSource
  void helloGreetsOneAfterTheOtherAndThenAllAtOnce(Fiber fiber) throws Exception {
    Program program = Program.run(fiber, "Hello.java");

    assertThat(program.err()).isEmpty();
    assertThat(withoutNumbers(program.out())).isEqualTo(HELLO);
    assertThat(program.status()).isZero();
  }

  @Test
  void theScriptRunsAnExample() throws Exception {
    Path script = Path.of("..", "asyncio");

    Program program = Program.run(List.of(script.toString(), "run", "Hello.java"));

    assertThat(withoutNumbers(program.out())).isEqualTo(HELLO);
    assertThat(program.status()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void createTaskCooksSeveralDishesAtOnce(Fiber fiber) throws Exception {
    assertThat(Program.run(fiber, "CreateTask.java"))
        .isEqualTo(
            new Program(
                0,
                """
                Called, it runs to its end before we go on:
                  eggs: on the stove
                  eggs: ready
                As tasks, they run while we do something else:
                  nothing has begun yet: a task takes its first step when we wait
                  door: open
                  rice: on the stove
                  soup: on the stove
                  is the rice done? false
                  soup: ready
                  rice: ready
                Dinner: rice and soup
                  door: closed
                Is the door's task done? true. Cancelled? true
                """,
                ""));
  }

  @ParameterizedTest
  @EnumSource
  void producerAndConsumerShareAQueue(Fiber fiber) throws Exception {
    assertThat(Program.run(fiber, "ProducerConsumer.java"))
        .isEqualTo(
            new Program(
                0,
                """
                baker: loaf 1 is on the shelf
                baker: loaf 2 is on the shelf
                baker: loaf 3 is on the shelf
                customer: has eaten loaf 1
                baker: loaf 4 is on the shelf
                customer: has eaten loaf 2
                baker: loaf 5 is on the shelf
                baker: all baked
                customer: has eaten loaf 3
                customer: has eaten loaf 4
                customer: has eaten loaf 5
                baker: all eaten
                customer: goes home
                """,
                ""));
  }

  @ParameterizedTest
  @EnumSource
  void errorsShowsFailuresTimeoutsAndCancellation(Fiber fiber) throws Exception {
    assertThat(Program.run(fiber, "Errors.java"))
        .isEqualTo(
            new Program(
                0,
                """
                gather: the first failure comes out at once
                  bad.txt cannot be read
                gatherOutcomes: waits for all of them, and throws nothing
                  cancelled
                  failure: bad.txt cannot be read
                  value: good.txt
                waitFor: a limit of time for one awaitable
                  the time-out expired
                timeout: a limit of time for a block, which may move it
                  loaded in time: good.txt
                cancel: CancelledError is thrown where the task waits
                  working
                  cleaned up
                  the worker has ended
                """,
                ""));
  }

  @ParameterizedTest
  @EnumSource
  void cpuBoundKeepsTheLoopAlive(Fiber fiber) throws Exception {
    Program program = Program.run(fiber, "CpuBound.java");

    assertThat(program.err()).isEmpty();
    assertThat(program.out())
        .matches(
            Pattern.compile(
                """
                On the loop's own thread:
                  primes below 500000: 41538
                  ticks meanwhile: 0
                On other threads, several at once:
                  primes below 500000: 41538
                  primes below 400000: 33860
                  primes below 300000: 25997
                  primes below 200000: 17984
                  ticks meanwhile: [1-9]\\d*
                """));
    assertThat(program.status()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void theCrawlerComesToEachPageOnceAndToThreeAtATime(Fiber fiber) throws Exception {
    assertThat(Program.run(fiber, "Crawler.java"))
        .isEqualTo(
            new Program(
                0,
                """
                / links to /news /shop /about /team
                /about links to / /team
                /news links to / /news/today /news/yesterday
                /news/today links to /news
                /news/yesterday links to /news /news/today
                /nowhere is not there
                /shop links to / /shop/cart /nowhere
                /shop/cart links to /shop
                /team links to /about
                9 pages, at most 3 at a time
                """,
                ""));
  }

  @ParameterizedTest
  @EnumSource
  void theWorkerPoolFinishesItsJobsAndGivesUpTheOneThatHangs(Fiber fiber) throws Exception {
    assertThat(Program.run(fiber, "WorkerPool.java"))
        .isEqualTo(
            new Program(
                0,
                """
                closing: no new jobs from here on
                Ann: job 1 done
                Ben: job 2 done
                Carol: job 3 done
                Ben: job 5 done
                Carol: job 6 done
                Carol: goes home
                Carol: tools put away
                Ben: job 7 done
                Ben: goes home
                Ben: tools put away
                Ann hangs, and is cancelled
                Ann: tools put away
                closed
                """,
                ""));
  }

  @ParameterizedTest
  @EnumSource
  void thePhilosophersDineAndNoNeighboursEatAtTheSameTime(Fiber fiber) throws Exception {
    List<String> names = List.of("Plato", "Hypatia", "Confucius", "Avicenna", "Arendt");

    Program program = Program.run(fiber, "Philosophers.java");

    assertThat(program.err()).isEmpty();
    List<String> lines = program.out().lines().toList();
    assertThat(lines).hasSize(16).endsWith("all have eaten twice");
    assertThat(lines)
        .startsWith(names.stream().map(name -> name + " arrives").toArray(String[]::new));
    for (int seat = 0; seat < names.size(); seat++) {
      String name = names.get(seat);
      String neighbour = names.get((seat + 1) % names.size());
      assertThat(lines).filteredOn(line -> line.startsWith(name + " eats")).hasSize(2);
      assertThat(lines)
          .noneMatch(
              line -> line.contains(" eats, ") && line.contains(name) && line.contains(neighbour));
    }
    assertThat(program.status()).isZero();
  }

  private static String withoutNumbers(String text) {
    return text.replaceAll("\\d+[.,]\\d", "#");
  }
}
