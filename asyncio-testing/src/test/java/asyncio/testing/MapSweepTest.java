package asyncio.testing;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.AsyncGenerator;
import asyncio.Semaphore;
import asyncio.VoidBody;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A bounded map leaves no task behind and loses no result, whenever it is cancelled. */
@Timeout(120)
final class MapSweepTest {

  private static final int LIMIT = 2;

  /** Counts what goes on, and shares a semaphore with the rest of a program. */
  private static final class Work {
    final Semaphore semaphore = new Semaphore(LIMIT);
    int taken;
    int alive;

    /** Counts from 1 and says how far it was asked. */
    Iterable<Integer> items(int count) {
      return () ->
          new Iterator<>() {
            @Override
            public boolean hasNext() {
              return taken < count;
            }

            @Override
            public Integer next() {
              return ++taken;
            }
          };
    }

    /** Ten times the item; the later ones are faster, and it takes its time to end. */
    int tenTimes(int item) throws Exception {
      assertThat(++alive).isLessThanOrEqualTo(LIMIT);
      try (var _ = await(semaphore.acquire())) {
        try {
          await(sleep(4 - item));
          return 10 * item;
        } finally {
          await(sleep(1));
        }
      } finally {
        alive--;
      }
    }

    int failing(int item) throws Exception {
      int result = tenTimes(item);
      if (item == 2) {
        throw new IOException("item");
      }
      return result;
    }

    void checkNothingLeft() {
      assertThat(alive).as("tasks left behind").isZero();
      assertThat(semaphore.statistics()).isEqualTo(new Semaphore.Statistics(LIMIT, 0));
    }

    /** The victim: when it is left, all tasks have ended. */
    VoidBody victim(VoidBody body) {
      return Sweeps.notSwallowing(() -> {
        try {
          body.run();
        } finally {
          checkNothingLeft();
        }
      });
    }
  }

  @Test
  void aMapToAListIsCancelled() {
    Sweeps.run(sweep -> {
      Work work = new Work();
      sweep.victim(
          work.victim(() ->
              assertThat(await(map(work.items(3), work::tenTimes, LIMIT)))
                  .containsExactly(10, 20, 30)));
      assertThat(allTasks()).hasSize(1);
    });
  }

  @Test
  void aMapToAListIsCancelledInEveryOrder() {
    Sweeps.runAll(sweep -> {
      Work work = new Work();
      sweep.victim(
          work.victim(() -> {
            var results =
                map(
                    work.items(3),
                    item -> {
                      work.alive++;
                      try {
                        return await(sleep(0, 10 * item));
                      } finally {
                        work.alive--;
                      }
                    },
                    1);
            assertThat(await(results)).containsExactly(10, 20, 30);
          }));
    });
  }

  @Test
  void oneItemFailsAndTheMapIsCancelled() {
    Sweeps.run(sweep -> {
      Work work = new Work();
      sweep.victim(
          work.victim(() -> {
            try {
              await(map(work.items(3), work::failing, LIMIT));
            } catch (Exception e) {
              assertThat(e).isInstanceOf(IOException.class);
              work.checkNothingLeft();
              await(sleep(0)); // a cancellation that came with the failure is delivered here
            }
          }));
    });
  }

  @Test
  void mapsAreNested() {
    Sweeps.run(sweep -> {
      Work outer = new Work();
      Work inner = new Work();
      sweep.victim(
          inner.victim(
              outer.victim(() ->
                  assertThat(
                          await(
                              map(
                                  outer.items(2),
                                  item -> await(map(List.of(item), inner::tenTimes, LIMIT)),
                                  LIMIT)))
                      .containsExactly(List.of(10), List.of(20)))));
    });
  }

  /** Goes through a generator and closes it, slower than the results come. */
  private static void goThrough(
      CancelSweep sweep, Work work, List<Integer> got, AsyncGenerator<Integer> results) {
    sweep.victim(
        work.victim(() -> {
          try (results) {
            for (int result : results) {
              got.add(result);
              assertThat(work.taken - got.size()).as("items ahead").isLessThanOrEqualTo(LIMIT);
              await(sleep(3));
            }
          }
        }));
    assertThat(allTasks()).hasSize(1);
  }

  @Test
  void whoGoesThroughTheResultsAsTheyComeIsCancelled() {
    Sweeps.run(sweep -> {
      Work work = new Work();
      List<Integer> got = new ArrayList<>();
      goThrough(sweep, work, got, mapUnordered(work.items(3), work::tenTimes, LIMIT));
      assertThat(got).doesNotHaveDuplicates().isSubsetOf(10, 20, 30);
    });
  }

  @Test
  void whoGoesThroughTheResultsInOrderIsCancelled() {
    Sweeps.run(sweep -> {
      Work work = new Work();
      List<Integer> got = new ArrayList<>();
      goThrough(sweep, work, got, mapOrdered(work.items(3), work::tenTimes, LIMIT));
      assertThat(got).isEqualTo(List.of(10, 20, 30).subList(0, got.size()));
    });
  }

  @Test
  void oneItemFailsWhileWhoGoesThroughTheResultsIsCancelled() {
    for (boolean ordered : List.of(true, false)) {
      Sweeps.run(sweep -> {
        Work work = new Work();
        sweep.victim(
            work.victim(() -> {
              AsyncGenerator<Integer> results =
                  ordered
                      ? mapOrdered(work.items(3), work::failing, LIMIT)
                      : mapUnordered(work.items(3), work::failing, LIMIT);
              try (results) {
                for (int result : results) {
                  assertThat(result).isNotEqualTo(20);
                }
              } catch (Exception e) {
                assertThat(e).isInstanceOf(IOException.class);
                await(sleep(0));
              }
            }));
      });
    }
  }

  @Test
  void whoLeavesTheResultsEarlyIsCancelledWhileItClosesThem() {
    Sweeps.run(sweep -> {
      Work work = new Work();
      sweep.victim(
          work.victim(() -> {
            try (var results = mapUnordered(work.items(3), work::tenTimes, LIMIT)) {
              for (int result : results) {
                assertThat(result).isPositive();
                break;
              }
            }
          }));
    });
  }
}
