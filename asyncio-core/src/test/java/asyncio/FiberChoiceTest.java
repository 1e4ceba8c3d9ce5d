package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code -Dasyncio.fiber} and the flag choose, each in a JVM of its own. */
@Timeout(60)
final class FiberChoiceTest {

  private static final String FLAG = "--add-opens java.base/java.lang=ALL-UNNAMED";
  private static final String HINT =
      ": coroutines run on portable fibers; " + FLAG + " makes them several times faster";

  /** Says which fiber two programs in a row ran on, or what is wrong. */
  static final class TwoRuns {

    private TwoRuns() {}

    public static void main(String[] arguments) {
      try {
        for (int i = 0; i < 2; i++) {
          run(() -> {
            await(sleep(0));
            System.out.println(runningLoop().fibers);
          });
        }
      } catch (RuntimeException e) {
        System.out.println(e);
      }
    }
  }

  @Test
  void directWithTheFlagIsDirect() {
    assertThat(outputWithFlag("-Dasyncio.fiber=direct")).containsExactly("DIRECT", "DIRECT");
  }

  @Test
  void directWithoutTheFlagIsAnErrorThatNamesTheFlag() {
    assertThat(output("-Dasyncio.fiber=direct"))
        .containsExactly(
            "java.lang.IllegalStateException: -Dasyncio.fiber=direct needs the flag "
                + FLAG
                + " (or =asyncio.core)");
  }

  @Test
  void portableIsPortableAndSaysNothing() {
    assertThat(output("-Dasyncio.fiber=portable")).containsExactly("PORTABLE", "PORTABLE");
  }

  @Test
  void portableWithTheFlagIsPortableAllTheSame() {
    assertThat(outputWithFlag("-Dasyncio.fiber=portable")).containsExactly("PORTABLE", "PORTABLE");
  }

  @Test
  void autoWithTheFlagIsDirectAndSaysNothing() {
    assertThat(outputWithFlag("-Dasyncio.fiber=auto")).containsExactly("DIRECT", "DIRECT");
  }

  @Test
  void autoWithoutTheFlagIsPortableAndSaysOnceWhichFlagMakesItFaster() {
    List<String> lines = output("-Dasyncio.fiber=auto");

    assertThat(lines).containsSubsequence("PORTABLE", "PORTABLE");
    assertThat(lines).filteredOn(line -> line.endsWith(HINT)).hasSize(1);
  }

  @Test
  void withoutThePropertyItIsAuto() {
    assertThat(outputWithFlag()).containsExactly("DIRECT", "DIRECT");
    assertThat(output()).contains("PORTABLE").anyMatch(line -> line.endsWith(HINT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "DIRECT", ""})
  void anythingElseIsAnErrorThatNamesTheThree(String nonsense) {
    assertThat(output("-Dasyncio.fiber=" + nonsense))
        .containsExactly(
            "java.lang.IllegalArgumentException: -Dasyncio.fiber must be direct, portable or auto,"
                + " not '"
                + nonsense
                + "'");
  }

  private static List<String> outputWithFlag(String... arguments) {
    List<String> more = new ArrayList<>(List.of(FLAG.split(" ")));
    more.addAll(List.of(arguments));
    return output(more.toArray(String[]::new));
  }

  private static List<String> output(String... arguments) {
    try (ChildJvm child = ChildJvm.startBare(TwoRuns.class, List.of(arguments))) {
      assertThat(child.waitForEnd()).isZero();
      return child.lines();
    }
  }
}
