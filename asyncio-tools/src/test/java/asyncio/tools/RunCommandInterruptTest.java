package asyncio.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C on a program that {@code asyncio run} has started. */
final class RunCommandInterruptTest {
  @TempDir Path folder;

  /**
   * A shell without job control starts background jobs, and all below them, with SIGINT ignored.
   */
  @BeforeEach
  void interruptReachesProcessesHere() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (Files.exists(status)) {
      String ignored =
          Files.readAllLines(status).stream()
              .filter(line -> line.startsWith("SigIgn:"))
              .findFirst()
              .orElseThrow();
      long signals = Long.parseUnsignedLong(ignored.substring("SigIgn:".length()).strip(), 16);
      assumeTrue((signals & 0b10) == 0, "whoever started this has SIGINT ignored");
    }
  }

  @Test
  void endsTheProgramWithoutAStackTraceOnceItHasCleanedUp() throws Exception {
    Files.writeString(
        folder.resolve("Forever.java"),
        """
        import static asyncio.Asyncio.*;

        void main() {
          run(() -> {
            try {
              IO.println("ready");
              await(sleep(3600));
            } finally {
              IO.println("clean");
            }
          });
        }
        """);

    var ended = interrupted("Forever.java");

    assertThat(ended).isEqualTo(new Command(130, "ready\nclean\n", "\n"));
  }

  @Test
  void aProgramMayHandleItItself() throws Exception {
    Files.writeString(
        folder.resolve("Handles.java"),
        """
        import static asyncio.Asyncio.*;

        void main() {
          try {
            run(() -> {
              IO.println("ready");
              await(sleep(3600));
            });
          } catch (asyncio.KeyboardInterrupt e) {
            IO.println("bye");
          }
        }
        """);

    assertThat(interrupted("Handles.java")).isEqualTo(new Command(0, "ready\nbye\n", ""));
  }

  private Command interrupted(String program) throws IOException, InterruptedException {
    var started = Command.start(folder, Map.of(), Command.asyncioLine("run", program));
    started.awaitOutput("ready\n");
    var kill = List.of("kill", "-INT", String.valueOf(started.process().pid()));
    assertThat(Command.run(folder, Map.of(), kill).status()).isZero();
    return Command.end(started);
  }
}
