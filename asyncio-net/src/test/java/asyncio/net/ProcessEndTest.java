package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.SubprocessRedirect.PIPE;
import static asyncio.net.Subprocesses.createSubprocessExec;
import static asyncio.net.Subprocesses.createSubprocessShell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import asyncio.CancelledError;
import asyncio.Future;
import asyncio.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How processes end, and what is left of them. */
@Timeout(60)
class ProcessEndTest {

  @TempDir Path dir;

  private static Process cat() {
    return await(
        createSubprocessExec(List.of("cat"), new SubprocessOptions().stdin(PIPE).stdout(PIPE)));
  }

  @Test
  void severalCanWaitForTheEnd() {
    run(() -> {
      Process process = cat();
      Future<List<Integer>> waiting = gather(process.whenExited(), process.whenExited());
      await(sleep(0));
      process.stdin().close();
      assertThat(await(waiting)).containsExactly(0, 0);
    });
  }

  @Test
  void aCancelledWaitLeavesTheProcessAlone() {
    run(() -> {
      Process process = cat();
      Task<Integer> waiting = createTask(process.whenExited());
      await(sleep(0));
      waiting.cancel();
      assertThatThrownBy(() -> await(waiting)).isInstanceOf(CancelledError.class);
      assertThat(process.returncode()).isNull();
      process.stdin().close();
      assertThat(await(process.whenExited())).isZero();
    });
  }

  @Test
  void theEndIsToldThoughAPipeIsStillOpen() {
    assumeTrue(SubprocessSpawn.OWN_PIPES, "the JDK's pipes end with the process");
    run(() -> {
      // given a process that has ended, and one of its own that has its pipe
      Path fifo = dir.resolve("fifo");
      Process process =
          await(
              createSubprocessShell(
                  "mkfifo %s; (cat %s) & exit 5".formatted(fifo, fifo),
                  new SubprocessOptions().stdout(PIPE)));
      assertThat(await(process.whenExited())).isEqualTo(5);
      // then what that writes can still be read
      await(await(createSubprocessShell("echo late > " + fifo)).whenExited());
      assertThat(await(process.stdout().read())).asString().isEqualTo("late\n");
    });
  }

  @Test
  void whatAProcessHasWrittenCanBeReadAfterItsEnd() {
    run(() -> {
      Process process =
          await(
              createSubprocessShell(
                  "echo out; echo err >&2", new SubprocessOptions().stdout(PIPE).stderr(PIPE)));
      await(process.whenExited());
      assertThat(await(process.stdout().read())).asString().isEqualTo("out\n");
      assertThat(await(process.stderr().read())).asString().isEqualTo("err\n");
    });
  }

  @Test
  void closingKillsAProcessThatRuns() {
    run(() -> {
      Process process = cat();
      try (process) {
        assertThat(process.returncode()).isNull();
      }
      assertThat(await(process.whenExited())).isEqualTo(-9);
      assertThat(await(process.stdout().read())).isEmpty();
    });
  }

  @Test
  void closingAProcessThatHasEndedChangesNothing() {
    run(() -> {
      Process process = cat();
      process.stdin().close();
      await(process.whenExited());
      process.close();
      process.close();
      assertThat(process.returncode()).isZero();
    });
  }

  @Test
  void closingTheLoopKillsWhatRuns() throws Exception {
    CompletableFuture<?>[] end = new CompletableFuture<?>[1];
    run(() -> {
      Process process = cat();
      end[0] = ProcessHandle.of(process.pid()).orElseThrow().onExit();
    });
    assertThat(end[0].get()).isNotNull();
  }

  @Test
  void aCancelledStartLeavesNoProcess() {
    run(() -> {
      String mark = "" + (1000 + ProcessHandle.current().pid());
      for (int i = 0; i < 20; i++) {
        int turns = i;
        Task<Process> starting = createTask(createSubprocessExec("sleep", mark));
        for (int turn = 0; turn < turns; turn++) {
          await(sleep(0.001));
        }
        if (starting.cancel()) {
          assertThatThrownBy(() -> await(starting)).isInstanceOf(CancelledError.class);
        } else {
          await(starting).kill();
        }
      }
      while (ProcessHandle.current()
          .children()
          .anyMatch(child -> child.info().commandLine().orElse("").contains(mark))) {
        await(sleep(0.01));
      }
    });
  }

  @Test
  void writingToAProcessThatHasEndedFails() {
    run(() -> {
      Process process =
          await(createSubprocessExec(List.of("true"), new SubprocessOptions().stdin(PIPE)));
      await(process.whenExited());
      process.stdin().write(new byte[1_000_000]);
      assertThatThrownBy(() -> await(process.stdin().drain())).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> await(process.stdin().drain())).isInstanceOf(IOException.class);
      process.stdin().close();
    });
  }
}
