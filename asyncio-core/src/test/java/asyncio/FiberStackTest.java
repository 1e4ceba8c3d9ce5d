package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The stack of a task: real frames in exceptions, and what happens when it is full. */
@Timeout(60)
final class FiberStackTest {

  @Test
  void anExceptionHasTheFramesOfAllCoroutinesThatItPassed() {
    Throwable thrown = catchThrowable(() -> run(() -> outer()));

    assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
    assertThat(thrown.getStackTrace())
        .extracting(StackTraceElement::getMethodName)
        .containsSubsequence("inner", "middle", "outer");
  }

  private static String outer() {
    await(sleep(0));
    return await(async(() -> middle()));
  }

  private static String middle() {
    String value = await(async(() -> inner()));
    return value + "!";
  }

  private static String inner() {
    await(sleep(0));
    throw new IllegalArgumentException("inner");
  }

  @Test
  void aStackOverflowFailsOnlyItsTask() {
    run(() -> {
      Task<Integer> endless = createTask(() -> endless(0));
      Task<String> other =
          createTask(() -> {
            await(sleep(0));
            return "fine";
          });
      assertThat(catchThrowable(() -> await(endless))).isInstanceOf(StackOverflowError.class);
      assertThat(await(other)).isEqualTo("fine");
    });
  }

  @SuppressWarnings("InfiniteRecursion") // that is the test
  private static int endless(int depth) {
    return endless(depth + 1) + 1;
  }

  /** Not on the portable fiber: what the JDK does to unpark a thread is not safe against it. */
  @Test
  @EnabledIfSystemProperty(named = "asyncio.fiber", matches = "direct")
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aStackThatOverflowsInAwaitFailsOnlyItsTask() {
    run(() -> {
      int[] attempts = {0};
      Task<Integer> endless = createTask(() -> endlessWithCleanUp(attempts));
      assertThat(catchThrowable(() -> await(endless))).isInstanceOf(StackOverflowError.class);
      assertThat(attempts[0]).isGreaterThan(100);
      for (int i = 0; i < 3 * attempts[0]; i++) {
        await(sleep(0)); // the loop goes on
      }
    });
  }

  /** Awaits where there is hardly any stack left, and on the way out where there is ever more. */
  @SuppressWarnings("InfiniteRecursion") // that is the test
  private static int endlessWithCleanUp(int[] attempts) {
    try {
      return endlessWithCleanUp(attempts) + 1;
    } finally {
      if (attempts[0] < 400) {
        attempts[0]++;
        await(sleep(0));
      }
    }
  }

  @Test
  void aDeepStackAwaitsAtEachLevel() {
    assertThat(Asyncio.<Integer>run(() -> deep(400))).isEqualTo(400);
  }

  private static int deep(int levels) {
    await(sleep(0));
    return levels == 0 ? 0 : 1 + await(async(() -> deep(levels - 1)));
  }
}
