package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.SubprocessRedirect.PIPE;
import static asyncio.net.SubprocessRedirect.STDOUT;
import static asyncio.net.Subprocesses.createSubprocessExec;
import static asyncio.net.Subprocesses.createSubprocessShell;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProcessTest {

  @TempDir Path dir;

  @Test
  void aProgramsExitCodeIsKnownWhenItHasEnded() {
    run(() -> {
      Process process =
          await(createSubprocessExec(List.of("cat"), new SubprocessOptions().stdin(PIPE)));
      assertThat(process.returncode()).isNull();
      assertThat(process.pid()).isPositive();
      process.stdin().close();
      assertThat(await(process.whenExited())).isZero();
      assertThat(process.returncode()).isZero();
    });
  }

  @Test
  void whatIsWrittenToStdinComesBackFromCat() {
    run(() -> {
      Process cat =
          await(
              createSubprocessExec(
                  List.of("cat"), new SubprocessOptions().stdin(PIPE).stdout(PIPE)));
      cat.stdin().write("some data\n");
      assertThat(await(cat.stdout().readline())).asString().isEqualTo("some data\n");
      cat.stdin().write("more");
      cat.stdin().close();
      assertThat(await(cat.stdout().read())).asString().isEqualTo("more");
      assertThat(await(cat.whenExited())).isZero();
      assertThat(cat.stderr()).isNull();
    });
  }

  @Test
  void aCommandIsRunByTheShell() {
    run(() -> {
      Process process = await(createSubprocessShell("exit 7"));
      assertThat(await(process.whenExited())).isEqualTo(7);
    });
  }

  @Test
  void argumentsAreGivenAsTheyAre() {
    run(() -> assertThat(outputOf("printf", "%s|", "a b", "", "$HOME")).isEqualTo("a b||$HOME|"));
  }

  @Test
  void theEnvironmentIsWhatIsGiven() {
    run(() -> {
      var options = new SubprocessOptions().stdout(PIPE).environment(Map.of("FOO", "bar"));
      Process shell = await(createSubprocessShell("echo $FOO.$HOME.", options));
      assertThat(await(shell.communicate()).stdout()).asString().isEqualTo("bar..\n");
      Process exec = await(createSubprocessExec(List.of("env"), options));
      assertThat(await(exec.communicate()).stdout()).asString().isEqualTo("FOO=bar\n");
    });
  }

  @Test
  void theDirectoryIsWhatIsGiven() {
    run(() -> {
      var options = new SubprocessOptions().stdout(PIPE).directory(dir);
      Process process = await(createSubprocessExec(List.of("pwd", "-P"), options));
      assertThat(await(process.communicate()).stdout())
          .asString()
          .isEqualTo(dir.toRealPath() + "\n");
    });
  }

  @Test
  void stderrGoesWhereStdoutGoesIfAsked() {
    run(() -> {
      Process process =
          await(
              createSubprocessShell(
                  "echo out; echo err >&2", new SubprocessOptions().stdout(PIPE).stderr(STDOUT)));
      assertThat(await(process.communicate()).stdout()).asString().isEqualTo("out\nerr\n");
      assertThat(process.stderr()).isNull();
    });
  }

  @Test
  void nothingComesFromDevnullAndNothingComesOfWhatGoesThere() {
    run(() -> {
      var options =
          new SubprocessOptions().stdin(SubprocessRedirect.DEVNULL).stdout(PIPE).stderr(PIPE);
      Process reads = await(createSubprocessExec(List.of("cat"), options));
      assertThat(await(reads.communicate()).stdout()).isEmpty();
      assertThat(reads.returncode()).isZero();
      options.stdout(SubprocessRedirect.DEVNULL).stderr(SubprocessRedirect.DEVNULL);
      Process writes = await(createSubprocessShell("echo out; echo err >&2", options));
      assertThat(writes.stdout()).isNull();
      assertThat(await(writes.whenExited())).isZero();
    });
  }

  @Test
  void filesAreReadAndWrittenAndAppendedTo() {
    run(() -> {
      Path from = Files.writeString(dir.resolve("from"), "text\n");
      Path to = Files.writeString(dir.resolve("to"), "this is replaced");
      var options =
          new SubprocessOptions()
              .stdin(SubprocessRedirect.file(from))
              .stdout(SubprocessRedirect.file(to));
      await(await(createSubprocessExec(List.of("cat"), options)).whenExited());
      options.stdout(SubprocessRedirect.append(to));
      await(await(createSubprocessExec(List.of("cat"), options)).whenExited());
      assertThat(to).hasContent("text\ntext\n");
    });
  }

  @Test
  void aRedirectionThatMakesNoSenseIsRefused() {
    var options = new SubprocessOptions();
    assertThatThrownBy(() -> options.stdin(STDOUT)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> options.stdin(SubprocessRedirect.append(dir)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> options.stdout(STDOUT)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> createSubprocessExec(List.of(), options))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aProgramThatIsNotThereIsNamed() {
    run(() -> {
      var options = new SubprocessOptions().stdin(PIPE).stdout(PIPE);
      assertThatThrownBy(() -> await(createSubprocessExec(List.of("no-such-program"), options)))
          .isInstanceOf(NoSuchFileException.class)
          .hasMessage("no-such-program: no such program");
      assertThatThrownBy(() -> await(createSubprocessExec(dir.toString())))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining(dir.toString());
    });
  }

  @Test
  void aDirectoryThatIsNotThereIsNamed() {
    run(() -> {
      Path missing = dir.resolve("missing");
      assertThatThrownBy(() ->
              await(
                  createSubprocessExec(List.of("ls"), new SubprocessOptions().directory(missing))))
          .isInstanceOf(NoSuchFileException.class)
          .hasMessage(missing + ": no such directory");
      Path file = Files.writeString(dir.resolve("file"), "");
      assertThatThrownBy(() ->
              await(createSubprocessExec(List.of("ls"), new SubprocessOptions().directory(file))))
          .isInstanceOf(NotDirectoryException.class)
          .hasMessageContaining(file.toString());
    });
  }

  @Test
  void aFileThatCannotBeReadFromIsNamed() {
    run(() -> {
      Path missing = dir.resolve("missing");
      assertThatThrownBy(() ->
              await(
                  createSubprocessExec(
                      List.of("cat"),
                      new SubprocessOptions().stdin(SubprocessRedirect.file(missing)))))
          .isInstanceOf(java.io.IOException.class)
          .hasMessageContaining(missing.toString());
    });
  }

  @Test
  void aProcessSaysWhatItIs() {
    run(() -> {
      Process process =
          await(createSubprocessExec(List.of("cat"), new SubprocessOptions().stdin(PIPE)));
      assertThat(process).hasToString("<Process " + process.pid() + " running>");
      process.stdin().close();
      await(process.whenExited());
      assertThat(process).hasToString("<Process " + process.pid() + " returncode=0>");
    });
  }

  private static String outputOf(String... command) {
    Process process =
        await(createSubprocessExec(List.of(command), new SubprocessOptions().stdout(PIPE)));
    return new String(await(process.communicate()).stdout(), UTF_8);
  }
}
