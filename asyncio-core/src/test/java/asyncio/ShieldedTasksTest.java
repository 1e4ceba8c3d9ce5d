package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A shielded block shields the task that runs it, and no other. */
@Timeout(60)
final class ShieldedTasksTest {

  private final List<String> log = new ArrayList<>();

  // ----- tasks that are made in the block

  @Test
  void aTaskThatIsMadeInTheBlockIsNotShielded() {
    TestTime.run(() ->
        shielded(() -> {
          Task<Void> child = createTask(sleep(10));
          await(sleep(1));
          assertThat(child.cancel()).isTrue();
          assertThatThrownBy(() -> await(child)).isInstanceOf(CancelledError.class);
          assertThat(runningLoop().time()).isEqualTo(1);
        }));
  }

  @Test
  void aTaskThatStartsAtOnceInTheBlockIsNotShieldedEither() {
    TestTime.run(() -> {
      List<Task<?>> children = new ArrayList<>();
      Task<Void> task =
          createTask(() -> {
            shielded(() -> {
              children.add(createTask(sleep(10), TaskOptions.eager()));
              await(sleep(2));
              log.add("block ended");
            });
            await(sleep(10));
          });
      await(sleep(1));
      children.getFirst().cancel();
      task.cancel();
      await(sleep(0.5));
      assertThat(children.getFirst().cancelled()).isTrue();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(runningLoop().time()).isEqualTo(2);
    });
    assertThat(log).containsExactly("block ended");
  }

  @Test
  void theBlockOfATaskThatStartsAtOnceDoesNotShieldItsMaker() {
    TestTime.run(() -> {
      Task<Void> maker =
          createTask(() -> {
            Task<?> _ =
                createTask(
                    async(() -> {
                      shielded(() -> sleep(3));
                      log.add("child's block ended");
                    }),
                    TaskOptions.eager());
            await(sleep(10));
          });
      await(sleep(1));
      maker.cancel();
      assertThatThrownBy(() -> await(maker)).isInstanceOf(CancelledError.class);
      assertThat(runningLoop().time()).isEqualTo(1);
      await(sleep(5));
    });
    assertThat(log).containsExactly("child's block ended");
  }

  @Test
  void whatTheBlockAwaitsIsNotCancelledWithTheTask() {
    TestTime.run(() -> {
      Task<Void> child = createTask(sleep(2));
      Task<Void> task =
          createTask(() -> {
            shielded(() -> await(gather(child, sleep(3))));
            await(sleep(10));
          });
      await(sleep(1));
      task.cancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(child.cancelled()).isFalse();
      assertThat(runningLoop().time()).isEqualTo(3);
    });
  }

  @Test
  void whatTheBlockAwaitsCanBeCancelledByItself() {
    TestTime.run(() -> {
      Task<Void> child = createTask(sleep(10));
      Task<Void> task =
          createTask(() -> {
            shielded(() -> {
              assertThatThrownBy(() -> await(child)).isInstanceOf(CancelledError.class);
              await(sleep(1));
            });
            await(sleep(1));
            log.add("goes on");
          });
      await(sleep(1));
      child.cancel();
      await(task);
      assertThat(task.cancelling()).isZero();
    });
    assertThat(log).containsExactly("goes on");
  }

  // ----- who waits for a task in such a block

  @Test
  void whoWaitsForTheTaskWaitsForItsBlock() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            shielded(() -> sleep(2));
            await(sleep(10));
          });
      Task<Void> waiting = createTask(async(() -> await(task)));
      await(sleep(1));
      waiting.cancel();
      await(sleep(0.5));
      assertThat(waiting.done()).isFalse();
      assertThatThrownBy(() -> await(waiting)).isInstanceOf(CancelledError.class);
      assertThat(task.cancelled()).isTrue();
      assertThat(runningLoop().time()).isEqualTo(2);
    });
  }

  @Test
  void waitForWaitsForTheBlockOfWhatItHasCancelled() {
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            shielded(() -> sleep(2));
            await(sleep(10));
          });
      await(sleep(0.5));
      assertThatThrownBy(() -> await(waitFor(task, 0))).isInstanceOf(TimeoutException.class);
      assertThat(runningLoop().time()).isEqualTo(2);
    });
  }

  @Test
  void aGroupWaitsForTheBlockOfAChildThatItHasCancelled() {
    TestTime.run(() -> {
      assertThatThrownBy(() ->
              taskGroup(group -> {
                group.createTask(() -> {
                  shielded(() -> sleep(2));
                  log.add("block ended");
                  await(sleep(10));
                });
                await(sleep(1));
                throw new ArithmeticException();
              }))
          .isInstanceOf(ExceptionGroup.class);
      assertThat(runningLoop().time()).isEqualTo(2);
    });
    assertThat(log).containsExactly("block ended");
  }

  // ----- the end of the program

  @Test
  void theRunnerWaitsForTheBlocksOfTheTasksThatAreLeft() {
    TestTime.run(() -> {
      Task<?> _ =
          createTask(() -> {
            shielded(() -> sleep(5));
            log.add("block ended");
            await(sleep(10));
            log.add("never");
          });
      await(sleep(1));
    });
    assertThat(log).containsExactly("block ended");
  }

  @Test
  void aLoopThatIsClosedUnwindsTheBlock() {
    try (LoggingCapture _ = new LoggingCapture();
        EventLoop loop = TestTime.newLoop()) {
      Task<Void> task =
          loop.createTask(
              async(() -> {
                try {
                  shielded(() -> {
                    try {
                      await(loop.createFuture());
                    } finally {
                      log.add("in the block");
                      shielded(() -> sleep(1));
                    }
                  });
                } finally {
                  log.add("after it");
                }
              }));
      loop.runUntilComplete(sleep(1));
      task.cancel();
    }
    assertThat(log).containsExactly("in the block", "after it");
  }
}
