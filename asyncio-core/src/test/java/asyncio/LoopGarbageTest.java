package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A loop that was closed and that nobody holds is garbage, with all that it held. */
class LoopGarbageTest {

  @Test
  void aClosedLoopIsGarbage() throws InterruptedException {
    assertThat(becomesGarbage(closedLoop(null))).isTrue();
  }

  /** What waits for a failed future to become garbage must not hold the loop that holds it. */
  @Test
  void aClosedLoopWhoseFactoryHoldsAFailedTaskIsGarbage() throws InterruptedException {
    assertThat(becomesGarbage(closedLoop(new KeepsTasks()))).isTrue();
  }

  private static WeakReference<EventLoop> closedLoop(@Nullable TaskFactory factory) {
    try (EventLoop loop = TestTime.newLoop()) {
      loop.setTaskFactory(factory);
      loop.setExceptionHandler((where, context) -> {});
      loop.runUntilComplete(
          async(() -> {
            createTask(() -> {
              throw new IllegalArgumentException("nobody looks at this");
            });
            await(sleep(1));
          }));
      return new WeakReference<>(loop);
    }
  }

  private static boolean becomesGarbage(WeakReference<?> object) throws InterruptedException {
    for (int i = 0; i < 100 && object.get() != null; i++) {
      System.gc();
      Thread.sleep(20);
    }
    return object.get() == null;
  }

  private static final class KeepsTasks implements TaskFactory {

    private final List<Task<?>> tasks = new ArrayList<>();

    @Override
    public <T extends @Nullable Object> Task<T> create(
        EventLoop loop, Coroutine<T> coroutine, TaskOptions options) {
      Task<T> task = Task.create(loop, coroutine, options);
      tasks.add(task);
      return task;
    }
  }
}
