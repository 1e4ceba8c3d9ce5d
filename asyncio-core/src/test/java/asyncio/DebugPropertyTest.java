package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Debug mode as it is when the program says nothing: the system property's. */
@Timeout(60)
final class DebugPropertyTest {

  static final class TellsItsMode {
    private TellsItsMode() {}

    public static void main(String[] arguments) {
      try (EventLoop loop = EventLoop.create()) {
        System.out.println("loop " + loop.debug());
      }
      System.out.println("run " + run(async(() -> runningLoop().debug())));
      System.out.println("on " + run(async(() -> runningLoop().debug()), true));
      System.out.println("off " + run(async(() -> runningLoop().debug()), false));
    }
  }

  @Test
  void withoutThePropertyItIsOff() {
    assertModes("loop false", "run false", "on true", "off false");
  }

  @Test
  void withThePropertyItIsOnUnlessTheProgramSaysOff() {
    assertModes("loop true", "run true", "on true", "off false", "-Dasyncio.debug=true");
  }

  @Test
  void thePropertyMaySayOff() {
    assertModes("loop false", "run false", "on true", "off false", "-Dasyncio.debug=false");
  }

  private static void assertModes(
      String loop, String run, String on, String off, String... property) {
    try (ChildJvm child = ChildJvm.start(TellsItsMode.class, property)) {
      assertThat(child.waitForEnd()).isZero();
      assertThat(child.lines()).containsSubsequence(loop, run, on, off);
    }
  }
}
