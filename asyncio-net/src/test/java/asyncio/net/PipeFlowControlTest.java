package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.SubprocessRedirect.PIPE;
import static asyncio.net.Subprocesses.createSubprocessShell;
import static asyncio.net.Subprocesses.subprocessExec;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.Future;
import asyncio.Task;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PipeFlowControlTest {

  /** Counts what it is told. */
  private static final class Counter implements SubprocessProtocol {
    int received;
    int paused;
    int resumed;
    final Future<Void> exited = runningLoop().createFuture();
    final Future<Void> lost = runningLoop().createFuture();

    @Override
    public void pipeDataReceived(int fd, byte[] data) {
      received += data.length;
    }

    @Override
    public void pauseWriting() {
      paused++;
    }

    @Override
    public void resumeWriting() {
      resumed++;
    }

    @Override
    public void processExited() {
      exited.setResult(null);
    }

    @Override
    public void connectionLost(@Nullable Throwable exception) {
      lost.setResult(null);
    }
  }

  @Test
  void aSlowReaderHoldsUpTheProcess() {
    run(() -> {
      // given a process that says so when it has written all
      Process process =
          await(
              createSubprocessShell(
                  "head -c 3000000 /dev/zero; echo all is written >&2",
                  new SubprocessOptions().stdout(PIPE).stderr(PIPE).limit(1000)));
      Task<byte[]> done = createTask(process.stderr().readline());
      // when nobody reads
      while (!process.stdout().toString().contains("paused")) {
        await(sleep(0.001));
      }
      // then it has not
      assertThat(done.done()).isFalse();
      assertThat(await(process.stdout().read())).hasSize(3_000_000);
      assertThat(await(done)).asString().isEqualTo("all is written\n");
      assertThat(await(process.whenExited())).isZero();
    });
  }

  @Test
  void nothingComesWhileReadingIsPausedNotEvenTheEnd() {
    run(() -> {
      // given a process that has written and ended
      var made = await(subprocessExec(Counter::new, "cat"));
      Counter counter = made.protocol();
      Transport stdin = made.transport().getPipeTransport(0);
      Transport stdout = made.transport().getPipeTransport(1);
      stdout.pauseReading();
      assertThat(stdout.isReading()).isFalse();
      stdin.write(new byte[1000]);
      stdin.close();
      await(counter.exited);
      await(sleep(0.01));
      assertThat(counter.received).isZero();
      // when
      stdout.resumeReading();
      await(counter.lost);
      // then
      assertThat(counter.received).isEqualTo(1000);
    });
  }

  @Test
  void theProtocolIsToldToStopAndToGoOnWriting() {
    run(() -> {
      var made = await(subprocessExec(Counter::new, "sh", "-c", "read x; cat >/dev/null"));
      Transport stdin = made.transport().getPipeTransport(0);
      stdin.setWriteBufferLimits(new BufferLimits(1000, 2000));
      assertThat(stdin.getWriteBufferLimits()).isEqualTo(new BufferLimits(1000, 2000));
      stdin.write(new byte[1_000_000]);
      assertThat(stdin.getWriteBufferSize()).isEqualTo(1_000_000);
      assertThat(made.protocol().paused).isEqualTo(1);
      stdin.write("\n".getBytes(UTF_8));
      while (made.protocol().resumed == 0) {
        await(sleep(0.001));
      }
      assertThat(stdin.getWriteBufferSize()).isLessThanOrEqualTo(1000);
      stdin.close();
      await(made.protocol().lost);
      assertThat(made.protocol().paused).isEqualTo(1);
      assertThat(made.protocol().resumed).isEqualTo(1);
    });
  }

  @Test
  void drainWaitsForASlowProcess() {
    run(() -> {
      Process process =
          await(
              createSubprocessShell(
                  "read line; echo line; cat | wc -c",
                  new SubprocessOptions().stdin(PIPE).stdout(PIPE)));
      process.stdin().write(new byte[500_000]);
      Task<Void> draining = createTask(process.stdin().drain());
      process.stdin().write("\nrest");
      process.stdin().close();
      assertThat(await(process.stdout().read())).asString().isEqualToIgnoringWhitespace("line 4");
      await(draining);
    });
  }
}
