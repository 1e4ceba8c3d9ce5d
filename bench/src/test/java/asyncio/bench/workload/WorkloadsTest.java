package asyncio.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import asyncio.bench.threads.ThreadsPeer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each program runs, finds its own result right, and measures what its line says. */
@Timeout(60)
final class WorkloadsTest {

  /** Enough for every second, tenth and hundredth of it to be there. */
  private static final int N = 200;

  private static final Set<String> WITHOUT_FAIR_THREADS =
      Set.of(
          "timers",
          "threadsafe-1",
          "threadsafe-4",
          "to-thread",
          "timeout",
          "deep-async",
          "tree-none-tg",
          "tree-io-tg",
          "tree-memo-tg",
          "tree-cpu-io-tg");

  static List<String> lines() {
    return Workloads.lines().stream().map(Line::name).toList();
  }

  static List<String> linesForThreads() {
    return lines().stream().filter(line -> !WITHOUT_FAIR_THREADS.contains(line)).toList();
  }

  @ParameterizedTest
  @MethodSource("lines")
  void eachRunsOnAsyncio(String line) throws Exception {
    assertMeasured(line, Workloads.program(line).run(N));
  }

  @ParameterizedTest
  @MethodSource("linesForThreads")
  void eachRunsOnThreads(String line) throws Exception {
    Workload program = ThreadsPeer.programs().get(line);

    assertMeasured(line, program.run(N));
  }

  private static void assertMeasured(String line, Metrics metrics) {
    List<String> names =
        switch (line) {
          case "sleepers" -> List.of("start", "bytes", "cancel");
          case "timeout" -> List.of("wait_for", "timeout");
          default -> List.of(line.startsWith("tree-") ? "ms" : "ns");
        };
    assertThat(metrics.values().keySet()).containsExactlyElementsOf(names);
    Map<String, Double> values = metrics.values();
    assertThat(values)
        .allSatisfy((name, value) -> {
          assertThat(value).isFinite();
          if (!name.equals("bytes")) {
            assertThat(value).isPositive();
          }
        });
  }

  @Test
  void threadsHaveNoOthers() {
    assertThat(ThreadsPeer.programs().keySet())
        .containsExactlyInAnyOrderElementsOf(linesForThreads());
  }

  @Test
  void oneThatThereIsNotIsRefused() {
    assertThatThrownBy(() -> Workloads.program("nothing"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nothing");
  }

  @Test
  void aTreeHasSixLevels() {
    assertThat(Trees.branches(46_656)).isEqualTo(6);
    assertThat(Trees.leaves(6)).isEqualTo(46_656);
    assertThat(Trees.branches(1)).isEqualTo(1);
  }

  @Test
  void aWrongResultIsNoMeasurement() {
    assertThatThrownBy(() -> Check.equal(1, 2)).isInstanceOf(IllegalStateException.class);
  }
}
