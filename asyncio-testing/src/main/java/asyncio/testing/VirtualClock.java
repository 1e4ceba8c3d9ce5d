package asyncio.testing;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The wall clock of a loop in virtual time: it starts at 1970-01-01T00:00Z. */
final class VirtualClock extends Clock {

  private final VirtualDriver driver;
  private final ZoneId zone;

  VirtualClock(VirtualDriver driver) {
    this(driver, ZoneOffset.UTC);
  }

  private VirtualClock(VirtualDriver driver, ZoneId zone) {
    this.driver = driver;
    this.zone = zone;
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return new VirtualClock(driver, other);
  }

  @Override
  public Instant instant() {
    return Instant.EPOCH.plusNanos(driver.nanoTime());
  }

  @Override
  public String toString() {
    return "VirtualClock[" + instant() + "," + zone + "]";
  }
}
