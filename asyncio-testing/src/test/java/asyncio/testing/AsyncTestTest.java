package asyncio.testing;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.ContextVar;
import asyncio.Event;
import asyncio.EventLoop;
import asyncio.Queue;
import asyncio.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Tests that are coroutines, as a user writes them. */
final class AsyncTestTest {

  private static final ContextVar<String> USER = new ContextVar<>("user");
  private static final List<EventLoop> LOOPS = new ArrayList<>();

  private final Queue<String> queue = new Queue<>();
  private @Nullable Task<?> echo;

  @BeforeEach
  void startEcho() {
    if (runsInLoop()) {
      LOOPS.add(runningLoop());
      USER.set("Ann");
      await(sleep(1));
      echo =
          createTask(() -> {
            while (true) {
              queue.putNowait(await(queue.get()) + "!");
              await(sleep(1));
            }
          });
    }
  }

  @AfterEach
  void stopEcho() {
    if (runsInLoop()) {
      assertThat(runningLoop()).isSameAs(LOOPS.getLast());
      assertThat(USER.get()).isEqualTo("Ben");
      await(cancelled(echo));
    }
  }

  private static asyncio.Coroutine<?> cancelled(Task<?> task) {
    task.cancel();
    return waitAll(List.of(task));
  }

  private static boolean runsInLoop() {
    try {
      return runningLoop() != null;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  @AfterAll
  static void eachTestHadALoopOfItsOwnAndItIsClosed() {
    assertThat(LOOPS).hasSizeGreaterThan(2).doesNotHaveDuplicates().allMatch(EventLoop::isClosed);
  }

  @AsyncTest
  void fixturesRunOnTheSameLoopAndTheirTasksRunOn() {
    assertThat(runningLoop()).isSameAs(LOOPS.getLast());
    await(queue.put("hello"));
    await(sleep(0.5));
    assertThat(queue.getNowait()).isEqualTo("hello!");
    USER.set("Ben");
  }

  @AsyncTest
  void fixturesRunInTheSameContext() {
    assertThat(USER.get()).isEqualTo("Ann");
    USER.set("Ben");
  }

  @AsyncTest
  void timeIsVirtualAndGoesOnFromTheFixture() {
    assertThat(runningLoop().time()).isEqualTo(1);
    await(sleep(3600));
    assertThat(VirtualTime.clock().instant()).isEqualTo("1970-01-01T01:00:01Z");
    USER.set("Ben");
  }

  @AsyncTest(realTime = true)
  void theLoopMayGoByTheClockOfTheMachine() {
    long start = System.nanoTime();
    await(sleep(0.01));
    assertThat(System.nanoTime() - start).isGreaterThan(9_000_000);
    USER.set("Ben");
  }

  @AsyncTest
  void parametersAreResolvedAsUsual(TestInfo info, @TempDir Path folder) {
    await(sleep(1));
    assertThat(info.getDisplayName()).startsWith("parametersAreResolvedAsUsual");
    assertThat(folder).isDirectory();
    USER.set("Ben");
  }

  @AsyncTest
  void otherThreadsAreWaitedFor() {
    Event event = new Event();
    EventLoop loop = runningLoop();
    await(toThread(() -> runCoroutineThreadsafe(event.whenSet(), loop).isDone()));
    createTask(event::set);
    await(event.whenSet());
    USER.set("Ben");
  }

  @AsyncTest
  void aTaskThatWasCancelledGetsTheTimeToEnd() {
    Task<?> task =
        createTask(() -> {
          try {
            await(sleep(10));
          } finally {
            await(sleep(10));
          }
        });
    await(sleep(1));
    task.cancel();
    USER.set("Ben");
  }

  @Test
  void anOrdinaryTestOfTheClassRunsInNoLoop() {
    assertThat(runsInLoop()).isFalse();
  }
}
