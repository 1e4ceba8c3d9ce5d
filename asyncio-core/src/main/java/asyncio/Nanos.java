package asyncio;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The loop's own unit of time, and what users give: seconds, durations. */
final class Nanos {

  private Nanos() {}

  static double toSeconds(long nanos) {
    return nanos / 1e9;
  }

  /** What a system property says in seconds; 0 if it is not set. */
  static long ofProperty(String name) {
    String seconds = System.getProperty(name);
    try {
      return seconds == null ? 0 : of(Double.parseDouble(seconds));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "-D" + name + " must be a number of seconds, not " + seconds, e);
    }
  }

  /** Seconds with three decimals. */
  static String text(long nanos) {
    return String.format(Locale.ROOT, "%.3f", nanos / 1e9);
  }

  /** The nearest; but what is more than nothing stays so. */
  static long of(double seconds) {
    if (Double.isNaN(seconds)) {
      throw new IllegalArgumentException("a time must be a number, not NaN");
    }
    long nanos = Math.round(seconds * 1e9); // saturates
    return nanos == 0 && seconds > 0 ? 1 : nanos;
  }

  static long of(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException e) {
      return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  /** A limit of time; no limit is {@link IoDriver#FOREVER}. */
  static long ofLimit(@Nullable Duration limit) {
    return limit == null ? IoDriver.FOREVER : of(limit);
  }

  /** The sum of the two, or the end of time. */
  static long later(long now, long delay) {
    long sum = now + delay;
    return delay > 0 && sum < now ? IoDriver.FOREVER : sum;
  }
}
