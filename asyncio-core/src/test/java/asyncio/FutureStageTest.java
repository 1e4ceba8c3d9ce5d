package asyncio;

import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Futures made of the JDK's stages. */
@Timeout(60)
class FutureStageTest {

  @Test
  void aStageThatIsDoneGivesADoneFuture() {
    TestTime.run(() -> {
      Future<String> future = Future.from(CompletableFuture.completedFuture("now"));
      assertThat(future.done()).isTrue();
      assertThat(future.result()).isEqualTo("now");
      assertThat(future.loop()).isSameAs(runningLoop());
    });
  }

  @Test
  void awaitingAStageThatIsDoneLetsNothingElseRun() {
    var order = new Order();
    TestTime.run(() -> {
      runningLoop().callSoon(() -> order.finish(3));
      order.expect(1);
      assertThat(await(CompletableFuture.completedFuture("now"))).isEqualTo("now");
      order.expect(2);
      await(sleep(0));
    });
    order.assertFinished();
  }

  @Test
  void anotherThreadCompletesWhatATaskAwaits() {
    TestTime.run(() -> {
      CompletableFuture<String> stage = new CompletableFuture<>();
      Thread.ofPlatform().start(() -> stage.complete("from afar"));
      assertThat(await(stage)).isEqualTo("from afar");
    });
  }

  @Test
  void otherTasksRunWhileAStageIsAwaited() {
    TestTime.run(() -> {
      CompletableFuture<String> stage = new CompletableFuture<>();
      createTask(() -> stage.complete("by another task"));
      assertThat(await(stage)).isEqualTo("by another task");
    });
  }

  @Test
  void theLoopKnowsThatAnotherThreadOwesItAResult() {
    TestTime.run(() -> {
      CompletableFuture<String> stage = new CompletableFuture<>();
      Future<String> future = Future.from(stage);
      assertThat(runningLoop().hasOutsideWork()).isTrue();
      stage.complete("paid");
      await(future);
      assertThat(runningLoop().hasOutsideWork()).isFalse();
    });
  }

  @Test
  void theCauseOfAFailureIsThrownAsItIs() {
    IOException failure = new IOException("no such host");
    TestTime.run(() -> {
      CompletableFuture<String> source = new CompletableFuture<>();
      CompletionStage<Integer> derived =
          source.thenApply(String::length).thenApply(length -> length + 1);
      Thread.ofPlatform().start(() -> source.completeExceptionally(failure));
      assertThatThrownBy(() -> await(derived)).isSameAs(failure);
    });
  }

  @Test
  void theCauseOfAnEarlierFailureIsThrownAsItIs() {
    IOException failure = new IOException("no such host");
    TestTime.run(() -> {
      CompletableFuture<Integer> derived =
          CompletableFuture.<String>failedFuture(failure).thenApply(String::length);
      assertThatThrownBy(() -> await(derived)).isSameAs(failure);
      assertThatThrownBy(() -> await(CompletableFuture.failedFuture(failure))).isSameAs(failure);
    });
  }

  @Test
  void aFailureThatHasNoCauseStaysAsItIs() {
    CompletionException failure = new CompletionException("nothing inside", null);
    TestTime.run(() ->
        assertThatThrownBy(() -> await(CompletableFuture.failedFuture(failure))).isSameAs(failure));
  }

  @Test
  void aCancelledStageCancelsTheFuture() {
    TestTime.run(() -> {
      CompletableFuture<String> stage = new CompletableFuture<>();
      Future<String> future = Future.from(stage);
      CompletableFuture<String> earlier = new CompletableFuture<>();
      earlier.cancel(false);

      stage.cancel(false);

      assertThatThrownBy(() -> await(future)).isInstanceOf(CancelledError.class);
      assertThat(future.cancelled()).isTrue();
      assertThat(Future.from(earlier).cancelled()).isTrue();
    });
  }

  @Test
  void theMessageOfACancelledStageComesThrough() {
    TestTime.run(() -> {
      CompletableFuture<String> stage = new CompletableFuture<>();
      stage.completeExceptionally(new CancellationException("gone"));
      assertThatThrownBy(() -> await(stage)).isInstanceOf(CancelledError.class).hasMessage("gone");
    });
  }

  @Test
  void cancellingTheFutureCancelsTheStage() {
    TestTime.run(() -> {
      CompletableFuture<String> stage = new CompletableFuture<>();
      Future.from(stage).cancel();
      await(sleep(0));
      assertThat(stage).isCancelled();
    });
  }

  @Test
  void cancellingTheTaskThatAwaitsAStageCancelsTheStage() {
    TestTime.run(() -> {
      CompletableFuture<String> stage = new CompletableFuture<>();
      Task<String> task = createTask(() -> await(stage));
      await(sleep(0));
      task.cancel("enough");
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class).hasMessage("enough");
      assertThat(stage).isCancelled();
    });
  }

  @Test
  void whatAStageBringsAfterItsFutureIsDoneIsDropped() {
    TestTime.run(() -> {
      CompletableFuture<String> source = new CompletableFuture<>();
      // a view of the source, so that cancelling it does not end the source
      Future<String> future = Future.from(source.minimalCompletionStage());
      future.cancel();
      await(sleep(0));
      source.complete("too late");
      await(sleep(0));
      assertThat(future.cancelled()).isTrue();
      assertThat(runningLoop().hasOutsideWork()).isFalse();
    });
  }

  @Test
  void aFutureThatIsCancelledWhileTheResultIsOnItsWayLeavesTheStageItsResult() {
    TestTime.run(() -> {
      CompletableFuture<Integer> stage = new CompletableFuture<>();
      Future<Integer> future = Future.from(stage);
      stage.complete(42);
      assertThat(future.cancel()).isTrue();
      await(sleep(0));
      assertThat(stage).isCompletedWithValue(42);
      assertThat(future.cancelled()).isTrue();
      assertThat(runningLoop().hasOutsideWork()).isFalse();
    });
  }

  @Test
  void aStageOfAnotherMakeCanBeAwaited() {
    TestTime.run(() -> {
      CompletableFuture<String> source = new CompletableFuture<>();
      CompletionStage<String> stage = another(source);
      Thread.ofPlatform().start(() -> source.complete("value"));
      assertThat(await(stage)).isEqualTo("value");
      assertThat(await(another(source))).isEqualTo("value");
    });
  }

  /** A stage that is not one of the JDK's. */
  @SuppressWarnings("unchecked")
  private static CompletionStage<String> another(CompletionStage<String> source) {
    return (CompletionStage<String>)
        Proxy.newProxyInstance(
            FutureStageTest.class.getClassLoader(),
            new Class<?>[] {CompletionStage.class},
            (proxy, method, arguments) -> method.invoke(source, arguments));
  }

  @Test
  void aStageThatShowsNothingOfItselfCanBeAwaited() {
    TestTime.run(() -> {
      CompletableFuture<String> source = new CompletableFuture<>();
      Future<String> future = Future.from(source.minimalCompletionStage());
      source.complete("seen");
      assertThat(await(future)).isEqualTo("seen");
      assertThat(await(source.minimalCompletionStage())).isEqualTo("seen");
    });
  }

  @Test
  void aStageMayEndAfterTheLoopWasClosed() {
    CompletableFuture<String> stage = new CompletableFuture<>();
    Future<String>[] future = newArray();
    TestTime.run(() -> {
      future[0] = Future.from(stage);
    });

    assertThat(stage.complete("too late")).isTrue();
    assertThat(future[0].done()).isFalse();
  }

  @Test
  void aStageBecomesAFutureOnlyOnALoop() {
    assertThatThrownBy(() -> Future.from(new CompletableFuture<>()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no running event loop");
  }

  @Test
  void awaitingAStageOutsideOfACoroutineIsAnError() {
    assertThatThrownBy(() -> await(CompletableFuture.completedFuture("now")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("await outside of a coroutine");
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Future<String>[] newArray() {
    return new Future[1];
  }
}
