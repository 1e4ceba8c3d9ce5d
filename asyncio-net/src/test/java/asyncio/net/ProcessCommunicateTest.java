package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.SubprocessRedirect.PIPE;
import static asyncio.net.Subprocesses.createSubprocessExec;
import static asyncio.net.Subprocesses.createSubprocessShell;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import asyncio.CancelledError;
import asyncio.Task;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProcessCommunicateTest {

  @TempDir Path dir;

  private static SubprocessOptions pipes() {
    return new SubprocessOptions().stdin(PIPE).stdout(PIPE).stderr(PIPE);
  }

  @Test
  void inputIsSentAndBothOutputsAreRead() {
    run(() -> {
      Process process = await(createSubprocessShell("cat; echo errors >&2; exit 3", pipes()));
      ProcessOutput output = await(process.communicate("some data".getBytes(UTF_8)));
      assertThat(output.stdout()).asString().isEqualTo("some data");
      assertThat(output.stderr()).asString().isEqualTo("errors\n");
      assertThat(process.returncode()).isEqualTo(3);
    });
  }

  @Test
  void stdinIsClosedWithoutInput() {
    run(() -> {
      Process process = await(createSubprocessExec(List.of("cat"), pipes()));
      assertThat(await(process.communicate()).stdout()).isEmpty();
      process = await(createSubprocessExec(List.of("cat"), pipes()));
      assertThat(await(process.communicate(new byte[0])).stdout()).isEmpty();
    });
  }

  @Test
  void muchMoreThanAPipeHoldsGoesInAndComesOut() {
    run(() -> {
      byte[] data = new byte[5_000_003];
      for (int i = 0; i < data.length; i++) {
        data[i] = (byte) (i * 31 + i / 1000);
      }
      Process process = await(createSubprocessShell("tee /dev/stderr", pipes()));
      ProcessOutput output = await(process.communicate(data));
      assertThat(output.stdout()).isEqualTo(data);
      assertThat(output.stderr()).isEqualTo(data);
    });
  }

  @Test
  void aProcessThatDoesNotReadItsInputIsNoError() {
    run(() -> {
      Process process = await(createSubprocessExec(List.of("true"), pipes()));
      assertThat(await(process.communicate(new byte[1_000_000])).stdout()).isEmpty();
      assertThat(process.returncode()).isZero();
    });
  }

  @Test
  void inputWithoutAPipeForItIsRefused() {
    run(() -> {
      Process process = await(createSubprocessExec("true"));
      assertThatThrownBy(() -> await(process.communicate(new byte[1])))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("stdin is no pipe");
      await(process.whenExited());
    });
  }

  @Test
  void whatWasReadBeforeACancellationComesFromTheNextCall() {
    run(() -> {
      Process process =
          await(createSubprocessShell("echo first; cat " + fifo() + "; echo last", pipes()));
      Task<ProcessOutput> first = createTask(process.communicate());
      while (!process.stdout().toString().contains("waiting")
          || process.stdout().toString().contains("bytes")) {
        await(sleep(0.001));
      }
      cancel(first);
      Task<ProcessOutput> second = createTask(process.communicate());
      await(sleep(0));
      cancel(second);
      release();
      assertThat(await(process.communicate()).stdout())
          .asString()
          .isEqualTo("first\nreleased\nlast\n");
    });
  }

  @Test
  void aCancellationWhileTheProcessRunsOnLosesNothing() {
    run(() -> {
      Process process =
          await(createSubprocessShell("echo text; exec >&- 2>&-; read line < " + fifo(), pipes()));
      Task<ProcessOutput> first = createTask(process.communicate());
      while (!process.stdout().atEof() || !process.stderr().atEof()) {
        await(sleep(0.001));
      }
      cancel(first);
      release();
      assertThat(await(process.communicate()).stdout()).asString().isEqualTo("text\n");
      assertThat(process.returncode()).isZero();
    });
  }

  @Test
  void inputCannotBeSentTwice() {
    run(() -> {
      Process process = await(createSubprocessShell("cat; cat " + fifo(), pipes()));
      Task<ProcessOutput> first = createTask(process.communicate("once ".getBytes(UTF_8)));
      await(sleep(0));
      cancel(first);
      assertThatThrownBy(() -> await(process.communicate("twice".getBytes(UTF_8))))
          .isInstanceOf(IllegalStateException.class);
      release();
      assertThat(await(process.communicate()).stdout()).asString().isEqualTo("once released\n");
    });
  }

  @Test
  void inputThatWasNotTakenYetIsSentOnAfterACancellation() {
    run(() -> {
      Process process = await(createSubprocessShell("cat " + fifo() + "; wc -c", pipes()));
      Task<ProcessOutput> first = createTask(process.communicate(new byte[1_000_000]));
      await(sleep(0.01));
      cancel(first);
      release();
      assertThat(await(process.communicate()).stdout())
          .asString()
          .isEqualToIgnoringWhitespace("released 1000000");
    });
  }

  private static void cancel(Task<?> task) {
    task.cancel();
    assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
  }

  /** A pipe that the process reads from until it is released. */
  private String fifo() {
    Path fifo = dir.resolve("fifo");
    await(await(createSubprocessExec("mkfifo", fifo.toString())).whenExited());
    return fifo.toString();
  }

  private void release() {
    await(await(createSubprocessShell("echo released > " + dir.resolve("fifo"))).whenExited());
  }
}
