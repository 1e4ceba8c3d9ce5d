package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.run;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A task that is to start at once where the stack cannot be left: in a static initializer. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EagerTaskPinnedTest {

  private static final List<String> LOG = new ArrayList<>();

  /** Not in the classes below: on a thread of its own a task would wait for their initializers. */
  private static Task<String> startOne() {
    Task<String> task =
        createTask(
            async(() -> {
              LOG.add("starts");
              await(sleep(0));
              LOG.add("goes on");
              return "value";
            }),
            TaskOptions.eager());
    LOG.add("made");
    return task;
  }

  private static final class StartsOne {
    static final Task<String> TASK = startOne();

    private StartsOne() {}
  }

  private static final class StartsOneInACallback {
    static final Task<String> TASK = startOne();

    private StartsOneInACallback() {}
  }

  @Test
  @EnabledIfSystemProperty(named = "asyncio.fiber", matches = "direct")
  void inAStaticInitializerItStartsInTheNextIterationOnTheDirectFiber() {
    LOG.clear();
    run(() -> assertThat(await(StartsOne.TASK)).isEqualTo("value"));
    assertThat(LOG).containsExactly("made", "starts", "goes on");
  }

  @Test
  @EnabledIfSystemProperty(named = "asyncio.fiber", matches = "portable")
  void inAStaticInitializerItStartsAtOnceOnThePortableFiber() {
    LOG.clear();
    run(() -> assertThat(await(StartsOne.TASK)).isEqualTo("value"));
    assertThat(LOG).containsExactly("starts", "made", "goes on");
  }

  /** The loop's thread has nothing to leave. */
  @Test
  void inAStaticInitializerInACallbackItStartsAtOnce() {
    LOG.clear();
    TestTime.run(() -> {
      Future<Task<String>> made = runningLoop().createFuture();
      runningLoop().callSoon(() -> made.setResult(StartsOneInACallback.TASK));
      assertThat(await(await(made))).isEqualTo("value");
    });
    assertThat(LOG).containsExactly("starts", "made", "goes on");
  }
}
