package asyncio;

import static asyncio.Asyncio.asyncGenerator;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Generators: values one by one from a body that may await. */
class AsyncGeneratorTest {

  private final List<Object> log = new ArrayList<>();

  private AsyncGenerator<Integer> counting(int from, int to) {
    return asyncGenerator(out -> {
      try {
        for (int i = from; i < to; i++) {
          out.yield(i);
        }
      } finally {
        log.add("closed");
      }
    });
  }

  @Test
  void aForEachLoopGetsTheValuesAsTheyAreYielded() {
    TestTime.run(() -> {
      for (int value : counting(0, 3)) {
        log.add(value);
      }
    });
    assertThat(log).containsExactly(0, 1, 2, "closed");
  }

  @Test
  void theBodyRunsOnlyWhenAValueIsAskedFor() {
    TestTime.run(() -> {
      AsyncGenerator<Integer> generator =
          asyncGenerator(out -> {
            log.add("begins");
            out.yield(1);
            log.add("goes on");
            out.yield(2);
          });
      log.add("made");
      Iterator<Integer> values = generator.iterator();
      log.add(values.next());
      log.add("pause");
      log.add(values.next());
      assertThat(values.hasNext()).isFalse();
      assertThatThrownBy(values::next).isInstanceOf(NoSuchElementException.class);
    });
    assertThat(log).containsExactly("made", "begins", 1, "pause", "goes on", 2);
  }

  @Test
  void whatTheBodyAwaitsTheAskingTaskAwaits() {
    TestTime.run(() -> {
      Task<?> asking = currentTask();
      createTask(() -> {
        await(sleep(0.5));
        log.add("another task");
      });
      AsyncGenerator<String> generator =
          asyncGenerator(out -> {
            await(sleep(1));
            assertThat(currentTask()).isSameAs(asking);
            out.yield("at " + runningLoop().time());
          });
      for (String value : generator) {
        log.add(value);
      }
    });
    assertThat(log).containsExactly("another task", "at 1.0");
  }

  @Test
  void askingForAValueThatIsThereLetsNothingElseRun() {
    TestTime.run(() -> {
      runningLoop().callSoon(() -> log.add("callback"));
      for (int value : counting(0, 2)) {
        log.add(value);
      }
      await(sleep(0));
    });
    assertThat(log).containsExactly(0, 1, "closed", "callback");
  }

  @Test
  void anExceptionOfTheBodyEndsTheLoop() {
    TestTime.run(() -> {
      AsyncGenerator<Integer> failing =
          asyncGenerator(out -> {
            out.yield(1);
            throw new IOException("no more");
          });
      Iterator<Integer> values = failing.iterator();
      assertThat(values.next()).isEqualTo(1);
      assertThatThrownBy(values::hasNext).isInstanceOf(IOException.class).hasMessage("no more");
      assertThat(values.hasNext()).isFalse();
    });
  }

  @Test
  void closingRunsTheFinallyBlocksWhichMayAwait() {
    TestTime.run(() -> {
      AsyncGenerator<Integer> generator =
          asyncGenerator(out -> {
            try {
              out.yield(1);
              out.yield(2);
            } finally {
              await(sleep(1));
              log.add("closed at " + runningLoop().time());
            }
          });
      try (generator) {
        log.add(generator.iterator().next());
      }
      generator.close();
      assertThat(generator.iterator().hasNext()).isFalse();
    });
    assertThat(log).containsExactly(1, "closed at 1.0");
  }

  @Test
  void oneThatHasNotBegunIsClosedWithoutRunning() {
    TestTime.run(() -> {
      AsyncGenerator<Integer> generator = counting(0, 3);
      generator.close();
      assertThat(generator.iterator().hasNext()).isFalse();
    });
    assertThat(log).isEmpty();
  }

  @Test
  void oneThatYieldsWhileItIsClosedIsAnError() {
    TestTime.run(() -> {
      AsyncGenerator<Integer> stubborn =
          asyncGenerator(out -> {
            try {
              out.yield(1);
            } finally {
              out.yield(2);
            }
          });
      assertThat(stubborn.iterator().next()).isEqualTo(1);
      assertThatThrownBy(stubborn::close)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("yields although it is being closed");
    });
  }

  @Test
  void aCancellationReachesTheBodyWhereItAwaits() {
    TestTime.run(() -> {
      AsyncGenerator<Integer> generator =
          asyncGenerator(out -> {
            try {
              await(sleep(100));
            } catch (CancelledError e) {
              log.add("body: " + e.getMessage());
              throw e;
            }
          });
      Task<?> asking = createTask(() -> generator.forEach(log::add));
      await(sleep(1));
      asking.cancel("enough");
      assertThatThrownBy(() -> await(asking)).isInstanceOf(CancelledError.class);
    });
    assertThat(log).containsExactly("body: enough");
  }

  @Test
  void twoTasksCannotAskAtOnce() {
    TestTime.run(() -> {
      AsyncGenerator<Integer> slow = asyncGenerator(out -> await(sleep(1)));
      Task<?> first = createTask(() -> slow.forEach(log::add));
      await(sleep(0.5));
      assertThatThrownBy(() -> slow.iterator().hasNext())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("running already");
      await(first);
    });
  }

  @Test
  void yieldOutsideOfTheBodyIsAnError() {
    TestTime.run(() -> {
      List<Yielder<Integer>> kept = new ArrayList<>();
      AsyncGenerator<Integer> generator =
          asyncGenerator(out -> {
            kept.add(out);
            out.yield(1);
          });
      assertThat(generator.iterator().next()).isEqualTo(1);
      assertThatThrownBy(() -> kept.getFirst().yield(2))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("outside of the generator's body");
      generator.close();
    });
  }

  @Test
  void theRunnerClosesWhatWasLeftOpenAndReportsWhatFails() {
    List<ExceptionContext> reports = new ArrayList<>();
    TestTime.run(() -> {
      runningLoop().setExceptionHandler((loop, report) -> reports.add(report));
      log.add(counting(0, 9).iterator().next());
      AsyncGenerator<Integer> failing =
          asyncGenerator(out -> {
            try {
              out.yield(7);
            } finally {
              failClosing();
            }
          });
      log.add(failing.iterator().next());
    });
    assertThat(log).containsExactly(0, 7, "closed");
    assertThat(reports).hasSize(1);
    assertThat(reports.getFirst().exception()).hasMessage("while closing");
  }

  private static void failClosing() {
    throw new IllegalArgumentException("while closing");
  }

  @Test
  void closingTheLoopUnwindsWhatIsStillOpen() {
    EventLoop loop = TestTime.newLoop();
    loop.runUntilComplete(Asyncio.async(() -> log.add(counting(0, 9).iterator().next())));
    assertThat(log).containsExactly(0);
    loop.close();
    assertThat(log).containsExactly(0, "closed");
  }

  @Test
  @Timeout(60)
  void oneThatNobodyHoldsAnyMoreIsClosed() {
    Asyncio.run(() -> {
      log.add(counting(0, 9).iterator().next());
      while (log.size() < 2) {
        System.gc();
        await(sleep(0.01));
      }
    });
    assertThat(log).containsExactly(0, "closed");
  }

  @Test
  void generatorsNest() {
    TestTime.run(() -> {
      AsyncGenerator<Integer> outer =
          asyncGenerator(out -> {
            for (int value : counting(0, 3)) {
              await(sleep(1));
              out.yield(10 * value);
            }
          });
      for (int value : outer) {
        log.add(value);
      }
    });
    assertThat(log).containsExactly(0, 10, 20, "closed");
  }
}
