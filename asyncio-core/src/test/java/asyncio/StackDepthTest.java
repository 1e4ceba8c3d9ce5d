package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Coroutines that nest and recurse deeply, and too deeply. */
class StackDepthTest {

  @Test
  void coroutinesNest() {
    TestTime.run(() -> assertThat(await(nested(1_000, false))).isEqualTo(1_000));
  }

  @Test
  void nestedCoroutinesWaitAtTheBottom() {
    TestTime.run(() -> {
      assertThat(await(nested(400, true))).isEqualTo(400);
      assertThat(await(createTask(nested(400, true)))).isEqualTo(400);
    });
  }

  @Test
  void aCancellationUnwindsNestedCoroutines() {
    TestTime.run(() -> {
      Task<Integer> task = createTask(nested(400, true));
      await(sleep(0.5));
      task.cancel("all the way up");
      assertThatThrownBy(() -> await(task))
          .isInstanceOf(CancelledError.class)
          .hasMessage("all the way up");
    });
  }

  private static Coroutine<Integer> nested(int depth, boolean waitAtTheBottom) {
    return async(() -> {
      if (depth > 0) {
        return await(nested(depth - 1, waitAtTheBottom)) + 1;
      }
      if (waitAtTheBottom) {
        await(sleep(1));
        await(sleep(0));
      }
      return 0;
    });
  }

  @Test
  void plainMethodsThatAwaitRecurse() {
    TestTime.run(() -> assertThat(depth(400)).isEqualTo(400));
  }

  private static int depth(int left) {
    await(sleep(0));
    return left == 0 ? 0 : 1 + depth(left - 1);
  }

  /**
   * A direct fiber runs on the stack of the loop's thread, so that thread's size is the limit. One
   * that waits at such a depth is limited by the collector too, which sets it aside in one piece.
   */
  @Test
  @EnabledIfSystemProperty(named = "asyncio.fiber", matches = "direct")
  void aThreadWithALargerStackLetsCoroutinesNestDeeper() throws InterruptedException {
    List<Integer> results = new ArrayList<>();
    Runnable program =
        () ->
            TestTime.run(() -> {
              results.add(await(nested(5_000, false)));
            });

    Thread.ofPlatform().stackSize(128L << 20).start(program).join();

    assertThat(results).containsExactly(5_000);
  }

  @Test
  void aRecursionWithoutEndFailsItsTaskAlone() {
    TestTime.run(() -> {
      Task<Integer> task = createTask(() -> bottomless(0));
      assertThatThrownBy(() -> await(task)).isInstanceOf(StackOverflowError.class);
      assertThat(await(createTask(() -> "alive"))).isEqualTo("alive");
    });
  }

  @SuppressWarnings("InfiniteRecursion")
  private static int bottomless(int depth) {
    return bottomless(depth + 1) + 1;
  }

  /**
   * The JVM needs stack to set the rest of it aside, so what is too deep overflows while it
   * suspends as a rule: at a moment when the loop has been told already what will wake the task.
   */
  @Test
  @Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
  void aTaskThatHasTooLittleStackToWaitMayWaitWhereThereIsMore() {
    TestTime.run(() -> {
      Task<String> task =
          createTask(() -> {
            assertThatThrownBy(StackDepthTest::yieldDeeperAndDeeper)
                .isInstanceOf(StackOverflowError.class);
            await(sleep(1));
            return "slept until " + runningLoop().time();
          });
      assertThat(await(task)).isEqualTo("slept until 1.0");
    });
  }

  private static void yieldDeeperAndDeeper() {
    for (int depth = 100; depth < 1_000_000; depth += 100) {
      yieldAt(depth);
    }
  }

  private static void yieldAt(int depth) {
    if (depth > 0) {
      yieldAt(depth - 1);
    } else {
      await(sleep(0));
    }
  }
}
