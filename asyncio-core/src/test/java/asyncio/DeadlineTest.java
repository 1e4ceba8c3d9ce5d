package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The deadline that a task can see: its own, and that of who made it. */
final class DeadlineTest {

  @Test
  void withoutATimeoutThereIsNone() {
    TestTime.run(() -> {
      assertThat(currentDeadline()).isNull();
      timeout((Duration) null, () -> assertThat(currentDeadline()).isNull());
    });
  }

  @Test
  void itIsThatOfTheTimeoutAroundUntilThatEnds() {
    TestTime.run(() -> {
      await(sleep(1));
      timeout(
          2,
          () -> {
            assertThat(currentDeadline()).isEqualTo(3);
            await(sleep(1));
            assertThat(currentDeadline()).isEqualTo(3);
          });
      assertThat(currentDeadline()).isNull();
    });
  }

  @Test
  void ofSeveralItIsTheEarliest() {
    TestTime.run(() ->
        timeout(
            5,
            () -> {
              timeout(9, () -> assertThat(currentDeadline()).isEqualTo(5));
              timeout(2, () -> assertThat(currentDeadline()).isEqualTo(2));
              timeout((Duration) null, () -> assertThat(currentDeadline()).isEqualTo(5));
              assertThat(currentDeadline()).isEqualTo(5);
            }));
  }

  @Test
  void itFollowsATimeoutThatIsMoved() {
    TestTime.run(() ->
        timeout(
            5,
            timeout -> {
              timeout.reschedule(7.0);
              assertThat(currentDeadline()).isEqualTo(7);
              timeout.reschedule(null);
              assertThat(currentDeadline()).isNull();
              timeout.reschedule(3.0);
              assertThat(currentDeadline()).isEqualTo(3);
            }));
  }

  @Test
  void aTimeoutThatEndsItsBlockNoLongerCounts() {
    TestTime.run(() -> {
      assertThatThrownBy(() -> timeout(1, () -> sleep(10))).isInstanceOf(TimeoutException.class);
      assertThat(currentDeadline()).isNull();
      assertThatThrownBy(() -> timeout(1, this::fail)).isInstanceOf(ArithmeticException.class);
      assertThat(currentDeadline()).isNull();
    });
  }

  private void fail() {
    throw new ArithmeticException();
  }

  /** It has passed, but what runs is still under it. */
  @Test
  void whileABlockCleansUpItsDeadlineIsInThePast() {
    TestTime.run(() ->
        assertThatThrownBy(() ->
                timeout(
                    1,
                    () -> {
                      try {
                        await(sleep(10));
                      } finally {
                        await(sleep(2));
                        assertThat(currentDeadline()).isEqualTo(1);
                      }
                    }))
            .isInstanceOf(TimeoutException.class));
  }

  @Test
  void waitForAndMoveOnAfterAreTimeoutsToo() {
    TestTime.run(() -> {
      await(waitFor(() -> assertThat(currentDeadline()).isEqualTo(2), 2));
      moveOnAfter(3, () -> assertThat(currentDeadline()).isEqualTo(3));
      timeoutAt(4.0).run(() -> assertThat(currentDeadline()).isEqualTo(4));
      assertThat(currentDeadline()).isNull();
    });
  }

  @Test
  void aGeneratorSeesTheDeadlineOfWhoAsks() {
    AsyncGenerator<Double> deadlines =
        asyncGenerator(out -> {
          out.yield(currentDeadline());
          out.yield(currentDeadline());
        });
    TestTime.run(() -> {
      var iterator = deadlines.iterator();
      timeout(2, () -> assertThat(iterator.next()).isEqualTo(2));
      timeout(3, () -> assertThat(iterator.next()).isEqualTo(3));
    });
  }

  @Test
  void aTimeoutOfAGeneratorIsOverWhenItsBlockIs() {
    AsyncGenerator<Double> deadlines =
        asyncGenerator(out -> {
          timeout(2, () -> out.yield(currentDeadline()));
          out.yield(-1.0);
        });
    TestTime.run(() -> {
      var iterator = deadlines.iterator();
      assertThat(iterator.next()).isEqualTo(2);
      timeout(
          5,
          () -> {
            assertThat(iterator.next()).isEqualTo(-1);
            assertThat(currentDeadline()).isEqualTo(5);
          });
      assertThat(currentDeadline()).isNull();
    });
  }

  /** What comes from outside does not arrive in there, so it is no deadline in there. */
  @Test
  void aTimeoutAroundAShieldedBlockIsNoDeadlineInIt() {
    List<@Nullable Double> seen = new ArrayList<>();
    TestTime.run(() -> {
      timeout(
          1,
          () ->
              shielded(() -> {
                seen.add(currentDeadline());
                timeout(9, () -> seen.add(currentDeadline()));
              }));
      assertThat(seen).containsExactly(null, 9.0);
    });
  }

  @Test
  void outsideOfATaskNobodyCanAsk() {
    assertThatThrownBy(Asyncio::currentDeadline).isInstanceOf(IllegalStateException.class);
    TestTime.run(() -> {
      List<Throwable> thrown = new ArrayList<>();
      timeout(
          1,
          () -> {
            runningLoop()
                .callSoon(() -> {
                  try {
                    currentDeadline();
                  } catch (IllegalStateException e) {
                    thrown.add(e);
                  }
                });
            await(sleep(0));
          });
      assertThat(thrown).hasSize(1);
    });
  }

  /** Such as those of a program whose every task starts the next one. */
  @Test
  void timeoutsThatAreOverAreGarbage() {
    TestTime.run(() -> {
      List<WeakReference<Timeout>> timeouts = new ArrayList<>();
      Future<Void> enough = runningLoop().createFuture();
      Task<?> _ = createTask(() -> generation(timeouts, enough));
      await(enough);
      assertThat(becomesGarbage(timeouts.getFirst())).isTrue();
    });
  }

  private static void generation(List<WeakReference<Timeout>> timeouts, Future<Void> enough) {
    Timeout mine = timeout(10);
    timeouts.add(new WeakReference<>(mine));
    mine.run(() -> {
      if (timeouts.size() == 20) {
        enough.setResult(null);
        await(sleep(1));
      } else {
        Task<?> _ = createTask(() -> generation(timeouts, enough));
        await(sleep(0)); // the next one begins while this one runs
      }
    });
  }

  private static boolean becomesGarbage(WeakReference<?> object) throws InterruptedException {
    for (int i = 0; i < 50 && object.get() != null; i++) {
      System.gc();
      Thread.sleep(20);
    }
    return object.get() == null;
  }
}
