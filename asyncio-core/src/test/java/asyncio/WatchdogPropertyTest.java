package asyncio;

import static asyncio.Asyncio.run;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The system property that has all loops of a program watched. */
@Timeout(60)
final class WatchdogPropertyTest {

  /** Ends when it is reported; prints what the report says of it. */
  static final class Stuck {
    public static void main(String[] args) {
      try (LoggingCapture logged = new LoggingCapture()) {
        run(() -> {
          while (logged.messages().isEmpty()) {
            Thread.onSpinWait();
          }
        });
        System.out.println(logged.messages().getFirst().contains("has been blocking"));
      }
    }
  }

  /** Tells whether it is watched. */
  static final class Fine {
    public static void main(String[] args) {
      run(() ->
          System.out.println(
              Thread.getAllStackTraces().keySet().stream()
                  .anyMatch(thread -> thread.getName().equals("asyncio-watchdog"))));
    }
  }

  @Test
  void itSwitchesTheWatchdogOn() {
    try (ChildJvm program = ChildJvm.start(Stuck.class, "-Dasyncio.watchdog=0.05")) {
      assertThat(program.waitForEnd()).isZero();
      assertThat(program.lines()).contains("true");
    }
  }

  @Test
  void withoutItNobodyWatches() {
    try (ChildJvm program = ChildJvm.start(Fine.class)) {
      assertThat(program.waitForEnd()).isZero();
      assertThat(program.lines()).contains("false");
    }
  }

  @Test
  void zeroMeansOff() {
    try (ChildJvm program = ChildJvm.start(Fine.class, "-Dasyncio.watchdog=0")) {
      assertThat(program.waitForEnd()).isZero();
      assertThat(program.lines()).contains("false");
    }
  }

  @Test
  void whatIsNoNumberIsRefusedByName() {
    try (ChildJvm program = ChildJvm.start(Fine.class, "-Dasyncio.watchdog=yes")) {
      assertThat(program.waitForEnd()).isNotZero();
      assertThat(program.lines())
          .anyMatch(
              line -> line.contains("-Dasyncio.watchdog must be a number of seconds, not yes"));
    }
  }
}
