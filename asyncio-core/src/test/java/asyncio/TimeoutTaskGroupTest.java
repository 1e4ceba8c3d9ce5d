package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A time-out around a task group, and what comes out of the two. */
final class TimeoutTaskGroupTest {

  private final List<String> log = new ArrayList<>();

  @Test
  void aGroupWhoseTasksEndAsTheyAreCancelledIsATimeout() {
    TestTime.run(() -> {
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() ->
              timeout(
                  1,
                  () ->
                      taskGroup(group -> {
                        group.createTask(() -> {
                          try {
                            await(sleep(10));
                          } finally {
                            log.add("task cancelled");
                          }
                        });
                        await(sleep(20));
                      })));
      assertThat(runningLoop().time()).isEqualTo(1);
      assertThat(currentTask().cancelling()).isZero();
    });
    assertThat(log).containsExactly("task cancelled");
  }

  @Test
  void whatFailsInTheCleanUpOfATaskComesOutAsAGroupWithTheTimeoutSuppressedInIt() {
    ArithmeticException failure = new ArithmeticException("in the clean-up");
    TestTime.run(() -> {
      Timeout timeout = timeout(1);
      Throwable thrown =
          catchThrowable(() ->
              timeout.run(() ->
                  taskGroup(group -> {
                    group.createTask(() -> {
                      try {
                        await(sleep(20));
                      } catch (CancelledError e) {
                        throw failure;
                      }
                    });
                    try {
                      failInTheBlock();
                    } finally {
                      await(sleep(10));
                    }
                  })));

      assertThat(thrown).isInstanceOf(ExceptionGroup.class);
      assertThat(((ExceptionGroup) thrown).exceptions()).containsExactly(failure);
      assertThat(List.of(thrown.getSuppressed())) // after the members of the group
          .last()
          .isInstanceOf(TimeoutException.class)
          .extracting(Throwable::getMessage)
          .isEqualTo("the time-out expired during this");
      assertThat(timeout.expired()).isTrue();
      assertThat(runningLoop().time()).isEqualTo(1);
      assertThat(currentTask().cancelling()).isZero();
    });
    assertThat(log).containsExactly("the block fails");
  }

  private void failInTheBlock() {
    log.add("the block fails");
    throw new IllegalArgumentException("given up for a cancellation");
  }
}
