package asyncio.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import asyncio.bench.workload.Line;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One line on several peers, which are shell scripts here. */
@Timeout(60)
final class ComparisonTest {

  private static final Suite SUITE = new Programs(Path.of(""), Map.of());

  private static final Line LINE = new Line("line", 1, true, "for this test");

  private static final Duration LONG = Duration.ofSeconds(30);

  /** A peer whose runs take what the text says: one value each. */
  private static final String ANSWERS = "echo ready; for v in %s; do read go; echo ns=$v; done";

  private static Peer peer(String name, String script) {
    return new Peer(name, name, List.of("sh", "-c", script), Map.of());
  }

  private static Result compare(Line line, Duration limit, Peer... peers)
      throws InterruptedException {
    return Comparison.run(SUITE, line, 42, List.of(peers), new Effort(Duration.ZERO, 2, 3, limit));
  }

  private static Result compare(Peer... peers) throws InterruptedException {
    return compare(LINE, LONG, peers);
  }

  private static void assertFailed(String script, Duration limit, String reason)
      throws InterruptedException {
    Result result =
        compare(LINE, limit, peer("bad", script), peer("good", ANSWERS.formatted("1 2 3 4 5")));

    assertThat(result.failures()).containsOnlyKeys("bad").containsEntry("bad", reason);
    assertThat(result.metrics()).hasSize(1);
    assertThat(result.metrics().getFirst().peers()).containsOnlyKeys("good");
  }

  @Test
  void whatWarmsUpIsNotMeasured() throws InterruptedException {
    Result result = compare(peer("a", ANSWERS.formatted("90 80 3 2 1")));

    assertThat(result.failures()).isEmpty();
    assertThat(result.metrics())
        .containsExactly(new Result.Metric("ns", Map.of("a", new Numbers(List.of(3.0, 2.0, 1.0)))));
  }

  @Test
  void peersAreToldTheLineAndHowManyAndTakeTurns(@TempDir Path folder) throws Exception {
    Path log = folder.resolve("log");
    String script =
        "echo ready; while read go; do echo \"%s $0 $1\" >>" + log + "; echo ns=1; done";

    compare(peer("a", script.formatted("a")), peer("b", script.formatted("b")));

    assertThat(Files.readAllLines(log))
        .map(line -> line.replace(" line 42", ""))
        .containsExactly("a", "a", "b", "b", "a", "b", "a", "b", "a", "b");
  }

  @Test
  void oneThatHasNoFairProgramIsLeftOut() throws InterruptedException {
    Result result = compare(peer("a", "echo unsupported"));

    assertThat(result.failures()).isEmpty();
    assertThat(result.metrics()).isEmpty();
  }

  @Test
  void oneThatFailsIsLeftOutWithWhatItSaid() throws InterruptedException {
    assertFailed(
        "echo ready; read go; echo ns=1; read go; echo boom >&2; exit 3",
        LONG,
        "ended with exit code 3\n    boom");
  }

  @Test
  void oneThatFailsBetweenItsRoundsIsLeftOutToo() throws InterruptedException {
    assertFailed(
        "echo ready; for v in 1 2 3; do read go; echo ns=$v; done; exit 4",
        LONG,
        "ended with exit code 4");
  }

  @Test
  void oneThatDoesNotEvenStartIsLeftOut() throws InterruptedException {
    assertFailed(
        "echo no such module >&2; exit 1", LONG, "ended with exit code 1\n    no such module");
    assertThat(compare(new Peer("a", "a", List.of("/no/such/file"), Map.of())).failures().get("a"))
        .startsWith("cannot be started: ");
  }

  @Test
  void oneThatHangsIsLeftOut() throws InterruptedException {
    Duration limit = Duration.ofMillis(700);
    Result result = compare(LINE, limit, peer("bad", "echo ready; exec sleep 100"));

    assertThat(result.failures()).containsEntry("bad", "hangs: no answer within 0.7 s");
  }

  @Test
  void oneThatAnswersSomethingElseIsLeftOut() throws InterruptedException {
    assertFailed("echo hello", LONG, "said neither ready nor unsupported: hello");
    assertFailed("echo ready; read go; echo fine", LONG, "answered no metrics: fine");
    assertFailed(
        "echo ready; for v in a a a b; do read go; echo $v=1; done",
        LONG,
        "measures something else in each round: b=1.0");
  }

  @Test
  void onlyTheEndOfWhatItSaidIsShown() throws InterruptedException {
    String reason =
        compare(peer("a", "for i in $(seq 1000); do echo error $i >&2; done; exit 1"))
            .failures()
            .get("a");

    assertThat(reason.lines()).hasSize(13).last().asString().isEqualTo("    error 1000");
  }

  @Test
  void wholeProgramsAreTimed() throws InterruptedException {
    Peer has =
        new Peer("a", "a", List.of(), Map.of("startup", List.of("sh", "-c", "echo; exit 0")));
    Peer hasNot = new Peer("b", "b", List.of(), Map.of());
    Peer fails =
        new Peer("c", "c", List.of(), Map.of("startup", List.of("sh", "-c", "echo x >&2; exit 7")));

    Result result = compare(Programs.STARTUP, LONG, has, hasNot, fails);

    assertThat(result.metrics()).hasSize(1);
    assertThat(result.metrics().getFirst().name()).isEqualTo("ms");
    assertThat(result.metrics().getFirst().peers()).containsOnlyKeys("a");
    assertThat(result.failures()).containsOnlyKeys("c");
    assertThat(result.failures().get("c")).endsWith("ended with exit code 7\n    x");
  }
}
