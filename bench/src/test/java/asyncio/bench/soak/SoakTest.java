package asyncio.bench.soak;

import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.CancelledError;
import asyncio.Task;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A short soak passes, and one whose programs leave something behind does not. */
@Timeout(60)
final class SoakTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Queue<AutoCloseable> kept = new ConcurrentLinkedQueue<>();

  private List<String> soak(double seconds, Duration patience, Piece body)
      throws InterruptedException {
    Duration time = Duration.ofNanos((long) (seconds * 1e9));
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return new Soak(new Soak.Settings(time, 1, null, patience, body), out).run();
  }

  private List<String> soak(Piece body) throws InterruptedException {
    return soak(0.5, Duration.ofSeconds(30), body);
  }

  @Test
  void itPasses() throws InterruptedException {
    assertThat(soak(2, Duration.ofSeconds(30), Pieces::program)).isEmpty();
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .hasSize(7)
        .allMatch(line -> line.contains("programs") && line.contains("heap"));
  }

  @Test
  void heapThatProgramsKeepFailsIt() throws InterruptedException {
    List<byte[]> leaked = new ArrayList<>();

    List<String> failures =
        soak((world, draw) -> {
          await(sleep(0.01));
          synchronized (leaked) {
            leaked.add(new byte[500_000]);
          }
        });

    assertThat(failures).singleElement().asString().startsWith("the heap has grown");
    assertThat(leaked).isNotEmpty();
  }

  @Test
  void aThreadThatProgramsLeaveFailsIt() throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);

    List<String> failures =
        soak((world, draw) -> {
          await(sleep(0.05));
          Thread.startVirtualThread(() -> {
            try {
              end.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          });
        });
    end.countDown();

    assertThat(failures).singleElement().asString().startsWith("threads are left");
  }

  @Test
  void aFileThatProgramsLeaveOpenFailsIt(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("open"));

    List<String> failures =
        soak((world, draw) -> {
          await(sleep(0.05));
          try {
            kept.add(Files.newByteChannel(file));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    for (AutoCloseable open : kept) {
      open.close();
    }

    assertThat(failures).singleElement().asString().startsWith("files are left open");
  }

  @Test
  void whatIsLoggedFailsIt() throws InterruptedException {
    List<String> failures =
        soak((world, draw) ->
            createTask(() -> {
              throw new IllegalStateException("nobody looks");
            }));

    assertThat(failures)
        .isNotEmpty()
        .allMatch(text -> text.startsWith("logged: "))
        .anyMatch(text -> text.contains("nobody looks") && text.contains("program "));
  }

  @Test
  void whatDoesNotHoldFailsItWithTheProgramsSeed() throws InterruptedException {
    List<String> failures =
        soak((world, draw) -> {
          world.piece("count");
          world.check(draw.between(0, 9) > 9, "one too few");
        });

    assertThat(failures)
        .isNotEmpty()
        .allMatch(text -> text.matches("(?s)program -?\\d+ \\[count].*: one too few"));
  }

  @Test
  void anExceptionOfAProgramFailsIt() throws InterruptedException {
    List<String> failures =
        soak((world, draw) -> {
          throw new IllegalStateException("not planned");
        });

    assertThat(failures).isNotEmpty().allMatch(text -> text.contains("not planned"));
  }

  @Test
  void aProgramThatHangsFailsItAndShowsWhereItsTasksStand() throws InterruptedException {
    Queue<Task<?>> hanging = new ConcurrentLinkedQueue<>();

    List<String> failures =
        soak(
            0.5,
            Duration.ofMillis(500),
            (world, draw) -> {
              Task<?> task = createTask(() -> neverDone());
              hanging.add(task);
              try {
                await(task);
              } catch (CancelledError e) {
                // the test is over
              }
            });
    hanging.forEach(task -> task.loop().callSoonThreadsafe(task::cancel));

    assertThat(failures).singleElement().asString().startsWith("hangs: program ");
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("SoakTest.neverDone");
  }

  private static void neverDone() {
    await(runningLoop().createFuture());
  }
}
