package asyncio;

/** A callback that the loop will run at a given time; mirrors {@code asyncio.TimerHandle}. */
public final class TimerHandle extends Handle {

  /** The loop's time in nanoseconds at which the callback is due. */
  final long whenNanos;

  /**
   * How many timers the loop had set before this one, modulo 2^32: the order of timers that are due
   * at the same nanosecond.
   */
  final int number;

  /** Whether it stands in the loop's {@link TimerQueue}. */
  boolean scheduled;

  TimerHandle(EventLoop loop, Runnable callback, Context context, long whenNanos, int number) {
    super(loop, callback, context);
    this.whenNanos = whenNanos;
    this.number = number;
  }

  /**
   * When the callback is due; mirrors {@code TimerHandle.when}.
   *
   * @return seconds on the clock of {@link EventLoop#time}
   */
  public double when() {
    return Nanos.toSeconds(whenNanos);
  }

  /** {@inheritDoc} */
  @Override
  public void cancel() {
    if (!cancelled()) {
      super.cancel();
      if (scheduled) {
        loop().timers.noteCancelled();
      }
    }
  }

  boolean isBefore(TimerHandle other) {
    return whenNanos != other.whenNanos ? whenNanos < other.whenNanos : number - other.number < 0;
  }
}
