package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The context that a loop's exception handler runs in: that of whoever failed. */
@Timeout(60)
final class ExceptionHandlerContextTest {

  private final EventLoop loop = TestTime.newLoop();
  private final ContextVar<String> user = new ContextVar<>("user", "nobody");
  private final List<String> seen = new ArrayList<>();

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void ofATimerThatFailedItIsTheTimers() {
    noteTheUser();
    loop.callLater(1, () -> failAs("timer"));
    loop.callLater(1, loop::stop);
    loop.runForever();

    assertThat(seen).containsExactly("timer");
  }

  @Test
  void ofADoneCallbackThatFailedItIsTheCallbacksAndNotTheTasks() {
    noteTheUser();
    Task<?> task = loop.createTask(async(() -> user.set("task")));
    task.addDoneCallback(done -> failAs("callback"));
    loop.runUntilComplete(task);
    runOneIteration();

    assertThat(seen).containsExactly("callback");
  }

  @Test
  void ofATaskThatFailedUnseenItIsTheTasksWhenTheLoopCloses() {
    noteTheUser();
    loop.createTask(async(() -> failAs("task")));
    runOneIteration();
    assertThat(seen).isEmpty();
    loop.close();

    assertThat(seen).containsExactly("task");
  }

  @Test
  void ofATaskThatFailedUnseenItIsTheTasksWhenTheTaskIsGarbage() {
    try (Runner runner = new Runner()) {
      runner.loop().setExceptionHandler((where, context) -> seen.add(user.get()));
      runner.run(
          async(() -> {
            user.set("main");
            createTask(() -> failAs("task"));
            while (seen.isEmpty()) {
              System.gc();
              await(sleep(0.001));
            }
          }));
    }

    assertThat(seen).containsExactly("task");
  }

  @Test
  void ofAPendingTaskThatIsDestroyedItIsTheTasks() {
    noteTheUser();
    loop.createTask(
        async(() -> {
          user.set("task");
          await(sleep(3600));
        }));
    runOneIteration();
    loop.close();

    assertThat(seen).containsExactly("task");
  }

  @Test
  void ofAReportOfOnesOwnItIsThatOfTheTaskOrHandleInIt() {
    noteTheUser();
    Task<?> task = loop.createTask(async(() -> user.set("task")));
    loop.runUntilComplete(task);
    Handle handle = loop.callSoon(() -> user.set("handle"));
    runOneIteration();

    loop.callExceptionHandler(ExceptionContext.of("task", null).with("task", task));
    loop.callExceptionHandler(ExceptionContext.of("a task is a future", null).with("future", task));
    loop.callExceptionHandler(ExceptionContext.of("handle", null).with("handle", handle));

    assertThat(seen).containsExactly("task", "task", "handle");
  }

  private void noteTheUser() {
    loop.setExceptionHandler((where, context) -> seen.add(user.get()));
  }

  private void failAs(String name) {
    user.set(name);
    throw new IllegalStateException(name);
  }

  private void runOneIteration() {
    loop.stop();
    loop.runForever();
  }
}
