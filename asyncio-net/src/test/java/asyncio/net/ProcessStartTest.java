package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.Subprocesses.createSubprocessExec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import asyncio.EventLoop;
import asyncio.Task;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes whose start takes its time: their input is a named pipe that nobody writes to yet. */
@Timeout(60)
class ProcessStartTest {

  @TempDir Path dir;

  private Path fifo() throws Exception {
    assumeTrue(File.separatorChar == '/', "there are no named pipes");
    Path fifo = dir.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    return fifo;
  }

  /** Lets the processes start, and holds their input open. */
  private static FileOutputStream open(Path fifo) throws IOException {
    return new FileOutputStream(fifo.toFile());
  }

  @Test
  void aLoopThatIsClosedMeanwhileLeavesNoProcess() throws Exception {
    // given a process that is being started
    Path fifo = fifo();
    try (EventLoop loop = EventLoop.create()) {
      loop.setExceptionHandler((_, _) -> {}); // of the task that has not ended
      loop.runUntilComplete(
          async(() -> {
            var _ =
                createTask(
                    createSubprocessExec(
                        List.of("cat"),
                        new SubprocessOptions()
                            .stdin(SubprocessRedirect.file(fifo))
                            .stdout(SubprocessRedirect.DEVNULL)));
            await(sleep(0));
            await(sleep(0));
          }));
    }
    // when the loop is closed, and the start goes on
    try (FileOutputStream input = open(fifo)) {
      // then the process is killed: nobody reads its input any more
      assertThatThrownBy(
              () -> {
                while (true) {
                  input.write('x');
                  Thread.sleep(10);
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void manyOfThemHoldNobodyUp() throws Exception {
    Path fifo = fifo();
    run(() -> {
      List<Task<Process>> starting = new ArrayList<>();
      for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
        starting.add(
            createTask(
                createSubprocessExec(
                    List.of("cat"),
                    new SubprocessOptions()
                        .stdin(SubprocessRedirect.file(fifo))
                        .stdout(SubprocessRedirect.DEVNULL))));
      }
      await(sleep(0.05));
      FileOutputStream input = await(toThread(() -> open(fifo)));
      try (input) {
        for (Task<Process> one : starting) {
          await(one).kill();
          assertThat(await(await(one).whenExited())).isEqualTo(-9);
        }
      }
    });
  }
}
