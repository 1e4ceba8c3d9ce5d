package asyncio;

import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The JDK's stages made of futures. */
@Timeout(60)
class FutureToStageTest {

  @Test
  void theResultReachesTheStageOneIterationLater() {
    var order = new Order();
    TestTime.run(() -> {
      Future<String> future = runningLoop().createFuture();
      CompletableFuture<String> stage = future.toCompletableFuture();
      var _ =
          stage.thenAccept(value -> {
            order.expect(2);
            assertThat(value).isEqualTo("value");
          });
      future.setResult("value");
      assertThat(stage).isNotDone();
      order.expect(1);
      await(sleep(0));
      assertThat(stage).isCompletedWithValue("value");
      order.finish(3);
    });
    order.assertFinished();
  }

  @Test
  void aFutureThatIsDoneCompletesItsStageAsWell() {
    TestTime.run(() -> {
      Future<String> future = runningLoop().createFuture();
      future.setResult("earlier");
      CompletableFuture<String> stage = future.toCompletableFuture();
      await(sleep(0));
      assertThat(stage).isCompletedWithValue("earlier");
    });
  }

  @Test
  void aNullResultCompletesTheStage() {
    TestTime.run(() -> {
      CompletableFuture<Void> stage = createTask(sleep(1)).toCompletableFuture();
      await(sleep(2));
      assertThat(stage).isCompletedWithValue(null);
    });
  }

  @Test
  void theVeryExceptionReachesTheStage() {
    IOException failure = new IOException("disk on fire");
    TestTime.run(() -> {
      Future<String> future = runningLoop().createFuture();
      CompletableFuture<String> stage = future.toCompletableFuture();
      future.setException(failure);
      await(sleep(0));
      assertThat(stage.exceptionNow()).isSameAs(failure);
    });
  }

  @Test
  void aFailureHandedToAStageIsNotReported() {
    List<String> reports = new ArrayList<>();
    TestTime.run(() -> {
      runningLoop().setExceptionHandler((loop, context) -> reports.add(context.message()));
      Future<String> future = runningLoop().createFuture();
      future.setException(new IOException());
      CompletableFuture<String> stage = future.toCompletableFuture();
      await(sleep(0));
      assertThat(stage).isCompletedExceptionally();
    });
    assertThat(reports).isEmpty();
  }

  @Test
  void cancellingTheFutureCancelsTheStage() {
    TestTime.run(() -> {
      Future<String> future = runningLoop().createFuture();
      CompletableFuture<String> stage = future.toCompletableFuture();
      future.cancel();
      await(sleep(0));
      assertThat(stage).isCancelled();
    });
  }

  @Test
  void cancellingTheStageCancelsTheFuture() {
    TestTime.run(() -> {
      Future<String> future = runningLoop().createFuture();
      assertThat(future.toCompletableFuture().cancel(true)).isTrue();
      await(sleep(0));
      assertThat(future.cancelled()).isTrue();
    });
  }

  @Test
  void anyThreadMayCancelTheStageOfATask() throws InterruptedException {
    try (EventLoop loop = EventLoop.create()) {
      Task<Void> task = loop.createTask(sleep(3600));
      CompletableFuture<Void> stage = task.toCompletableFuture();
      task.addDoneCallback(done -> loop.stop());
      Thread other = Thread.ofPlatform().start(() -> stage.cancel(true));

      loop.runForever();

      other.join();
      assertThat(task.cancelled()).isTrue();
      assertThat(task.cancelling()).isEqualTo(1);
    }
  }

  @Test
  void theStageOfATaskThatIsCancelledWaitsForItsCleanUp() {
    TestTime.run(() -> {
      Task<String> task =
          createTask(() -> {
            try {
              await(sleep(3600));
              return "slept";
            } catch (CancelledError e) {
              await(sleep(1));
              return "refused";
            }
          });
      await(sleep(0));
      CompletableFuture<String> stage = task.toCompletableFuture();
      task.cancel();
      await(sleep(0.5));
      assertThat(stage).isNotDone();
      await(sleep(1));
      assertThat(stage).isCompletedWithValue("refused");
    });
  }

  @Test
  void completingTheStageByHandLeavesTheFuture() {
    TestTime.run(() -> {
      Future<String> future = runningLoop().createFuture();
      CompletableFuture<String> stage = future.toCompletableFuture();
      stage.complete("by hand");
      await(sleep(0));
      assertThat(future.done()).isFalse();
      future.setResult("by its owner");
      await(sleep(0));
      assertThat(stage).isCompletedWithValue("by hand");
      assertThat(future.result()).isEqualTo("by its owner");
    });
  }

  @Test
  void aStageFailsIfTheLoopIsClosedBeforeItsFutureIsDone() {
    List<Future<String>> futures = new ArrayList<>();
    List<CompletableFuture<String>> stages = new ArrayList<>();
    TestTime.run(() -> {
      futures.add(runningLoop().createFuture());
      stages.add(futures.getFirst().toCompletableFuture());
    });

    assertThat(stages.getFirst().exceptionNow())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the event loop was closed");
    assertThat(futures.getFirst().done()).isFalse();
  }

  @Test
  void aFutureComesBackFromItsStage() {
    TestTime.run(() -> {
      Future<Integer> there = runningLoop().createFuture();
      Future<Integer> back = Future.from(there.toCompletableFuture().thenApply(i -> i + 1));
      there.setResult(1);
      assertThat(await(back)).isEqualTo(2);
    });
  }
}
