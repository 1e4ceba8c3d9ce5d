package asyncio;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Chains futures and {@link CompletionStage}s: when one ends so does the other, and cancelling the
 * one that waits cancels the other. A stage that waits for a loop which is closed fails.
 */
final class Stages {

  private Stages() {}

  /** A future of the loop that ends as the stage does. The loop's thread. */
  static <T extends @Nullable Object> Future<T> toFuture(
      CompletionStage<? extends T> stage, EventLoop loop) {
    Future<T> future = loop.createFuture();
    // a subclass may know less of itself: that of minimalCompletionStage() does
    if (stage.getClass() == CompletableFuture.class && stage.toCompletableFuture().isDone()) {
      var _ = stage.whenComplete((result, exception) -> complete(future, result, exception));
      return future;
    }
    loop.outsideWork++;
    stage.whenComplete((result, exception) ->
        loop.post(() -> {
          loop.outsideWork--;
          complete(future, result, exception);
        }));
    future.addInternalCallback(done -> {
      if (done.cancelled()) {
        cancel(stage);
      }
    });
    return future;
  }

  private static void cancel(CompletionStage<?> stage) {
    try {
      CompletableFuture<?> known =
          stage instanceof CompletableFuture<?> itself ? itself : stage.toCompletableFuture();
      known.cancel(true);
    } catch (UnsupportedOperationException e) {
      // it cannot be cancelled
    }
  }

  /** A stage that the loop owes its end. Any thread. */
  @SuppressWarnings("UndefinedEquals") // that very stage is meant
  static <T extends @Nullable Object> CompletableFuture<T> owedBy(EventLoop loop) {
    CompletableFuture<T> stage = new CompletableFuture<>();
    loop.owed.add(stage);
    var _ = stage.whenComplete((result, exception) -> loop.owed.remove(stage));
    return stage;
  }

  static void loopClosed(EventLoop loop) {
    for (CompletableFuture<?> stage : loop.owed) {
      stage.completeExceptionally(
          new IllegalStateException("the event loop was closed before this was done"));
    }
  }

  /** Has the stage end as the future does. The loop's thread. */
  static <T extends @Nullable Object> void chain(Future<T> future, CompletableFuture<T> stage) {
    future.addInternalCallback(done -> {
      if (done.cancelled()) {
        stage.cancel(false);
      } else {
        Throwable exception = done.exception();
        if (exception != null) {
          stage.completeExceptionally(exception);
        } else {
          stage.complete(done.result());
        }
      }
    });
    var _ =
        stage.whenComplete((result, exception) -> {
          if (stage.isCancelled()) {
            future.loop.post(future::cancel);
          }
        });
  }

  @SuppressWarnings("NullAway") // a stage that did not fail has a result, and that is a T
  private static <T extends @Nullable Object> void complete(
      Future<T> future, @Nullable T result, @Nullable Throwable exception) {
    if (future.done()) {
      return;
    }
    Throwable cause = exception;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof CancellationException) {
      future.cancel(cause.getMessage());
    } else if (cause != null) {
      future.fail(cause);
    } else {
      future.complete(result);
    }
  }
}
