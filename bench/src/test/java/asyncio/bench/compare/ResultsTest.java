package asyncio.bench.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** How numbers are shown: as a table, and as JSON. */
final class ResultsTest {

  private static final Result SPAWN =
      new Result(
          "spawn",
          300,
          List.of(metric("ns", "direct", List.of(200.0, 100.0, 150.0), "cpython", List.of(1200.0))),
          Map.of());

  private static final Result SLEEPERS =
      new Result(
          "sleepers",
          10,
          List.of(
              metric("start", "direct", List.of(4.0, 2.0), "threads", List.of(1.5, 1.5)),
              metric("bytes", "direct", List.of(800.0, 800.0), "threads", List.of(0.0, -8.0))),
          Map.of("kotlin", "ended with exit code 3\n    \"boom\""));

  private static Result.Metric metric(
      String name, String peer, List<Double> values, String other, List<Double> others) {
    SequencedMap<String, Numbers> peers = new LinkedHashMap<>();
    peers.put(peer, new Numbers(values));
    peers.put(other, new Numbers(others));
    return new Result.Metric(name, peers);
  }

  @Test
  void theMedianIsTheOneInTheMiddleOrBetweenTheTwoThere() {
    assertThat(new Numbers(List.of(9.0, 1.0, 2.0)).median()).isEqualTo(2);
    assertThat(new Numbers(List.of(9.0, 1.0, 2.0, 4.0)).median()).isEqualTo(3);
    assertThat(new Numbers(List.of(7.0)).median()).isEqualTo(7);
  }

  @Test
  void aRatioIsToTheDirectFiber() {
    Result.Metric metric = SPAWN.metrics().getFirst();

    assertThat(metric.ratio("cpython")).isEqualTo(8);
    assertThat(metric.ratio("direct")).isEqualTo(1);
    assertThat(metric.ratio("kotlin")).isNull();
    assertThat(
            new Result.Metric("ns", Map.of("cpython", new Numbers(List.of(1.0)))).ratio("cpython"))
        .isNull();
  }

  @Test
  void aRatioOfRatesIsHowManyTimesAsFastTheDirectFiberIs() {
    Result.Metric rate = metric("req/s", "direct", List.of(100.0), "netty", List.of(125.0));

    assertThat(rate.ratio("netty")).isEqualTo(0.8);
    assertThat(rate.unit()).isEqualTo("/s");
  }

  @Test
  void howBusyTheLoadGeneratorIsHasNoRatio() {
    assertThat(metric("load", "direct", List.of(20.0), "netty", List.of(40.0)).ratio("netty"))
        .isNull();
  }

  @Test
  void theTableNamesALineAndAMetricOnce() {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    Table table = new Table(new PrintStream(shown, false, UTF_8));
    table.head();
    table.add(SPAWN);
    table.add(SLEEPERS);

    assertThat(shown.toString(UTF_8).replace(System.lineSeparator(), "\n"))
        .isEqualTo(
            """
            workload       metric    peer              median                min to max  x direct
            spawn          ns        direct            150 ns                100 to 200      1.00
                                     cpython         1,200 ns            1,200 to 1,200      8.00
            sleepers       start     direct           3.00 ns              2.00 to 4.00      1.00
                                     threads          1.50 ns              1.50 to 1.50      0.50
                           bytes     direct         800 bytes                800 to 800      1.00
                                     threads      -4.00 bytes             -8.00 to 0.00     -0.01
            sleepers: kotlin failed: ended with exit code 3
                "boom"
            """);
  }

  @Test
  void theJsonHasTheNumbersOfEachRound() {
    Peers peers =
        new Peers(
            List.of(new Peer("direct", "asyncio4j", List.of(), Map.of())),
            Map.of("uvloop", "not there"));

    String json = Report.json(peers, Effort.FULL, List.of(SPAWN, SLEEPERS));

    assertThat(json)
        .startsWith("{\n  \"machine\": {\n    \"os\": \"")
        .contains(
            """
              "rounds": 5,
              "peers": {
                "direct": "asyncio4j"
              },
              "missing": {
                "uvloop": "not there"
              },
              "results": [
                {
                  "workload": "spawn",
                  "n": 300,
                  "metric": "ns",
                  "unit": "ns",
                  "peer": "direct",
                  "median": 150.0,
                  "min": 100.0,
                  "max": 200.0,
                  "ratio": 1.0,
                  "values": [200.0, 100.0, 150.0]
                },
            """)
        .endsWith(
            """
              "failures": [
                {
                  "workload": "sleepers",
                  "peer": "kotlin",
                  "reason": "ended with exit code 3\\n    \\"boom\\""
                }
              ]
            }
            """);
  }

  @Test
  void whatIsNoNumberInJsonIsNull() {
    assertThat(Json.text(List.of(Double.NaN, Double.POSITIVE_INFINITY, 1, true)))
        .isEqualTo("[null, null, 1, true]");
    assertThat(Json.text(Map.of())).isEqualTo("{}");
    assertThat(Json.text(null)).isEqualTo("null");
    assertThat(Json.text("a\tb\\")).isEqualTo("\"a\\u0009b\\\\\"");
  }
}
