package asyncio;

/** A driver that waits by {@code Object.wait}, which Lincheck does not end without a reason. */
class MonitorDriver implements IoDriver {

  private boolean woken;

  @Override
  public void select(long timeoutNanos) {
    if (timeoutNanos <= 0) {
      return;
    }
    synchronized (this) {
      while (!woken) {
        try {
          wait();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
      woken = false;
    }
  }

  @Override
  public synchronized void wakeup() {
    woken = true;
    notifyAll();
  }

  final synchronized void forget() {
    woken = false;
  }

  @Override
  public void close() {}

  @Override
  public long nanoTime() {
    return 0;
  }
}
