package asyncio;

import static asyncio.Asyncio.await;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.taskGroup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A task group that cannot wait for its tasks: in a static initializer, on the direct fiber. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@EnabledIfSystemProperty(named = "asyncio.fiber", matches = "direct")
class TaskGroupPinnedTest {

  private static final List<Task<?>> TASKS = new ArrayList<>();

  private static int startOneThatFails() {
    taskGroup(group -> {
      TASKS.add(
          group.createTask(() -> {
            await(sleep(1));
            throw new IllegalArgumentException("later");
          }));
    });
    return TASKS.size();
  }

  private static final class HasAGroup {
    static final int TASKS = startOneThatFails();

    private HasAGroup() {}
  }

  @Test
  void itCancelsItsTasksAndLeavesWhoGoesOnAlone() {
    TestTime.run(() -> {
      Throwable thrown = catchThrowable(() -> assertThat(HasAGroup.TASKS).isEqualTo(1));
      assertThat(thrown).isInstanceOf(ExceptionInInitializerError.class);
      assertThat(thrown.getCause()).hasMessageContaining("await cannot wait here");

      await(sleep(2));

      assertThat(TASKS).singleElement().satisfies(task -> assertThat(task.cancelled()).isTrue());
    });
  }
}
