package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Bodies that end in {@code return null}, as those of a {@code Callable<Void>} do. To the compiler
 * such a lambda could return an awaitable as well, and that is the form it takes it for.
 */
final class NullResultTest {

  @Test
  void aCoroutineMayReturnNull() {
    TestTime.run(() -> {
      Coroutine<Void> coroutine =
          async(() -> {
            await(sleep(1));
            return null;
          });
      assertThat(await(coroutine)).isNull();
      assertThat(runningLoop().time()).isEqualTo(1);
    });
  }

  @Test
  void theBodyOfRunMayReturnNull() {
    Object result =
        run(() -> {
          await(sleep(0));
          return null;
        });
    assertThat(result).isNull();
  }

  @Test
  void theBodyOfATaskMayReturnNull() {
    TestTime.run(() -> {
      Task<String> task =
          createTask(() -> {
            await(sleep(1));
            return null;
          });
      assertThat(await(task)).isNull();
    });
  }

  @Test
  void bodiesThatAreGatheredMayReturnNull() {
    TestTime.run(() -> {
      var results =
          gather(
              () -> {
                await(sleep(1));
                return null;
              },
              () -> {
                await(sleep(2));
                return null;
              });
      assertThat(await(results)).containsExactly(null, null);
    });
  }

  @Test
  void aBodyWithALimitOfTimeMayReturnNull() {
    TestTime.run(() -> {
      Object waitedFor =
          await(
              waitFor(
                  () -> {
                    await(sleep(1));
                    return null;
                  },
                  2));
      Object timed =
          timeout(
              2,
              () -> {
                await(sleep(1));
                return null;
              });
      assertThat(waitedFor).isNull();
      assertThat(timed).isNull();
    });
  }
}
