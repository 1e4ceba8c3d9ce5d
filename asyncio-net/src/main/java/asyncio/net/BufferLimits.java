package asyncio.net;

/**
 * The water marks of a buffer, in bytes.
 *
 * @param low whoever was stopped goes on when no more than this is left
 * @param high whoever fills the buffer is stopped when there is more than this in it
 */
public record BufferLimits(int low, int high) {

  /** 16 and 64 KiB. */
  public static final BufferLimits DEFAULT = ofHigh(64 * 1024);

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException unless {@code high >= low >= 0}
   */
  public BufferLimits {
    if (low < 0 || high < low) {
      throw new IllegalArgumentException(
          "high (" + high + ") must be >= low (" + low + ") must be >= 0");
    }
  }

  /**
   * Limits by the high one.
   *
   * @param high the high limit; the low one is a quarter of it
   * @return the limits
   */
  public static BufferLimits ofHigh(int high) {
    return new BufferLimits(high / 4, high);
  }

  /**
   * Limits by the low one.
   *
   * @param low the low limit; the high one is four times as much
   * @return the limits
   */
  public static BufferLimits ofLow(int low) {
    return new BufferLimits(low, Math.multiplyExact(4, low));
  }
}
