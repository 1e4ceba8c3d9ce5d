package asyncio.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Metrics go over a line of text and come back. */
final class MetricsTest {

  @Test
  void theyComeBackAsTheyWere() {
    Metrics metrics = Metrics.of("start", 12.5).and("bytes", 800).and("cancel", 0.25);

    assertThat(metrics).hasToString("start=12.5 bytes=800.0 cancel=0.25");
    assertThat(Metrics.parse(metrics.toString())).isEqualTo(metrics);
  }

  @Test
  void theyKeepTheirOrder() {
    assertThat(Metrics.parse(" b=2  a=1 ").values().keySet()).containsExactly("b", "a");
  }

  @Test
  void nanosecondsAreThoseOfAnOperation() {
    assertThat(Metrics.nanos(1_000, 8)).isEqualTo(Metrics.of("ns", 125));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ready", "ns", "ns=", "=1", "ns=fast", "ns=NaN", "ns=1 and more"})
  void anythingElseIsRefused(String line) {
    assertThatThrownBy(() -> Metrics.parse(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(line);
  }
}
