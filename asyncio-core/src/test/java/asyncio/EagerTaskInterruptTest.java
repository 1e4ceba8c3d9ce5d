package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ctrl-C in the first step of a task that starts at once. */
@Timeout(60)
class EagerTaskInterruptTest {

  private final EventLoop loop = TestTime.newLoop();
  private final KeyboardInterrupt interrupt = new KeyboardInterrupt();
  private final List<Task<?>> tasks = new ArrayList<>();
  private final List<String> log = new ArrayList<>();

  @AfterEach
  void close() {
    loop.close();
  }

  private void interrupted() {
    tasks.add(currentTask());
    throw interrupt;
  }

  private static void eager(VoidBody body) {
    createTask(async(body), TaskOptions.eager());
  }

  private Throwable thrownByRunning(VoidBody main) {
    return catchThrowable(() -> loop.runUntilComplete(async(main)));
  }

  private void assertInterruptIsKept() {
    assertThat(tasks).hasSize(1);
    assertThat(tasks.getFirst().exception()).isSameAs(interrupt);
  }

  @Test
  void itComesOutWhereTheTaskIsMadeAndTheTaskKeepsIt() {
    assertThat(thrownByRunning(() -> eager(this::interrupted))).isSameAs(interrupt);
    assertInterruptIsKept();
  }

  @Test
  void whoCatchesItGoesOn() {
    assertThat(
            thrownByRunning(() -> {
              Task<?> self = currentTask();
              assertThat(catchThrowable(() -> eager(this::interrupted))).isSameAs(interrupt);
              assertThat(currentTask()).isSameAs(self);
              await(sleep(1));
              log.add("at " + loop.time());
            }))
        .isNull();
    assertInterruptIsKept();
    assertThat(log).containsExactly("at 1.0");
  }

  @Test
  void itGoesThroughAllThatAreInOneAnother() {
    Throwable thrown =
        thrownByRunning(() -> {
          try {
            eager(() -> {
              try {
                eager(this::interrupted);
              } finally {
                log.add("inner");
              }
            });
          } finally {
            log.add("outer");
          }
        });
    assertThat(thrown).isSameAs(interrupt);
    assertThat(log).containsExactly("inner", "outer");
  }

  @Test
  void inACallbackItLeavesTheLoop() {
    loop.callSoon(() -> {
      eager(this::interrupted);
      log.add("NOT REACHED");
    });
    assertThat(catchThrowable(loop::runForever)).isSameAs(interrupt);
    assertInterruptIsKept();
    assertThat(loop.runUntilComplete(sleep(1, "goes on"))).isEqualTo("goes on");
    assertThat(log).isEmpty();
  }

  @Test
  void inAGeneratorItComesOutOfTheBody() {
    Throwable thrown =
        thrownByRunning(() -> {
          AsyncGenerator<String> generator =
              Asyncio.asyncGenerator(out -> {
                out.yield("one");
                try {
                  eager(this::interrupted);
                } finally {
                  log.add("left");
                }
              });
          generator.forEach(log::add);
        });
    assertThat(thrown).isSameAs(interrupt);
    assertThat(log).containsExactly("one", "left");
  }

  @Test
  void afterTheFirstStepItLeavesTheLoop() {
    Throwable thrown =
        thrownByRunning(() -> {
          eager(() -> {
            await(sleep(1));
            interrupted();
          });
          log.add("made");
          await(sleep(2));
          log.add("NOT REACHED");
        });
    assertThat(thrown).isSameAs(interrupt);
    assertInterruptIsKept();
    assertThat(log).containsExactly("made");
  }
}
