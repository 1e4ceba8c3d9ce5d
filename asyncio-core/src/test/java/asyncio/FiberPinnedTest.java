package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Where a virtual thread cannot leave its stack: below a static initializer. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FiberPinnedTest {

  private static final List<String> LOG = new ArrayList<>();

  private static final class Awaits {
    static final String VALUE = await(sleep(0.001, "value"));

    private Awaits() {}
  }

  private static final class AwaitsNothingLong {
    static final String VALUE = await(async(() -> "value"));

    private AwaitsNothingLong() {}
  }

  private static final class Blocks {
    static final String VALUE = block();

    private Blocks() {}

    private static String block() {
      try {
        Thread.sleep(1);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      LOG.add("blocked");
      return "value";
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "asyncio.fiber", matches = "direct")
  void awaitThatWouldWaitIsAnErrorOnTheDirectFiber() {
    run(() -> {
      Task<String> task = createTask(() -> Awaits.VALUE);
      Throwable thrown = catchThrowable(() -> await(task));

      assertThat(thrown).isInstanceOf(ExceptionInInitializerError.class);
      assertThat(thrown.getCause())
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "await cannot wait here: a native method or a static initializer is on the"
                  + " stack");
      await(sleep(0.002)); // the timer that it did not wait for wakes nobody
    });
  }

  @Test
  @EnabledIfSystemProperty(named = "asyncio.fiber", matches = "portable")
  void awaitWaitsOnThePortableFiber() {
    assertThat(run(() -> Awaits.VALUE)).isEqualTo("value");
  }

  @Test
  void awaitThatNeedNotWaitIsFine() {
    assertThat(run(() -> AwaitsNothingLong.VALUE)).isEqualTo("value");
  }

  @Test
  void blockingKeepsTheLoopWaiting() {
    run(() -> {
      createTask(() -> LOG.add("other"));
      assertThat(Blocks.VALUE).isEqualTo("value");
      await(sleep(0));
    });

    assertThat(LOG).containsExactly("blocked", "other");
  }
}
