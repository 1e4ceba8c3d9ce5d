package asyncio;

/** Cancels a future, and waits until it has really ended. */
final class CancelAndWait {

  private CancelAndWait() {}

  static Coroutine<Boolean> of(Future<?> future) {
    return new Coroutine<>(() -> {
      Task<?> task = Asyncio.awaitingTask();
      if (future.loop != task.loop) {
        throw new IllegalStateException(task + " got " + future + ", which is of a different loop");
      }
      if (future == task) {
        throw new IllegalStateException("a task cannot wait for its own end: " + task);
      }
      if (!future.done()) {
        Waits.cancelAndWait(future); // a CancelledError from here is the caller's own
      }
      if (future.cancelled()) {
        return true;
      }
      Throwable failure = future.exception();
      if (failure instanceof CancelledError) {
        return true; // a gathering future ends so
      }
      if (failure != null) {
        throw Rethrow.asIs(failure);
      }
      return false;
    });
  }
}
