package asyncio.bench.workload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A peer runs its workload whenever it is told to, and answers. */
final class PeerTest {

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private List<String> serve(Workload program, String line, String input) throws Exception {
    Peer.serve(
        Map.of("known", program),
        new String[] {line, "7"},
        new ByteArrayInputStream(input.getBytes(UTF_8)),
        new PrintStream(said, false, UTF_8));
    return said.toString(UTF_8).lines().toList();
  }

  @Test
  void itRunsOnceForEachGoAndEndsWithItsInput() throws Exception {
    assertThat(serve(n -> Metrics.of("ns", n), "known", "go\ngo\n"))
        .containsExactly("ready", "ns=7.0", "ns=7.0");
  }

  @Test
  void itDoesNotRunUntilItIsTold() throws Exception {
    assertThat(serve(n -> Metrics.of("ns", n), "known", "")).containsExactly("ready");
  }

  @Test
  void aWorkloadThatItHasNotIsUnsupported() throws Exception {
    assertThat(serve(n -> Metrics.of("ns", n), "other", "go\n")).containsExactly("unsupported");
  }

  @Test
  void anythingButGoEndsIt() {
    assertThatThrownBy(() -> serve(n -> Metrics.of("ns", n), "known", "run\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("run");
  }

  @Test
  void aWorkloadThatFailsEndsIt() {
    Workload fails =
        n -> {
          throw new IllegalStateException("broken");
        };
    assertThatThrownBy(() -> serve(fails, "known", "go\n")).hasMessage("broken");
  }
}
