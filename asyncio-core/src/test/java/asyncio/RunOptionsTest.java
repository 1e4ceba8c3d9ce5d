package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A program on a loop of its own kind, and loops that are looked at from outside. */
@Timeout(60)
final class RunOptionsTest {

  private final List<EventLoop> made = new ArrayList<>();

  private EventLoop make() {
    EventLoop loop = TestTime.newLoop();
    made.add(loop);
    return loop;
  }

  @Test
  void theProgramRunsOnTheLoopThatTheFactoryMakes() {
    String result =
        run(
            async(() -> {
              assertThat(made).containsExactly(runningLoop());
              await(sleep(3600));
              return "after an hour";
            }),
            null,
            this::make);

    assertThat(result).isEqualTo("after an hour");
    assertThat(made).hasSize(1).allMatch(EventLoop::isClosed);
  }

  @Test
  void theLoopIsClosedWhenTheProgramFails() {
    ArithmeticException failure = new ArithmeticException();
    assertThatThrownBy(() ->
            run(
                async(() -> {
                  throw failure;
                }),
                null,
                this::make))
        .isSameAs(failure);

    assertThat(made).hasSize(1).allMatch(EventLoop::isClosed);
  }

  @Test
  void aFactoryThatFailsIsTheEndOfIt() {
    ArithmeticException failure = new ArithmeticException();
    Coroutine<Void> main = async(() -> {});
    assertThatThrownBy(() ->
            run(
                main,
                null,
                () -> {
                  throw failure;
                }))
        .isSameAs(failure);
  }

  @Test
  void debugModeIsAsItIsToldOrElseAsTheLoopHasIt() {
    assertThat(debugWith(true, false)).isTrue();
    assertThat(debugWith(false, true)).isFalse();
    assertThat(debugWith(null, true)).isTrue();
    assertThat(debugWith(null, false)).isFalse();
  }

  private static boolean debugWith(@Nullable Boolean told, boolean ofTheLoop) {
    return run(
        async(() -> runningLoop().debug()),
        told,
        () -> {
          EventLoop loop = TestTime.newLoop();
          loop.setDebug(ofTheLoop);
          return loop;
        });
  }

  @Test
  void inARunningLoopNoLoopIsMade() {
    run(() -> {
      Coroutine<Void> main = async(() -> {});
      assertThatThrownBy(() -> run(main, null, this::make))
          .isInstanceOf(IllegalStateException.class);
      main.close();
    });
    assertThat(made).isEmpty();
  }

  // ----- the tasks of a loop

  @Test
  void aLoopThatDoesNotRunCanBeAskedForItsTasks() {
    try (EventLoop loop = make()) {
      assertThat(allTasks(loop)).isEmpty();
      Task<Void> first = loop.createTask(sleep(1));
      Task<Void> second = loop.createTask(sleep(2));
      Set<Task<?>> before = allTasks(loop);
      assertThat(currentTask(loop)).isNull();
      loop.runUntilComplete(first);

      assertThat(before).containsExactly(first, second);
      assertThat(allTasks(loop)).containsExactly(second);
      loop.runUntilComplete(second);
      assertThat(allTasks(loop)).isEmpty();
    }
  }

  @Test
  void aRunningLoopCanBeAskedForItsTasks() {
    try (EventLoop other = make()) {
      Task<Void> waiting = other.createTask(sleep(1));
      run(() -> {
        EventLoop loop = runningLoop();
        assertThat(currentTask(loop)).isNotNull().isSameAs(currentTask());
        assertThat(allTasks(loop)).isEqualTo(allTasks());
        assertThat(currentTask(other)).isNull();
        assertThat(allTasks(other)).containsExactly(waiting);
      });
      other.runUntilComplete(waiting);
    }
  }

  @Test
  void anotherThreadMayOnlyAskForTheTaskThatRuns() {
    run(() -> {
      EventLoop loop = runningLoop();
      List<Object> answers = new ArrayList<>();
      CountDownLatch asked = new CountDownLatch(1);
      Thread.ofPlatform()
          .start(() -> {
            answers.add(currentTask(loop));
            try {
              answers.add(allTasks(loop));
            } catch (IllegalStateException e) {
              answers.add(e.getMessage());
            }
            asked.countDown();
          });
      asked.await(); // while this task is the one that runs

      assertThat(answers).hasSize(2).first().isSameAs(currentTask());
      assertThat(answers.getLast()).asString().contains("the event loop runs on another thread");
    });
  }
}
