package asyncio;

/** What was acquired once, and so can be released once: a second time it may be another's. */
final class HeldOnce implements Held {

  private final Runnable release;
  private boolean closed;

  HeldOnce(Runnable release) {
    this.release = release;
  }

  @Override
  public void close() {
    if (closed) {
      throw new IllegalStateException("it was released already");
    }
    release.run();
    closed = true;
  }
}
