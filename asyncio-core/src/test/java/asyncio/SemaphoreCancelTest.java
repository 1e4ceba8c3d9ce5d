package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is cancelled while it waits for a permit takes none, and keeps none from the others. */
final class SemaphoreCancelTest {

  private final List<String> log = new ArrayList<>();

  @Test
  void whoIsCancelledLeavesTheLine() {
    TestTime.run(() -> {
      Semaphore semaphore = new Semaphore();
      await(semaphore.acquire());
      Task<Held> waiting = createTask(semaphore.acquire());
      runningLoop().callSoon(waiting::cancel);

      assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> await(waiting));

      assertThat(semaphore.statistics()).isEqualTo(new Semaphore.Statistics(0, 0));
      semaphore.release();
      assertThat(semaphore.locked()).isFalse();
    });
  }

  @Test
  void aPermitGoesPastThoseWhoAreCancelledJustBefore() {
    TestTime.run(() -> {
      Semaphore semaphore = new Semaphore(0);
      var a = taker("a", semaphore);
      var b = taker("b", semaphore);
      var c = taker("c", semaphore);
      var d = taker("d", semaphore);
      await(sleep(0));

      a.cancel();
      b.cancel();
      semaphore.release();
      await(sleep(1));

      assertThat(c.done()).isTrue();
      assertThat(d.done()).isFalse();
    });
    assertThat(log)
        .startsWith("a cancelled", "b cancelled", "c has a permit")
        .endsWith("d cancelled"); // by the end of the run
  }

  @Test
  void aPermitIsPassedOnByWhoIsCancelledJustAfter() {
    TestTime.run(() -> {
      Semaphore semaphore = new Semaphore(0);
      var a = taker("a", semaphore);
      var b = taker("b", semaphore);
      await(sleep(0));

      semaphore.release();
      a.cancel();

      await(waitAll(List.of(a, b)));
      assertThat(semaphore.locked()).isTrue();
      assertThat(semaphore.statistics()).isEqualTo(new Semaphore.Statistics(0, 0));
    });
    assertThat(log).containsExactly("a cancelled", "b has a permit");
  }

  @Test
  void whoIsCancelledJustBeforeDoesNotKeepThePermitFromTheNext() {
    TestTime.run(() -> {
      Semaphore semaphore = new Semaphore(0);
      var a = taker("a", semaphore);
      var b = taker("b", semaphore);
      await(sleep(0));

      a.cancel();
      semaphore.release();

      await(waitAll(List.of(a, b)));
      assertThat(semaphore.locked()).isTrue();
      assertThat(semaphore.statistics()).isEqualTo(new Semaphore.Statistics(0, 0));
    });
    assertThat(log).containsExactly("a cancelled", "b has a permit");
  }

  @Test
  void whoIsCancelledByTheOneThatHandedItsPermitOverGivesItBack() {
    TestTime.run(() -> {
      Semaphore semaphore = new Semaphore();
      Task<?>[] second = new Task<?>[1];
      Task<Void> first =
          createTask(() -> {
            try (var _ = await(semaphore.acquire())) {
              await(sleep(0));
            }
            second[0].cancel();
          });
      second[0] =
          createTask(() -> {
            try (var _ = await(semaphore.acquire())) {
              fail("it was cancelled before it ran");
            }
          });

      var outcomes = await(gatherOutcomes(List.of(first, second[0])));

      assertThat(outcomes.get(0)).isInstanceOf(Outcome.Value.class);
      assertThat(outcomes.get(1)).isInstanceOf(Outcome.Cancellation.class);
      await(waitFor(semaphore.acquire(), 1));
    });
  }

  @Test
  void thePermitsGoToThoseBehindOneWhoHasLeftTheLine() {
    TestTime.run(() -> {
      Semaphore semaphore = new Semaphore(0);
      var a = taker("a", semaphore);
      var b = taker("b", semaphore);
      var c = taker("c", semaphore);
      await(sleep(0));
      a.cancel();
      await(sleep(0));

      semaphore.release();
      semaphore.release();

      await(waitAll(List.of(a, b, c)));
    });
    assertThat(log).containsExactly("a cancelled", "b has a permit", "c has a permit");
  }

  @Test
  void aPermitIsPassedOnUntilItFindsOneWhoIsNotCancelled() {
    TestTime.run(() -> {
      Semaphore semaphore = new Semaphore(0);
      var takers = IntStream.range(0, 5).mapToObj(i -> taker("t" + i, semaphore)).toList();
      await(sleep(0));

      semaphore.release();
      takers.subList(0, 4).forEach(Task::cancel);

      await(waitAll(takers));
    });
    assertThat(log).last().isEqualTo("t4 has a permit");
  }

  @Test
  void allPermitsAreThereAgainWhenAllWhoHadThemOnTheirWayAreCancelled() {
    TestTime.run(() -> {
      Semaphore semaphore = new Semaphore(0);
      var takers = IntStream.range(0, 3).mapToObj(i -> taker("t" + i, semaphore)).toList();
      await(sleep(0));

      semaphore.release();
      semaphore.release();
      takers.forEach(Task::cancel);

      await(waitAll(takers));
      assertThat(semaphore.statistics()).isEqualTo(new Semaphore.Statistics(2, 0));
      assertThat(semaphore.locked()).isFalse();
    });
  }

  @Test
  void whoTimesOutIsNotKeptInTheLine() {
    TestTime.run(() -> {
      Semaphore semaphore = new Semaphore(0);
      for (int i = 0; i < 100; i++) {
        assertThatExceptionOfType(TimeoutException.class)
            .isThrownBy(() -> await(waitFor(semaphore.acquire(), 0.1)));
      }
      assertThat(semaphore).hasToString("<Semaphore [locked]>");
      semaphore.release();
      assertThat(semaphore.locked()).isFalse();
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void noPermitIsLostOrDoubledHoweverMuchIsCancelled(int permits) {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      BoundedSemaphore semaphore = new BoundedSemaphore(permits); // notices one too many
      TestTime.run(() -> {
        List<Task<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
          if (random.nextBoolean()) {
            tasks.add(createTask(() -> hold(semaphore)));
          } else {
            await(sleep(0));
          }
          if (random.nextInt(3) == 0 && !tasks.isEmpty()) {
            tasks.get(random.nextInt(tasks.size())).cancel();
          }
        }
        await(sleep(1));
        assertThat(tasks).allMatch(Task::done);
        assertThat(tasks).allMatch(task -> task.cancelled() || task.exception() == null);
      });
      assertThat(semaphore.locked()).as("seed " + seed).isFalse();
      assertThat(semaphore.statistics()).isEqualTo(new Semaphore.Statistics(permits, 0));
    }
  }

  private static void hold(Semaphore semaphore) {
    try (var _ = await(semaphore.acquire())) {
      await(sleep(0));
      await(sleep(0));
    }
  }

  private Task<Void> taker(String name, Semaphore semaphore) {
    return createTask(() -> {
      try {
        await(semaphore.acquire());
        log.add(name + " has a permit");
      } catch (CancelledError e) {
        log.add(name + " cancelled");
        throw e;
      }
    });
  }
}
