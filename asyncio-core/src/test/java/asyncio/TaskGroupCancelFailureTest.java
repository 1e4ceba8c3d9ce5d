package asyncio;

import static asyncio.Asyncio.await;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.taskGroup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Ending a task group early in which something fails: that is not lost. */
@Timeout(60)
@ParameterizedClass
@EnumSource(TaskStart.class)
class TaskGroupCancelFailureTest {

  private final TaskStart start;
  private final IOException failure = new IOException("failure");

  TaskGroupCancelFailureTest(TaskStart start) {
    this.start = start;
  }

  /** Nothing of the group is left, and nothing of it was reported. */
  private void run(VoidBody body) {
    List<ExceptionContext> reports = new ArrayList<>();
    start.run(() -> {
      runningLoop().setExceptionHandler((_, context) -> reports.add(context));
      body.run();
      assertThat(currentTask().cancelling()).isZero();
      await(sleep(0));
      assertThat(Asyncio.allTasks()).containsExactly(currentTask());
    });
    assertThat(reports).isEmpty();
  }

  private static List<Throwable> failuresOf(TaskGroup.VoidBlock block) {
    ExceptionGroup thrown = catchThrowableOfType(ExceptionGroup.class, () -> taskGroup(block));
    assertThat(thrown).isNotNull();
    return thrown.exceptions();
  }

  private void failWhenCancelled() throws IOException {
    try {
      await(sleep(10));
    } catch (CancelledError e) {
      throw failure;
    }
  }

  @Test
  void aTaskThatFailsInItsCleanUpIsAFailureAllTheSame() {
    run(() ->
        assertThat(
                failuresOf(group -> {
                  group.createTask(this::failWhenCancelled);
                  await(sleep(1));
                  group.cancel();
                }))
            .containsExactly(failure));
  }

  @Test
  void aTaskThatHasFailedBeforeIsAFailureAllTheSame() {
    run(() ->
        assertThat(
                failuresOf(group -> {
                  group.createTask(() -> {
                    throw failure;
                  });
                  try {
                    await(sleep(10));
                  } finally {
                    group.cancel();
                  }
                }))
            .containsExactly(failure));
  }

  @Test
  void aBlockThatFailsAfterItIsAFailureAllTheSame() {
    run(() ->
        assertThat(
                failuresOf(group -> {
                  group.createTask(sleep(10));
                  group.cancel();
                  throw failure;
                }))
            .containsExactly(failure));
  }

  @Test
  void aBlockThatFailsAndThenCallsItIsAFailureAllTheSame() {
    run(() ->
        assertThat(
                failuresOf(group -> {
                  group.createTask(sleep(10));
                  try {
                    throw failure;
                  } finally {
                    group.cancel();
                  }
                }))
            .containsExactly(failure));
  }
}
