package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Functions that run on other threads for a loop: {@code toThread} and {@code runInExecutor}. */
@Timeout(60)
final class ThreadsTest {

  private final List<String> log = new ArrayList<>();

  @Test
  void toThreadGivesWhatTheFunctionReturns() {
    run(() -> {
      assertThat(await(toThread(() -> "value"))).isEqualTo("value");
      assertThat(await(toThread(() -> log.add("ran")))).isTrue();
      assertThat(await(toThread(() -> log.clear()))).isNull();
    });
    assertThat(log).isEmpty();
  }

  @Test
  void toThreadThrowsWhatTheFunctionThrows() {
    IOException failure = new IOException("checked");
    run(() -> {
      Throwable thrown =
          catchThrowable(() ->
              await(
                  toThread(() -> {
                    throw failure;
                  })));
      assertThat(thrown).isSameAs(failure);
    });
  }

  @Test
  void toThreadRunsOnAnotherThreadAndComesBackToThisOne() {
    run(() -> {
      Thread mine = Thread.currentThread();
      Thread other = await(toThread(Thread::currentThread));

      assertThat(other).isNotSameAs(mine);
      assertThat(Thread.currentThread()).isSameAs(mine);
    });
  }

  @Test
  void toThreadHasACopyOfTheContext() {
    ContextVar<String> user = new ContextVar<>("user");
    run(() -> {
      user.set("coroutine");
      String seen =
          await(
              toThread(() -> {
                String before = user.get();
                user.set("thread");
                return before + ", " + user.get();
              }));
      assertThat(seen).isEqualTo("coroutine, thread");
      assertThat(user.get()).isEqualTo("coroutine");
    });
  }

  @Test
  void toThreadDoesNothingUntilItIsAwaited() {
    run(() -> {
      Coroutine<Boolean> coroutine = toThread(() -> log.add("ran"));
      await(sleep(0));
      assertThat(log).isEmpty();
      await(coroutine);
      assertThat(log).containsExactly("ran");
    });
  }

  @Test
  void theLoopGoesOnMeanwhile() {
    CountDownLatch go = new CountDownLatch(1);
    run(() -> {
      createTask(() -> {
        await(sleep(0));
        go.countDown();
      });
      assertThat(
              await(
                  toThread(() -> {
                    go.await(); // for what the loop does
                    return "value";
                  })))
          .isEqualTo("value");
    });
  }

  @Test
  void cancellingAbandonsTheFunctionWhichRunsToItsEnd() {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    run(() -> {
      Task<?> task =
          createTask(() ->
              await(
                  toThread(() -> {
                    running.countDown();
                    go.await();
                    assertThat(Thread.interrupted()).isFalse();
                    log.add("ended");
                  })));
      await(sleep(0));
      running.await();
      task.cancel();
      assertThat(catchThrowable(() -> await(task))).isInstanceOf(CancelledError.class);
      assertThat(log).isEmpty();
      go.countDown();
    }); // waits for the function

    assertThat(log).containsExactly("ended");
  }

  @Test
  void asManyRunAtOnceAsAreAsked() {
    int many = 200;
    CyclicBarrier together = new CyclicBarrier(many);
    run(() -> {
      List<Coroutine<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        int number = i;
        calls.add(
            toThread(() -> {
              together.await();
              return number;
            }));
      }
      List<Integer> results = await(gather(calls));
      assertThat(results).hasSize(many).startsWith(0, 1, 2).isSorted();
    });
  }
}
