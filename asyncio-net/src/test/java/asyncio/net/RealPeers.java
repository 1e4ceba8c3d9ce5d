package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.text;
import static asyncio.net.SubprocessRedirect.PIPE;
import static asyncio.net.SubprocessRedirect.STDOUT;
import static asyncio.net.Subprocesses.createSubprocessExec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** The other end of a connection when it is a program of somebody else's. */
final class RealPeers {

  private RealPeers() {}

  /** Skips the test where there is no such program. */
  static void assumeInstalled(String program) {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, program))),
        () -> "there is no " + program + " on the PATH");
  }

  /** Skips the test where there is no OpenSSL, or one that is too old, or only what is like it. */
  static void assumeOpenSsl() throws IOException {
    assumeInstalled("openssl");
    java.lang.Process asked = new ProcessBuilder("openssl", "version").start();
    String version = asked.inputReader().readLine();
    assumeTrue(
        version != null && version.matches("OpenSSL (1\\.1\\.1|[3-9]).*"),
        () -> "OpenSSL 1.1.1 or newer is needed, not " + version);
  }

  /** Starts a program; its errors come with its output. */
  static Process start(List<String> command) {
    return await(
        createSubprocessExec(
            command, new SubprocessOptions().stdin(PIPE).stdout(PIPE).stderr(STDOUT)));
  }

  static Process start(String... command) {
    return start(List.of(command));
  }

  /** Gives a program its input and waits for its end, which is to be a good one. */
  static String finish(Process program, String input) {
    String output = text(await(program.communicate(NetTests.bytes(input))).stdout());
    assertThat(program.returncode()).as(output).isZero();
    return output;
  }

  static String finish(Process program) {
    return finish(program, "");
  }

  /** Reads what a program says, up to a line that has this in it. */
  static String awaitOutput(Process program, String awaited) {
    StringBuilder said = new StringBuilder();
    for (String line : program.stdout().lines()) {
      said.append(line).append('\n');
      if (line.contains(awaited)) {
        return said.toString();
      }
    }
    throw new AssertionError("it has ended and has not said " + awaited + ": " + said);
  }

  /** The port that a program has said to listen on, at the end of its last line. */
  static int portIn(String said) {
    return Integer.parseInt(said.substring(said.lastIndexOf(':') + 1).strip());
  }

  static String sha256(byte[] data) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
