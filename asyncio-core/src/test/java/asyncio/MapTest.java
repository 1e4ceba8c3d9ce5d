package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A function for each of many items, some at a time: {@code map}. */
@Timeout(60)
final class MapTest {

  private final List<String> log = new ArrayList<>();
  private int running;
  private int most;

  @Test
  void theResultsComeInTheOrderOfTheItemsWhateverTheOrderOfTheirEnds() {
    TestTime.run(() -> {
      List<String> results =
          await(
              map(
                  List.of(3, 1, 2),
                  n -> {
                    await(sleep(n));
                    log.add("end " + n);
                    return "r" + n;
                  },
                  3));

      assertThat(results).containsExactly("r3", "r1", "r2");
      assertThat(log).containsExactly("end 1", "end 2", "end 3");
    });
  }

  @Test
  void noMoreThanTheLimitRunAtATimeAndTheNextStartsWhenOneEnds() {
    TestTime.run(() -> {
      List<Integer> items = IntStream.range(0, 7).boxed().toList();

      assertThat(await(Asyncio.<Integer, Integer>map(items, this::working, 3))).isEqualTo(items);
      assertThat(most).isEqualTo(3);
      assertThat(runningLoop().time()).isEqualTo(3.0); // 3 + 3 + 1
    });
  }

  @Test
  void aLimitOfOneIsALoop() {
    TestTime.run(() -> {
      await(Asyncio.<Integer, Integer>map(List.of(1, 2, 3), this::working, 1));

      assertThat(most).isEqualTo(1);
      assertThat(runningLoop().time()).isEqualTo(3.0);
    });
  }

  @Test
  void itemsAreTakenOnlyWhenThereIsRoom() {
    TestTime.run(() -> {
      await(
          map(
              noting(1, 2, 3),
              n -> {
                log.add("start " + n);
                await(sleep(n));
                log.add("end " + n);
                return n;
              },
              2));

      assertThat(log)
          .containsExactly(
              "take 1", "take 2", "start 1", "start 2", "end 1", "take 3", "start 3", "end 2",
              "end 3");
    });
  }

  @Test
  void theItemsMayComeFromAGenerator() {
    TestTime.run(() -> {
      AsyncGenerator<Integer> items =
          asyncGenerator(out -> {
            for (int i = 0; i < 3; i++) {
              await(sleep(1));
              out.yield(i);
            }
          });

      assertThat(await(map(items, n -> n * n, 2))).containsExactly(0, 1, 4);
    });
  }

  @Test
  void noItemsGiveAnEmptyList() {
    TestTime.run(() -> assertThat(await(map(List.of(), n -> n, 2))).isEmpty());
  }

  @Test
  void aResultAndAnItemMayBeNull() {
    TestTime.run(() ->
        assertThat(await(map(Arrays.asList("a", null), n -> n, 2))).containsExactly("a", null));
  }

  @Test
  void theFirstFailureCancelsTheRestAndIsThrownItself() {
    IOException failure = new IOException("two");
    TestTime.run(() -> {
      Throwable thrown =
          catchThrowable(() ->
              await(
                  map(
                      noting(1, 2, 3, 4),
                      n -> {
                        try {
                          await(sleep(n == 2 ? 1 : 10));
                        } finally {
                          await(sleep(1));
                          log.add("ended " + n);
                        }
                        if (n == 2) {
                          throw failure;
                        }
                        return n;
                      },
                      3)));

      assertThat(thrown).isSameAs(failure).hasNoSuppressedExceptions();
      assertThat(log)
          .containsExactly("take 1", "take 2", "take 3", "ended 2", "ended 1", "ended 3");
      assertThat(runningLoop().time()).isEqualTo(3.0);
      await(sleep(0)); // the calling task is not left cancelled
      assertThat(currentTask().cancelling()).isZero();
    });
  }

  @Test
  void whatFailsAfterwardsIsSuppressedInTheFirstFailure() {
    IllegalStateException cleanUp = new IllegalStateException("clean-up");
    TestTime.run(() -> {
      Throwable thrown =
          catchThrowable(() ->
              await(
                  map(
                      List.of(1, 2),
                      n -> {
                        if (n == 1) {
                          await(sleep(1));
                          throw new IOException("first");
                        }
                        try {
                          return await(sleep(10, n));
                        } catch (CancelledError e) {
                          throw cleanUp;
                        }
                      },
                      2)));

      assertThat(thrown).isInstanceOf(IOException.class).hasMessage("first");
      assertThat(thrown.getSuppressed()).containsExactly(cleanUp);
    });
  }

  @Test
  void aFailureOfTheItemsCancelsWhatRuns() {
    RuntimeException failure = new RuntimeException("items");
    TestTime.run(() -> {
      Iterable<Integer> items =
          asyncGenerator(out -> {
            out.yield(1);
            await(sleep(1));
            throw failure;
          });
      assertThat(catchThrowable(() -> await(map(items, this::sleeping, 2)))).isSameAs(failure);
      assertThat(log).containsExactly("cancelled 1");
    });
  }

  @Test
  void cancellingItCancelsWhatRunsAndWaitsForIt() {
    for (int whenStarted : new int[] {1, 2, 5}) { // waits for room, or for the last ones
      log.clear();
      TestTime.run(() -> {
        Task<List<Integer>> task = createTask(map(List.of(1, 2), this::sleeping, whenStarted));
        await(sleep(1));
        task.cancel();
        assertThat(catchThrowable(() -> await(task))).isInstanceOf(CancelledError.class);

        assertThat(log)
            .isEqualTo(
                whenStarted == 1 ? List.of("cancelled 1") : List.of("cancelled 1", "cancelled 2"));
        assertThat(allTasks()).hasSize(1);
      });
    }
  }

  @Test
  void aTaskThatSomebodyElseCancelsEndsAllAsCancelled() {
    TestTime.run(() -> {
      AtomicReference<Task<?>> second = new AtomicReference<>();
      createTask(() -> {
        await(sleep(1));
        second.get().cancel();
      });
      Throwable thrown =
          catchThrowable(() ->
              await(
                  map(
                      List.of(1, 2, 3),
                      n -> {
                        if (n == 2) {
                          second.set(currentTask());
                        }
                        return sleeping(n);
                      },
                      2)));

      assertThat(thrown).isInstanceOf(CancelledError.class);
      assertThat(log).containsExactly("cancelled 2", "cancelled 1");
      assertThat(currentTask().cancelling()).isZero();
      await(sleep(0));
    });
  }

  @Test
  void nothingRunsBeforeItIsAwaited() {
    TestTime.run(() -> {
      Coroutine<List<Integer>> map = map(noting(1), n -> n, 1);
      await(sleep(0));
      assertThat(log).isEmpty();
      await(map);
      assertThat(log).containsExactly("take 1");
    });
  }

  @Test
  void aLimitBelowOneAndNullAreRefusedAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> map(List.of(1), n -> n, 0))
        .withMessage("at least 1 must run at a time, not 0");
    assertThatNullPointerException().isThrownBy(() -> map(null, n -> n, 1));
    assertThatNullPointerException().isThrownBy(() -> map(List.of(1), null, 1));
  }

  // ----- functions and items

  private int working(int n) {
    running++;
    most = Math.max(most, running);
    await(sleep(1));
    running--;
    return n;
  }

  private int sleeping(int n) {
    try {
      return await(sleep(10, n));
    } catch (CancelledError e) {
      log.add("cancelled " + n);
      throw e;
    }
  }

  private Iterable<Integer> noting(Integer... items) {
    return () -> {
      Iterator<Integer> each = List.of(items).iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return each.hasNext();
        }

        @Override
        public Integer next() {
          Integer item = each.next();
          log.add("take " + item);
          return item;
        }
      };
    };
  }
}
