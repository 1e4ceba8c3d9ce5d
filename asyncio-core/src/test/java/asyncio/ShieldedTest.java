package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A shielded block of a task holds a cancellation back until it ends. */
final class ShieldedTest {

  private final List<String> log = new ArrayList<>();

  @Test
  void aCancellationArrivesAtTheFirstAwaitAfterTheBlock() {
    Order order = new Order();
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            shielded(() -> {
              await(sleep(2));
              order.expect(2);
            });
            order.expect(3);
            assertThatThrownBy(() -> await(sleep(10))).isInstanceOf(CancelledError.class);
            assertThat(runningLoop().time()).isEqualTo(2);
            order.finish(4);
          });
      await(sleep(1));
      order.expect(1);
      assertThat(task.cancel()).isTrue();
      await(task);
    });
    order.assertFinished();
  }

  @Test
  void theErrorHasTheMessageOfTheCancellation() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            shielded(() -> sleep(2));
            await(sleep(10));
          });
      await(sleep(1));
      task.cancel("enough");
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class).hasMessage("enough");
    });
  }

  @Test
  void aTaskThatEndsWithTheBlockIsCancelledAllTheSame() {
    TestTime.run(() -> {
      Task<String> task = createTask(async(() -> shielded(() -> sleep(2, "lost"))));
      await(sleep(1));
      task.cancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(task.cancelled()).isTrue();
      assertThat(runningLoop().time()).isEqualTo(2);
    });
  }

  @Test
  void aBlockThatNobodyCancelsGivesWhatItReturns() {
    TestTime.run(() -> {
      String returned = shielded(() -> "returned");
      String awaited = shielded(() -> sleep(1, "awaited"));
      shielded(() -> {
        await(sleep(1));
        log.add("void");
      });
      await(sleep(1));

      assertThat(returned).isEqualTo("returned");
      assertThat(awaited).isEqualTo("awaited");
      assertThat(currentTask().cancelling()).isZero();
    });
    assertThat(log).containsExactly("void");
  }

  @Test
  void whatTheBlockThrowsIsThrownAsItIs() {
    IOException failure = new IOException("in the block");
    TestTime.run(
        () -> assertThatThrownBy(() -> shielded(() -> failLater(failure))).isSameAs(failure));
  }

  @Test
  void aBlockThatFailsLetsTheCancellationArriveAfterIt() {
    IOException failure = new IOException("in the block");
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            assertThatThrownBy(() -> shielded(() -> failLater(failure))).isSameAs(failure);
            log.add("failed");
            await(sleep(10));
          });
      await(sleep(1));
      task.cancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(runningLoop().time()).isEqualTo(2);
    });
    assertThat(log).containsExactly("failed");
  }

  @Test
  void aFailureThatLeavesTheTaskWinsOverACancellationThatIsHeldBack() {
    IOException failure = new IOException("in the block");
    TestTime.run(() -> {
      Task<Void> task = createTask(() -> shielded(() -> failLater(failure)));
      await(sleep(1));
      task.cancel();
      assertThatThrownBy(() -> await(task)).isSameAs(failure);
    });
  }

  private static void failLater(IOException failure) throws IOException {
    await(sleep(2));
    throw failure;
  }

  @Test
  void aCancellationThatCameBeforeTheBlockArrivesAfterIt() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            currentTask().cancel("before");
            shielded(() -> sleep(2));
            log.add("block ended");
            await(sleep(10));
          });
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class).hasMessage("before");
      assertThat(task.cancelling()).isEqualTo(1);
      assertThat(runningLoop().time()).isEqualTo(2);
    });
    assertThat(log).containsExactly("block ended");
  }

  /** It was due to be thrown when the task goes on. */
  @Test
  void aCancellationOfATaskThatIsReadyToGoOnComesBeforeTheBlock() {
    TestTime.run(() -> {
      Future<Void> signal = runningLoop().createFuture();
      Task<Void> task =
          createTask(() -> {
            await(signal);
            shielded(() -> {
              log.add("never");
            });
          });
      await(sleep(0));
      signal.setResult(null);
      task.cancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
    });
    assertThat(log).isEmpty();
  }

  @Test
  void aTaskThatCancelsItselfInTheBlockIsCancelledAfterIt() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            shielded(() -> {
              currentTask().cancel();
              await(sleep(2));
            });
            await(sleep(10));
          });
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(runningLoop().time()).isEqualTo(2);
    });
  }

  @Test
  void aCancellationThatWasDeliveredBeforeDoesNotComeAgain() {
    TestTime.run(() -> {
      Task<String> task =
          createTask(
              async(() -> {
                try {
                  await(sleep(10));
                } catch (CancelledError e) {
                  shielded(() -> sleep(1));
                }
                return await(sleep(1, "done"));
              }));
      await(sleep(1));
      task.cancel();
      assertThat(await(task)).isEqualTo("done");
      assertThat(task.cancelling()).isEqualTo(1);
    });
  }

  // ----- blocks in blocks

  @Test
  void nestedBlocksHoldItUntilTheOutermostEnds() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            shielded(() -> {
              shielded(() -> sleep(2));
              await(sleep(2));
              log.add("outer ends");
            });
            await(sleep(10));
          });
      await(sleep(1));
      task.cancel();
      await(sleep(2));
      task.cancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(task.cancelling()).isEqualTo(2);
      assertThat(runningLoop().time()).isEqualTo(4);
    });
    assertThat(log).containsExactly("outer ends");
  }

  @Test
  void aBlockAfterAnotherPassesTheCancellationOn() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            shielded(() -> sleep(2));
            shielded(() -> sleep(2));
            await(sleep(10));
          });
      await(sleep(1));
      task.cancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(task.cancelling()).isEqualTo(1);
      assertThat(runningLoop().time()).isEqualTo(4);
    });
  }

  // ----- misuse

  @Test
  void outsideOfATaskThereIsNothingToShield() {
    assertThatThrownBy(() -> shielded(() -> log.add("never")))
        .isInstanceOf(IllegalStateException.class);
    TestTime.run(() -> {
      List<Throwable> thrown = new ArrayList<>();
      runningLoop()
          .callSoon(() -> {
            try {
              shielded(() -> log.add("never"));
            } catch (IllegalStateException e) {
              thrown.add(e);
            }
          });
      await(sleep(0));
      assertThat(thrown).hasSize(1);
    });
    assertThat(log).isEmpty();
  }
}
