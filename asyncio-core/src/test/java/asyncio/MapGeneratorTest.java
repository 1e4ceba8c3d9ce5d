package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A function for each of many items, with results that are taken while it runs. */
@Timeout(60)
final class MapGeneratorTest {

  private final List<String> log = new ArrayList<>();
  private int started;
  private int taken;

  @Test
  void orderedGivesTheResultsInTheOrderOfTheItems() {
    TestTime.run(() -> {
      for (int n : mapped(List.of(3, 1, 2), this::sleeping, 3, true)) {
        log.add(n + " at " + runningLoop().time());
      }
      assertThat(log).containsExactly("3 at 3.0", "1 at 3.0", "2 at 3.0");
    });
  }

  @Test
  void unorderedGivesThemAsTheyCome() {
    TestTime.run(() -> {
      for (int n : mapped(List.of(3, 1, 2), this::sleeping, 3, false)) {
        log.add(n + " at " + runningLoop().time());
      }
      assertThat(log).containsExactly("1 at 1.0", "2 at 2.0", "3 at 3.0");
    });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void itemsAreTakenNoFurtherAheadThanTheLimit(boolean ordered) {
    TestTime.run(() -> {
      Iterable<Integer> endless = () -> IntStream.generate(() -> ++started).iterator();
      try (var results = mapped(endless, n -> n, 3, ordered)) {
        assertThat(started).isZero();
        for (int _ : results) {
          taken++;
          await(sleep(1)); // as long as it likes
          assertThat(started).isEqualTo(taken + 3);
          if (taken == 10) {
            break;
          }
        }
      }
      assertThat(allTasks()).hasSize(1);
    });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void closingItCancelsWhatRunsAndWaitsForIt(boolean ordered) {
    TestTime.run(() -> {
      try (var results = mapped(List.of(1, 5, 6, 7), this::sleeping, 3, ordered)) {
        assertThat(results.iterator().next()).isEqualTo(1);
        await(sleep(1)); // the fourth has begun
      }
      assertThat(log).containsExactly("cancelled 5", "cancelled 6", "cancelled 7");
      assertThat(allTasks()).hasSize(1);
      assertThat(runningLoop().time()).isEqualTo(2.0);
    });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void cancellingWhoTakesCancelsWhatRuns(boolean ordered) {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            for (int n : mapped(List.of(5, 6), this::sleeping, 2, ordered)) {
              log.add("never " + n);
            }
          });
      await(sleep(1));
      task.cancel();
      assertThat(catchThrowable(() -> await(task))).isInstanceOf(CancelledError.class);
      assertThat(log).containsExactly("cancelled 5", "cancelled 6");
      assertThat(allTasks()).hasSize(1);
    });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFailureComesAfterTheResultsThatWereThereAndCancelsTheRest(boolean ordered) {
    IOException failure = new IOException("three");
    TestTime.run(() -> {
      Throwable thrown =
          catchThrowable(() -> {
            for (int n :
                mapped(
                    List.of(1, 2, 3, 9),
                    item -> {
                      if (item == 3) {
                        await(sleep(3));
                        throw failure;
                      }
                      return sleeping(item);
                    },
                    4,
                    ordered)) {
              log.add("got " + n);
            }
          });
      assertThat(thrown).isSameAs(failure);
      assertThat(log).containsExactly("got 1", "got 2", "cancelled 9");
    });
  }

  @Test
  void inOrderAFailureIsNotHeldUpByASlowerItemBeforeIt() {
    TestTime.run(() -> {
      Throwable thrown =
          catchThrowable(() -> {
            for (int n : mapped(List.of(9, 0), item -> 9 / item + sleeping(item), 2, true)) {
              log.add("never " + n);
            }
          });
      assertThat(thrown).isInstanceOf(ArithmeticException.class);
      assertThat(log).containsExactly("cancelled 9");
      assertThat(runningLoop().time()).isZero();
    });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFailureWhileNobodyAsksLeavesTheTaskThatAskedAlone(boolean ordered) {
    TestTime.run(() -> {
      Iterator<Integer> results =
          mapped(
                  List.of(1, 0),
                  item -> {
                    await(sleep(2 - item));
                    return 1 / item;
                  },
                  2,
                  ordered)
              .iterator();
      assertThat(results.next()).isEqualTo(1);
      await(sleep(10)); // the failure comes in the middle of this
      assertThat(catchThrowable(results::hasNext)).isInstanceOf(ArithmeticException.class);
      assertThat(results.hasNext()).isFalse();
    });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aQueueShutDownExceptionOfTheFunctionIsAFailureLikeAnyOther(boolean ordered) {
    TestTime.run(() -> {
      Queue<Integer> empty = new Queue<>();
      empty.shutdown();
      var results = mapped(List.of(1), _ -> await(empty.get()), 1, ordered);
      assertThat(catchThrowable(() -> results.iterator().hasNext()))
          .isInstanceOf(QueueShutDownException.class);
    });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noItemsGiveNoResults(boolean ordered) {
    TestTime.run(() -> assertThat(mapped(List.of(), n -> n, 1, ordered)).isEmpty());
  }

  private int sleeping(int seconds) {
    try {
      return await(sleep(seconds, seconds));
    } catch (CancelledError e) {
      log.add("cancelled " + seconds);
      throw e;
    }
  }

  private static <T, R> AsyncGenerator<R> mapped(
      Iterable<T> items, Mapping<T, R> function, int limit, boolean ordered) {
    return ordered ? mapOrdered(items, function, limit) : mapUnordered(items, function, limit);
  }
}
