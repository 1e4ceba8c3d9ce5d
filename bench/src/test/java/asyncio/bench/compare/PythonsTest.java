package asyncio.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which Python is taken; those on the path are scripts here that say a version. */
final class PythonsTest {

  @TempDir private Path folder;

  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void onlyTheFolderIsOnThePath() {
    environment.put("PATH", "/no/such/folder:" + folder);
  }

  private String python(String name, String says) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + says + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file.toString();
  }

  private Peer cpython() throws PeerFailure, InterruptedException {
    return new Pythons(Path.of("root"), environment, "peer.py").cpython();
  }

  private Peer uvloop() throws PeerFailure, InterruptedException {
    return new Pythons(Path.of("root"), environment, "peer.py").uvloop();
  }

  @Test
  void theNewestOnThePathIsTaken() throws Exception {
    python("python3.14", "echo 'pyenv: python3.14: command not found' >&2; exit 127");
    String taken = python("python3.13", "echo 3.13.1");
    python("python3.12", "echo 3.12.9");

    Peer peer = cpython();

    assertThat(peer.about()).isEqualTo("CPython 3.13.1");
    assertThat(peer.command()).containsExactly(taken, "root/bench/src/main/python/peer.py");
    assertThat(peer.programs()).containsOnlyKeys("startup", "startup-class");
  }

  @Test
  void theOneThatIsNamedIsTakenBefore() throws Exception {
    python("python3.13", "echo 3.13.1");
    environment.put("PYTHON", python("mine", "echo 3.11.2"));

    assertThat(cpython().about()).isEqualTo("CPython 3.11.2");
  }

  @Test
  void oneThatIsNamedAndTooOldIsNotReplaced() throws Exception {
    python("python3.13", "echo 3.13.1");
    environment.put("PYTHON", python("mine", "echo 3.10.2"));

    assertThatThrownBy(this::cpython)
        .isInstanceOf(PeerFailure.class)
        .hasMessage("PYTHON=" + folder + "/mine is no Python of version 3.11 or newer");
  }

  @Test
  void aMachineWithoutOneSaysSo() throws Exception {
    python("python3", "echo 3.9.7");

    assertThatThrownBy(this::cpython)
        .isInstanceOf(PeerFailure.class)
        .hasMessage("no python3 of version 3.11 or newer on the PATH");
    assertThatThrownBy(this::uvloop).isInstanceOf(PeerFailure.class);
  }

  @Test
  void uvloopIsWithTheFirstThatHasIt() throws Exception {
    python("python3.13", "echo 3.13.1");
    String taken = python("python3.12", "echo 3.12.9; echo 0.22.1");

    Peer peer = uvloop();

    assertThat(peer.about()).isEqualTo("uvloop 0.22.1 on CPython 3.12.9");
    assertThat(peer.command()).containsSubsequence(taken, "--uvloop");
    assertThat(cpython().about()).isEqualTo("CPython 3.13.1");
  }

  @Test
  void aMachineWithoutUvloopSaysSo() throws Exception {
    python("python3", "echo 3.13.1");

    assertThatThrownBy(this::uvloop)
        .isInstanceOf(PeerFailure.class)
        .hasMessage("no python3 on the PATH can import uvloop: set UVLOOP_PYTHON to one that can");
    environment.put("UVLOOP_PYTHON", folder + "/python3");
    assertThatThrownBy(this::uvloop)
        .isInstanceOf(PeerFailure.class)
        .hasMessage("UVLOOP_PYTHON=" + folder + "/python3 cannot import uvloop");
  }
}
