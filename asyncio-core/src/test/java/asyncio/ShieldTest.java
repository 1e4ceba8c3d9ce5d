package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.shield;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keeping a task from being cancelled by who waits for it. */
class ShieldTest {

  private final List<ExceptionContext> reports = new ArrayList<>();
  private final IOException failure = new IOException("x");

  @Test
  void theResultComesThrough() {
    TestTime.run(() -> {
      Task<String> inner = createTask(sleep(1, "value"));
      Future<String> outer = shield(inner);
      assertThat(outer).isNotSameAs(inner);
      assertThat(await(outer)).isEqualTo("value");
    });
  }

  @Test
  void theFailureComesThrough() {
    run(() -> assertThatThrownBy(() -> await(shield(failing(1)))).isSameAs(failure));
    assertThat(reports).isEmpty();
  }

  private Coroutine<String> failing(double seconds) {
    return async(() -> {
      await(sleep(seconds));
      throw failure;
    });
  }

  @Test
  void aFutureThatIsDoneNeedsNoShield() {
    TestTime.run(() -> {
      Future<String> done = runningLoop().createFuture();
      done.setResult("value");
      assertThat(shield(done)).isSameAs(done);
    });
  }

  @Test
  void allKindsOfBodiesCanBeShielded() {
    List<String> seen = new ArrayList<>();
    TestTime.run(() -> {
      assertThat(await(shield(() -> "value"))).isEqualTo("value");
      assertThat(await(shield(() -> sleep(1, "awaited")))).isEqualTo("awaited");
      await(
          shield(() -> {
            seen.add("ran");
          }));
    });
    assertThat(seen).containsExactly("ran");
  }

  @Test
  void cancellingWhoWaitsLeavesTheShieldedTask() {
    TestTime.run(() -> {
      Task<String> inner = createTask(sleep(2, "value"));
      Task<String> waiting = createTask(() -> await(shield(inner)));
      await(sleep(1));
      waiting.cancel("enough");
      assertThatThrownBy(() -> await(waiting)).hasMessage("enough");
      assertThat(inner.done()).isFalse();
      assertThat(inner.cancelling()).isZero();
      assertThat(await(inner)).isEqualTo("value");
    });
  }

  @Test
  void whoCatchesTheCancellationMayStillWait() {
    TestTime.run(() -> {
      Task<String> inner = createTask(sleep(2, "value"));
      Task<String> waiting =
          createTask(() -> {
            try {
              return await(shield(inner));
            } catch (CancelledError e) {
              return "in the end: " + await(inner);
            }
          });
      await(sleep(1));
      waiting.cancel();
      assertThat(await(waiting)).isEqualTo("in the end: value");
    });
  }

  @Test
  void cancellingTheShieldedTaskCancelsWhoWaits() {
    TestTime.run(() -> {
      Task<String> inner = createTask(sleep(3600, "never"));
      Task<String> waiting = createTask(() -> await(shield(inner)));
      await(sleep(1));
      inner.cancel();
      assertThatThrownBy(() -> await(waiting)).isInstanceOf(CancelledError.class);
      assertThat(waiting.cancelled()).isTrue();
      assertThat(waiting.cancelling()).isZero();
    });
  }

  @Test
  void aFailureAfterTheWaiterHasGoneIsReportedAtOnce() {
    run(() -> {
      Task<String> inner = createTask(failing(2));
      Task<String> waiting = createTask(() -> await(shield(inner)));
      await(sleep(1));
      waiting.cancel();
      await(sleep(2));
      assertThat(reports).hasSize(1);
      assertThat(reports.getFirst().message())
          .isEqualTo("IOException exception in shielded future");
      assertThat(reports.getFirst().exception()).isSameAs(failure);
      assertThat(reports.getFirst().details()).containsEntry("future", inner);
    });
    assertThat(reports).hasSize(1);
  }

  @Test
  void aFailureIsReportedOnceHoweverManyWaitersHaveGone() {
    run(() -> {
      Task<String> inner = createTask(failing(2));
      for (int i = 0; i < 3; i++) {
        Task<String> waiting = createTask(() -> await(shield(inner)));
        await(sleep(0));
        waiting.cancel();
      }
      await(sleep(3));
    });
    assertThat(reports).hasSize(1);
  }

  @Test
  void whatEndsWellAfterTheWaiterHasGoneIsNotReported() {
    run(() -> {
      Task<String> returning = createTask(sleep(2, "value"));
      Task<String> cancelled = createTask(sleep(3600, "never"));
      shield(returning).cancel();
      shield(cancelled).cancel();
      await(sleep(1));
      cancelled.cancel();
      await(sleep(2));
      assertThat(returning.done()).isTrue();
      assertThat(cancelled.done()).isTrue();
    });
    assertThat(reports).isEmpty();
  }

  @Test
  void aFailureInTheIterationInWhichTheWaiterGoesIsNotReported() {
    run(() -> {
      Future<String> inner = runningLoop().createFuture();
      Future<String> outer = shield(inner);
      inner.setException(failure);
      outer.cancel();
      await(sleep(0));
      assertThat(outer.cancelled()).isTrue();
    });
    assertThat(reports).isEmpty();
  }

  @Test
  void shieldingNeedsALoop() {
    Coroutine<Void> coroutine = sleep(0);
    assertThatThrownBy(() -> shield(coroutine))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no running event loop");
  }

  private void run(VoidBody body) {
    TestTime.run(() -> {
      runningLoop().setExceptionHandler((loop, context) -> reports.add(context));
      body.run();
    });
  }
}
