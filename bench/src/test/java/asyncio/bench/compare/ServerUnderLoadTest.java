package asyncio.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import asyncio.bench.workload.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server and what loads it, which are shell scripts here. */
@Timeout(60)
final class ServerUnderLoadTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Load LOAD = Load.all().get("echo-10k-500");

  @TempDir private Path folder;

  private Path generator(String script) throws IOException {
    Path file = folder.resolve("load");
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static <T> T withServer(String script, Path generator, Step<T> step) throws Exception {
    Peer peer = new Peer("a", "a", List.of("sh", "-c", script), Map.of());
    try (var server = new ServerUnderLoad(peer, LOAD, 500, generator, null)) {
      return step.take(server);
    }
  }

  private interface Step<T> {
    T take(ServerUnderLoad server) throws Exception;
  }

  private static void assertFails(Callable<?> run, String message) {
    assertThatThrownBy(run::call).isInstanceOf(PeerFailure.class).hasMessage(message);
  }

  @Test
  void whatTheGeneratorSaysIsMeasured() throws Exception {
    Path generator = generator("echo rate=5 cpu=3 load=20 p50=1 p99=2 max=3");

    Metrics metrics =
        withServer(
            "echo ready; read line",
            generator,
            server -> {
              assertThat(server.ready(LONG)).isTrue();
              return server.run(LONG);
            });

    assertThat(metrics).hasToString("req/s=5.0 cpu=3.0 load=20.0");
  }

  @Test
  void bothAreToldWhatTheLineIs() throws Exception {
    Path log = folder.resolve("log");
    Path generator = generator("echo \"$@\" >>" + log + "; echo rate=1 cpu=1 load=1");

    withServer(
        "echo $$ $0 $1 >>" + log + "; echo ready; read line",
        generator,
        server -> server.ready(LONG) ? server.run(LONG) : null);

    List<String> said = Files.readAllLines(log);
    String[] server = said.getFirst().split(" ", -1);
    assertThat(server[1]).isEqualTo("streams");
    String of = "echo " + server[0] + " 127.0.0.1 " + server[2] + " 500 10240 ";
    assertThat(said).last().isEqualTo(of + "0.05 0.5");
  }

  @Test
  void aPeerWithoutSuchAServerIsNotLoaded() throws Exception {
    Path generator = generator("exit 9");

    boolean ready = withServer("echo unsupported", generator, server -> server.ready(LONG));

    assertThat(ready).isFalse();
  }

  @Test
  void aGeneratorThatFailsIsAFailureWithWhatItSaid() throws Exception {
    Path generator = generator("echo wrong bytes >&2; exit 1");

    assertFails(
        () -> withServer("echo ready; read line", generator, server -> server.ready(LONG)),
        "the load generator ended with exit code 1\n    wrong bytes");
  }

  @Test
  void aGeneratorThatHangsIsEnded() throws Exception {
    Path generator = generator("exec sleep 100");
    Duration limit = Duration.ofMillis(700);

    assertFails(
        () -> withServer("echo ready; read line", generator, server -> server.ready(limit)),
        "the load generator hangs");
  }

  @Test
  void coresAreReadFromRangesAndNumbers() {
    assertThat(Cores.list("0-3,8")).containsExactly(0, 1, 2, 3, 8);
    assertThat(Cores.list("5")).containsExactly(5);
  }
}
