package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.Subprocesses.createSubprocessExec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import asyncio.TimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process that has no handles left: {@link TooManyOpenFiles} is one, and says what passed. */
@Timeout(60)
final class TooManyOpenFilesTest {

  private static String said = "";

  @BeforeAll
  static void runWithFewHandles() {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "there is no /proc");
    List<String> command = new ArrayList<>();
    command.addAll(List.of("sh", "-c", "ulimit -n 200 && exec \"$0\" \"$@\""));
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-ea", "-cp", System.getProperty("java.class.path")));
    for (String property : List.of("asyncio.fiber", "asyncio.io")) {
      String value = System.getProperty(property);
      if (value != null) {
        command.add("-D" + property + "=" + value);
      }
    }
    if (Object.class.getModule().isOpen("java.lang", Streams.class.getModule())) {
      command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
    }
    command.add(TooManyOpenFiles.class.getName());
    run(() -> {
      SubprocessOptions options =
          new SubprocessOptions().stdout(SubprocessRedirect.PIPE).stderr(SubprocessRedirect.STDOUT);
      Process process = await(createSubprocessExec(command, options));
      var output = new StringBuilder();
      try {
        await(
            waitFor(
                async(() -> {
                  for (String line : process.stdout().lines()) {
                    output.append(line).append('\n');
                  }
                }),
                40));
      } catch (TimeoutException e) {
        output.append("and then it hung");
      }
      said = output.toString();
    });
  }

  @Test
  void aServerReportsOnceASecondServesTheOthersAndAcceptsWhenItCanAgain() {
    assertThat(said).contains("accepting: passed");
  }

  @Test
  void toConnectIsAnErrorThatNamesTheAddressAndWorksWhenThereAreHandlesAgain() {
    assertThat(said).contains("connecting: passed");
  }

  @Test
  void toOpenAnythingElseIsAnErrorThatNamesItAndLeavesNothingOpen() {
    assertThat(said).contains("everything else: passed");
  }
}
