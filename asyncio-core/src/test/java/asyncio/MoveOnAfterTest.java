package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A block for which there is limited time, and behind which the task goes on in any case. */
final class MoveOnAfterTest {

  private final List<String> log = new ArrayList<>();

  @Test
  void aBlockThatIsInTimeRunsToItsEnd() {
    TestTime.run(() -> {
      boolean ended =
          moveOnAfter(
              2,
              () -> {
                await(sleep(1));
                log.add("ended");
              });
      assertThat(ended).isTrue();
      await(sleep(5));
      assertThat(currentTask().cancelling()).isZero();
    });
    assertThat(log).containsExactly("ended");
  }

  @Test
  void aBlockThatIsLateIsCancelledAndTheTaskGoesOn() {
    TestTime.run(() -> {
      boolean ended =
          moveOnAfter(
              1,
              () -> {
                try {
                  await(sleep(10));
                } finally {
                  log.add("cancelled at " + runningLoop().time());
                }
              });
      assertThat(ended).isFalse();
      assertThat(currentTask().cancelling()).isZero();
      await(sleep(1));
      assertThat(runningLoop().time()).isEqualTo(2);
    });
    assertThat(log).containsExactly("cancelled at 1.0");
  }

  @Test
  void theTimeCanBeADurationOrNone() {
    TestTime.run(() -> {
      assertThat(moveOnAfter(Duration.ofSeconds(2), () -> await(sleep(10)))).isFalse();
      assertThat(runningLoop().time()).isEqualTo(2);
      assertThat(moveOnAfter((Duration) null, () -> await(sleep(10)))).isTrue();
      assertThat(runningLoop().time()).isEqualTo(12);
    });
  }

  @Test
  void withoutTimeABlockThatDoesNotWaitStillEnds() {
    TestTime.run(() -> {
      assertThat(moveOnAfter(0, () -> log.add("ran"))).isTrue();
      assertThat(moveOnAfter(-1, () -> await(sleep(1)))).isFalse();
      assertThat(runningLoop().time()).isZero();
    });
    assertThat(log).containsExactly("ran");
  }

  @Test
  void aBlockThatCatchesTheCancellationHasNotEndedInTime() {
    TestTime.run(() -> {
      boolean ended =
          moveOnAfter(
              1,
              () -> {
                try {
                  await(sleep(10));
                } catch (CancelledError e) {
                  log.add("caught");
                }
              });
      assertThat(ended).isFalse();
      assertThat(currentTask().cancelling()).isZero();
      await(sleep(1));
    });
    assertThat(log).containsExactly("caught");
  }

  // ----- what the block throws

  @Test
  void whatTheBlockThrowsInTimeIsThrownAsItIs() {
    IOException failure = new IOException();
    TestTime.run(
        () -> assertThatThrownBy(() -> moveOnAfter(1, () -> fail(failure))).isSameAs(failure));
  }

  @Test
  void whatTheBlockThrowsInsteadOfTheCancellationIsThrownAsItIs() {
    IOException failure = new IOException();
    TestTime.run(() -> {
      assertThatThrownBy(() ->
              moveOnAfter(
                  1,
                  () -> {
                    try {
                      await(sleep(10));
                    } finally {
                      fail(failure);
                    }
                  }))
          .isSameAs(failure);
      assertThat(currentTask().cancelling()).isZero();
      await(sleep(1));
    });
  }

  private static void fail(IOException failure) throws IOException {
    throw failure;
  }

  @Test
  void aTimeoutInsideIsAnErrorOfTheBlock() {
    TestTime.run(() ->
        assertThatExceptionOfType(TimeoutException.class)
            .isThrownBy(() -> moveOnAfter(2, () -> timeout(1, () -> sleep(10)))));
  }

  @Test
  void aBlockThatIsCancelledByWhatItAwaitsThrowsThat() {
    TestTime.run(() -> {
      Task<Void> cancelled = createTask(sleep(10));
      runningLoop().callLater(1, cancelled::cancel);
      assertThatThrownBy(() -> moveOnAfter(2, () -> await(cancelled)))
          .isInstanceOf(CancelledError.class);
      assertThat(currentTask().cancelling()).isZero();
    });
  }

  // ----- cancellation from outside

  @Test
  void aCancellationFromOutsideIsThrown() {
    TestTime.run(() -> {
      Task<Boolean> task = createTask(async(() -> moveOnAfter(2, () -> await(sleep(10)))));
      await(sleep(1));
      task.cancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
    });
  }

  @Test
  void aCancellationFromOutsideAtTheSameTimeIsThrown() {
    TestTime.run(() -> {
      Task<Boolean> task = createTask(async(() -> moveOnAfter(1, () -> await(sleep(10)))));
      runningLoop().callLater(1, task::cancel);
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(task.cancelling()).isEqualTo(1);
    });
  }

  @Test
  void aTaskThatCleansUpAfterACancellationCanLimitTheTime() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            try {
              await(sleep(10));
            } finally {
              boolean ended = moveOnAfter(1, () -> await(sleep(5)));
              log.add("cleaned up: " + ended);
            }
          });
      await(sleep(1));
      task.cancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(runningLoop().time()).isEqualTo(2);
    });
    assertThat(log).containsExactly("cleaned up: false");
  }

  // ----- together with others

  @Test
  void theOuterOfTwoEndsBoth() {
    TestTime.run(() -> {
      boolean outer =
          moveOnAfter(
              1,
              () -> {
                boolean _ = moveOnAfter(2, () -> await(sleep(10)));
                log.add("never");
              });
      assertThat(outer).isFalse();
      assertThat(runningLoop().time()).isEqualTo(1);
      assertThat(currentTask().cancelling()).isZero();
    });
    assertThat(log).isEmpty();
  }

  @Test
  void theInnerOfTwoLetsTheOuterGoOn() {
    TestTime.run(() -> {
      boolean outer =
          moveOnAfter(
              3,
              () -> {
                log.add("inner: " + moveOnAfter(1, () -> await(sleep(10))));
                await(sleep(1));
              });
      log.add("outer: " + outer);
    });
    assertThat(log).containsExactly("inner: false", "outer: true");
  }

  @Test
  void aTaskGroupInsideIsEndedQuietly() {
    TestTime.run(() -> {
      boolean ended =
          moveOnAfter(
              1,
              () ->
                  taskGroup(group -> {
                    group.createTask(() -> {
                      try {
                        await(sleep(10));
                      } finally {
                        log.add("child cancelled");
                      }
                    });
                  }));
      assertThat(ended).isFalse();
      assertThat(currentTask().cancelling()).isZero();
    });
    assertThat(log).containsExactly("child cancelled");
  }

  @Test
  void aShieldedBlockInsideRunsToItsEnd() {
    TestTime.run(() -> {
      boolean ended =
          moveOnAfter(
              1,
              () -> {
                shielded(() -> sleep(2));
                log.add("shielded");
                await(sleep(10));
              });
      assertThat(ended).isFalse();
      assertThat(runningLoop().time()).isEqualTo(2);
    });
    assertThat(log).containsExactly("shielded");
  }

  @Test
  void outsideOfATaskItIsRefused() {
    assertThatThrownBy(() -> moveOnAfter(1, () -> log.add("never")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(log).isEmpty();
  }
}
