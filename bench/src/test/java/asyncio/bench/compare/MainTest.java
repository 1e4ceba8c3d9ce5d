package asyncio.bench.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The whole command. */
@Timeout(60)
final class MainTest {

  private static final Suite SUITE =
      new Programs(Path.of(""), Map.of("PATH", "", "BENCH_JAVA_OPTS", "-Xmx64m"));

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) throws Exception {
    return Command.run(
        SUITE, List.of(args), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
  }

  @Test
  @EnabledIfSystemProperty(
      named = "asyncio.fiber",
      matches = "direct",
      disabledReason = "runs both fibers, whichever this JVM has")
  void itComparesTheTwoFibersAndLeavesOutWhatIsMissing(@TempDir Path folder) throws Exception {
    Path json = folder.resolve("results.json");

    int code =
        run(
            ("--quick --rounds 1 --n 100 --peers direct,portable,cpython spawn --json " + json)
                .split(" ", -1));

    assertThat(err.toString(UTF_8)).isEmpty();
    assertThat(out.toString(UTF_8).lines())
        .anyMatch(line -> line.startsWith("direct    asyncio4j, direct fiber, JDK "))
        .anyMatch(line -> line.startsWith("cpython   left out: no python3 of version 3.11"))
        .anyMatch(line -> line.matches("spawn +ns +direct +\\S+ ns +\\S+ to \\S+ +1.00"))
        .anyMatch(line -> line.matches(" +portable +\\S+ ns +\\S+ to \\S+ +\\S+"));
    assertThat(Files.readString(json)).contains("\"peer\": \"portable\"");
    assertThat(code).isZero();
  }

  @Test
  void aFailingPeerIsTheExitCode() throws Exception {
    Peer fails = new Peer("threads", "fails", List.of("sh", "-c", "exit 9"), Map.of());
    Options options = Options.parse(SUITE, List.of("--quick", "spawn"));

    int code =
        Command.compare(
            SUITE, options, new Peers(List.of(fails), Map.of()), new PrintStream(out, true, UTF_8));

    assertThat(code).isEqualTo(1);
    assertThat(out.toString(UTF_8)).contains("spawn: threads failed: ended with exit code 9");
  }

  @Test
  void noPeerAtAllIsAFailure() throws Exception {
    assertThat(run("--peers", "cpython,uvloop", "spawn")).isEqualTo(1);
    assertThat(out.toString(UTF_8)).contains("uvloop    left out: ");
  }

  @Test
  void aWrongCommandLineIsRefusedWithCodeTwo() throws Exception {
    assertThat(run("--fast")).isEqualTo(2);
    assertThat(run("--json", "/no/such/folder/file", "spawn")).isEqualTo(2);
    assertThat(err.toString(UTF_8).lines())
        .containsExactly(
            "compare: no such option: --fast; see --help",
            "compare: --json: cannot write /no/such/folder/file");
    assertThat(out.size()).isZero();
  }

  @Test
  void helpAndListAreShown() throws Exception {
    assertThat(run("--help")).isZero();
    assertThat(out.toString(UTF_8)).startsWith("usage: bench/compare ");
    out.reset();
    assertThat(run("--list", "--quick")).isZero();
    assertThat(out.toString(UTF_8).lines()).hasSize(SUITE.lines().size());
  }
}
