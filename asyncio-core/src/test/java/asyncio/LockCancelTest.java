package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who is cancelled while it waits for a lock neither takes it nor keeps it from the next. */
final class LockCancelTest {

  private final Lock lock = new Lock();
  private final List<String> log = new ArrayList<>();

  @Test
  void whoIsCancelledLeavesTheLineAndTheLockToWhoHasIt() {
    TestTime.run(() -> {
      await(lock.acquire());
      Task<Held> waiting = createTask(lock.acquire());
      runningLoop().callSoon(waiting::cancel);

      assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> await(waiting));

      assertThat(lock.statistics()).isEqualTo(new Lock.Statistics(true, 0));
    });
  }

  @Test
  void itIsReleasedToTheNextWhenTheFirstIsCancelledJustBefore() {
    TestTime.run(() -> {
      await(lock.acquire());
      var a = taker("a");
      var b = taker("b");
      await(sleep(0));

      a.cancel();
      lock.release();

      await(waitAll(List.of(a, b)));
      assertThat(lock.locked()).isTrue();
    });
    assertThat(log).containsExactly("a cancelled", "b has it");
  }

  @Test
  void itIsReleasedToTheNextWhenTheFirstIsCancelledJustAfter() {
    TestTime.run(() -> {
      await(lock.acquire());
      var a = taker("a");
      var b = taker("b");
      await(sleep(0));

      lock.release();
      a.cancel();

      await(waitAll(List.of(a, b)));
      assertThat(lock.locked()).isTrue();
    });
    assertThat(log).containsExactly("a cancelled", "b has it");
  }

  @Test
  void theOwnerMayReleaseItInTheIterationInWhichTheNextIsCancelled() {
    TestTime.run(() -> {
      Future<Void> enough = runningLoop().createFuture();
      Task<Void> owner =
          createTask(() -> {
            try (var _ = await(lock.acquire())) {
              await(enough);
            }
          });
      await(sleep(0));
      var b = taker("b");
      var c = taker("c");
      await(sleep(0));
      assertThat(lock.statistics()).isEqualTo(new Lock.Statistics(true, 2));

      enough.setResult(null);
      b.cancel();
      await(sleep(0));
      assertThat(lock.locked()).isFalse();
      assertThat(owner.done()).isTrue();
      assertThat(b.cancelled()).isTrue();

      await(c);
      assertThat(lock.locked()).isTrue();
    });
    assertThat(log).containsExactly("b cancelled", "c has it");
  }

  @Test
  void onlyOneOfThoseBehindGetsIt() {
    TestTime.run(() -> {
      await(lock.acquire());
      var a = taker("a");
      var b = taker("b");
      var c = taker("c");
      await(sleep(0));
      runningLoop()
          .callSoon(() -> {
            a.cancel();
            lock.release();
          });

      await(sleep(1));

      assertThat(a.cancelled()).isTrue();
      assertThat(b.done()).isTrue();
      assertThat(c.done()).isFalse();
      c.cancel();
      await(sleep(1));
      assertThat(c.cancelled()).isTrue();
      assertThat(lock.statistics()).isEqualTo(new Lock.Statistics(true, 0)); // b has it still
    });
    assertThat(log).containsExactly("a cancelled", "b has it", "c cancelled");
  }

  @Test
  void whoHasNotAskedYetGetsItWhenNobodyButACancelledOneIsInTheLine() {
    TestTime.run(() -> {
      await(lock.acquire());
      var a = taker("a");
      await(sleep(0));
      var b = taker("b"); // takes its first step before a has its error

      a.cancel();
      lock.release();
      await(sleep(0));

      assertThat(a.cancelled()).isTrue();
      assertThat(lock.locked()).isTrue();
      await(b);
    });
    assertThat(log).containsExactly("b has it", "a cancelled");
  }

  @Test
  void itIsPassedOnUntilItFindsOneWhoIsNotCancelled() {
    TestTime.run(() -> {
      await(lock.acquire());
      var takers = IntStream.range(0, 5).mapToObj(i -> taker("t" + i)).toList();
      await(sleep(0));

      lock.release();
      takers.subList(0, 4).forEach(Task::cancel);

      await(waitAll(takers));
    });
    assertThat(log).last().isEqualTo("t4 has it");
  }

  @Test
  void itIsFreeAgainWhenAllWhoWaitedAreCancelledAfterTheRelease() {
    TestTime.run(() -> {
      await(lock.acquire());
      var takers = List.of(taker("a"), taker("b"));
      await(sleep(0));

      lock.release();
      takers.forEach(Task::cancel);

      await(waitAll(takers));
      assertThat(lock.statistics()).isEqualTo(new Lock.Statistics(false, 0));
    });
    assertThat(log).containsExactly("a cancelled", "b cancelled");
  }

  @Test
  void nobodyIsWokenWhenOneIsCancelledWhileTheLockIsHeld() {
    TestTime.run(() -> {
      await(lock.acquire());
      var a = taker("a");
      var b = taker("b");
      await(sleep(0));

      a.cancel();
      await(sleep(1));
      assertThat(b.done()).isFalse();
      assertThat(lock.statistics()).isEqualTo(new Lock.Statistics(true, 1));

      lock.release();
      await(b);
    });
    assertThat(log).containsExactly("a cancelled", "b has it");
  }

  @Test
  void oneThatIsFreeIsTakenThoughItsTakerIsToBeCancelled() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            currentTask().cancel();
            try (var _ = await(lock.acquire())) {
              log.add("inside");
              await(sleep(0));
              log.add("not reached");
            }
          });
      await(waitAll(List.of(task)));
      assertThat(task.cancelled()).isTrue();
      assertThat(lock.locked()).isFalse();
    });
    assertThat(log).containsExactly("inside");
  }

  @Test
  void whoWasCancelledIsNotKeptInTheLine() {
    TestTime.run(() -> {
      await(lock.acquire());
      for (int i = 0; i < 100; i++) {
        assertThatExceptionOfType(TimeoutException.class)
            .isThrownBy(() -> await(waitFor(lock.acquire(), 0.1)));
      }
      assertThat(lock).hasToString("<Lock [locked]>");
    });
  }

  @Test
  void whoTimesOutInTheInstantOfTheReleaseLeavesItToTheNext() {
    TestTime.run(() -> {
      await(lock.acquire());
      runningLoop().callLater(1, lock::release);
      Task<Held> impatient = createTask(waitFor(() -> lock.acquire(), 1));
      await(sleep(0));
      var b = taker("b");

      await(b);

      assertThat(runningLoop().time()).isEqualTo(1);
      assertThat(impatient.exception()).isInstanceOf(TimeoutException.class);
    });
  }

  @Test
  void itIsNeverLostNorTakenTwiceHoweverMuchIsCancelled() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      Lock contested = new Lock();
      Inside inside = new Inside();
      TestTime.run(() -> {
        List<Task<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
          if (random.nextBoolean()) {
            tasks.add(createTask(() -> inside.visit(contested)));
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
      assertThat(inside.most).as("seed " + seed).isEqualTo(1);
      assertThat(contested.statistics()).isEqualTo(new Lock.Statistics(false, 0));
    }
  }

  /** How many are inside of a block, and were at most. */
  private static final class Inside {
    private int now;
    private int most;

    void visit(Lock lock) {
      try (var _ = await(lock.acquire())) {
        most = Math.max(most, ++now);
        try {
          await(sleep(0));
        } finally {
          now--;
        }
      }
    }
  }

  /** A task that takes the lock and keeps it. */
  private Task<Void> taker(String name) {
    return createTask(() -> {
      try {
        await(lock.acquire());
        log.add(name + " has it");
      } catch (CancelledError e) {
        log.add(name + " cancelled");
        throw e;
      }
    });
  }
}
