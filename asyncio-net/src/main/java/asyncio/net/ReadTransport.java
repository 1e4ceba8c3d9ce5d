package asyncio.net;

/** A transport that data comes from; mirrors {@code asyncio.ReadTransport}. */
public interface ReadTransport extends BaseTransport {

  /**
   * Whether data is delivered: it is not paused and not closing.
   *
   * @return true if it is
   */
  boolean isReading();

  /** Stops delivering data until {@link #resumeReading}. Has no effect if it is paused already. */
  void pauseReading();

  /**
   * Delivers data again, from the next iteration of the loop on. Has no effect if it is not paused.
   */
  void resumeReading();
}
