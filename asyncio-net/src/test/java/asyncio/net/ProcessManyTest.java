package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.SubprocessRedirect.PIPE;
import static asyncio.net.Subprocesses.createSubprocessExec;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import asyncio.Coroutine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcessManyTest {

  private static final SubprocessOptions PIPES =
      new SubprocessOptions().stdin(PIPE).stdout(PIPE).stderr(PIPE);

  private static Coroutine<String> echo(String text) {
    return async(() -> {
      Process process = await(createSubprocessExec(List.of("cat"), PIPES));
      String echo = new String(await(process.communicate(text.getBytes(UTF_8))).stdout(), UTF_8);
      assertThat(process.returncode()).isZero();
      return echo;
    });
  }

  @Test
  void twoHundredProcessesRunAtOnce() {
    run(() -> {
      List<String> texts = IntStream.range(0, 200).mapToObj(i -> "text " + i).toList();
      assertThat(await(gather(texts.stream().map(ProcessManyTest::echo).toList())))
          .isEqualTo(texts);
    });
  }

  @Test
  void noProcessKeepsThePipesOfAnotherOpen() {
    run(() -> {
      Process first = await(createSubprocessExec(List.of("cat"), PIPES));
      Process second = await(createSubprocessExec(List.of("cat"), PIPES));
      first.stdin().close();
      assertThat(await(first.whenExited())).isZero();
      assertThat(await(first.stdout().read())).isEmpty();
      assertThat(second.returncode()).isNull();
      second.stdin().close();
      assertThat(await(second.whenExited())).isZero();
    });
  }

  @Test
  void noFileStaysOpen() throws IOException {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")));
    AtomicLong before = new AtomicLong();
    run(() -> {
      await(echo("the classes are loaded and the loop has its descriptors"));
      before.set(pipesOpen());
      for (int i = 0; i < 5; i++) {
        await(gather(echo("a"), echo("b"), echo("c")));
        await(createSubprocessExec(List.of("cat"), PIPES)).close();
        assertThatThrownBy(() -> await(createSubprocessExec(List.of("no-such-program"), PIPES)))
            .isInstanceOf(NoSuchFileException.class);
      }
      while (pipesOpen() > before.get()) { // a thread may have to come back from its read
        await(sleep(0.01));
      }
    });
    assertThat(pipesOpen()).isLessThanOrEqualTo(before.get());
  }

  @Test
  void noZombieIsLeft() {
    run(() -> {
      long pid = await(createSubprocessExec("true")).pid();
      while (ProcessHandle.of(pid).isPresent()) {
        await(sleep(0.01));
      }
    });
  }

  private static long pipesOpen() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(ProcessManyTest::isPipe).count();
    }
  }

  private static boolean isPipe(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("pipe:");
    } catch (IOException e) {
      return false; // it is closed by now
    }
  }
}
