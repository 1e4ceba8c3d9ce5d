package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.taskGroup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ctrl-C in a task group: it goes before all failures. */
@Timeout(60)
class TaskGroupInterruptTest {

  private final EventLoop loop = TestTime.newLoop();
  private final List<Throwable> reported = new ArrayList<>();
  private final KeyboardInterrupt interrupt = new KeyboardInterrupt();
  private final IOException failure = new IOException("failure");

  TaskGroupInterruptTest() {
    loop.setExceptionHandler((_, context) -> reported.add(context.exception()));
  }

  @AfterEach
  void close() {
    loop.close();
  }

  private Task<Void> inGroup(TaskGroup.VoidBlock block) {
    return loop.createTask(async(() -> taskGroup(block)));
  }

  private Throwable thrownByRunning(Task<?> task) {
    return catchThrowable(() -> loop.runUntilComplete(task));
  }

  private void interruptAfter(double seconds) {
    await(sleep(seconds));
    throw interrupt;
  }

  private void failAfter(double seconds) throws IOException {
    await(sleep(seconds));
    throw failure;
  }

  private void failWhenCancelled() throws IOException {
    try {
      await(sleep(10));
    } catch (CancelledError e) {
      throw failure;
    }
  }

  private void interruptWhenCancelled(KeyboardInterrupt thrown) {
    try {
      await(sleep(10));
    } catch (CancelledError e) {
      throw thrown;
    }
  }

  @Test
  void ofTheBlockItComesOutAsItIsWhenTheTasksHaveEnded() {
    List<Task<?>> tasks = new ArrayList<>();
    Task<Void> parent =
        inGroup(group -> {
          tasks.add(group.createTask(sleep(10)));
          interruptAfter(1);
        });
    assertThat(thrownByRunning(parent)).isSameAs(interrupt);
    assertThat(tasks).allMatch(Task::cancelled);
    assertThat(reported).isEmpty();
  }

  @Test
  void whatFailedBesideItIsReported() {
    Task<Void> parent =
        inGroup(group -> {
          group.createTask(() -> failAfter(1));
          interruptWhenCancelled(interrupt);
        });
    assertThat(thrownByRunning(parent)).isSameAs(interrupt);
    assertThat(reported).containsExactly(failure);
  }

  @Test
  void ofATaskItLeavesTheLoopAndThenComesOutOfTheGroup() {
    List<Task<?>> tasks = new ArrayList<>();
    Task<Void> parent =
        inGroup(group -> {
          tasks.add(group.createTask(sleep(10)));
          group.createTask(() -> interruptAfter(1));
        });
    assertThat(thrownByRunning(parent)).isSameAs(interrupt);
    assertThat(parent.done()).isFalse();

    assertThat(thrownByRunning(parent)).isSameAs(interrupt);
    assertThat(parent.exception()).isSameAs(interrupt);
    assertThat(tasks).allMatch(Task::cancelled);
    assertThat(reported).isEmpty();
  }

  @Test
  void ofATaskItGoesBeforeWhatTheBlockFailsWith() {
    Task<Void> parent =
        inGroup(group -> {
          group.createTask(() -> interruptAfter(1));
          failWhenCancelled();
        });
    thrownByRunning(parent);
    assertThat(thrownByRunning(parent)).isSameAs(interrupt);
  }

  @Test
  void ofTwoTheFirstComesOut() {
    Task<Void> parent =
        inGroup(group -> {
          group.createTask(() -> interruptAfter(1));
          interruptWhenCancelled(new KeyboardInterrupt());
        });
    assertThat(thrownByRunning(parent)).isSameAs(interrupt);
    assertThat(thrownByRunning(parent)).isSameAs(interrupt);
  }

  @Test
  void ofATaskThatStartsAtOnceItComesOutWhereThatIsMade() {
    List<Throwable> seen = new ArrayList<>();
    Task<Void> parent =
        inGroup(group -> {
          try {
            group.createTask(
                async(() -> {
                  throw interrupt;
                }),
                TaskOptions.eager());
          } catch (KeyboardInterrupt e) {
            seen.add(e);
            throw e;
          }
        });
    assertThat(thrownByRunning(parent)).isSameAs(interrupt);
    assertThat(seen).containsExactly(interrupt);
  }
}
