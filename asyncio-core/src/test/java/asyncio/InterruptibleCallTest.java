package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code toThreadInterruptibly}: a cancellation that reaches the other thread. */
@Timeout(60)
final class InterruptibleCallTest {

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch never = new CountDownLatch(1);

  @Test
  void itGivesWhatTheFunctionReturnsOrThrowsAsToThreadDoes() {
    IOException failure = new IOException("checked");
    ContextVar<String> user = new ContextVar<>("user");
    run(() -> {
      user.set("mine");
      assertThat(await(toThreadInterruptibly(() -> user.get()))).isEqualTo("mine");
      assertThat(await(toThreadInterruptibly(Thread::currentThread)))
          .isNotSameAs(Thread.currentThread());
      assertThat(
              catchThrowable(() ->
                  await(
                      toThreadInterruptibly(() -> {
                        throw failure;
                      }))))
          .isSameAs(failure);
    });
  }

  @Test
  void cancellingItInterruptsTheThreadAndWaitsForTheEndOfTheFunction() {
    AtomicBoolean ended = new AtomicBoolean();
    run(() -> {
      Task<Object> task =
          createTask(
              toThreadInterruptibly(() -> {
                try {
                  begun.countDown();
                  never.await();
                } finally {
                  ended.set(true);
                }
                return "never";
              }));
      await(toThread(() -> begun.await()));
      task.cancel("enough");
      Throwable thrown = catchThrowable(() -> await(task));

      assertThat(ended).isTrue();
      assertThat(thrown).isInstanceOf(CancelledError.class).hasMessage("enough");
      assertThat(thrown.getSuppressed()).hasExactlyElementsOfTypes(InterruptedException.class);
      assertThat(task.cancelled()).isTrue();
    });
  }

  @Test
  void aFunctionThatTakesNoNoticeIsWaitedForAndItsResultIsDropped() {
    CountDownLatch go = new CountDownLatch(1);
    run(() -> {
      Task<String> task =
          createTask(
              toThreadInterruptibly(() -> {
                begun.countDown();
                awaitUninterruptibly(go);
                return "result";
              }));
      await(toThread(() -> begun.await()));
      task.cancel();
      await(sleep(0.01));
      task.cancel(); // and again
      await(sleep(0.01));
      assertThat(task.done()).isFalse();
      go.countDown();

      assertThat(catchThrowable(() -> await(task))).isInstanceOf(CancelledError.class);
    });
  }

  @Test
  void eachCancellationInterruptsAgain() {
    CountDownLatch interruptedOnce = new CountDownLatch(1);
    run(() -> {
      Task<Void> task =
          createTask(
              toThreadInterruptibly(
                  Coroutine.returning(() -> {
                    begun.countDown();
                    try {
                      never.await();
                    } catch (InterruptedException e) {
                      interruptedOnce.countDown();
                    }
                    never.await();
                  })));
      await(toThread(() -> begun.await()));
      task.cancel();
      await(toThread(() -> interruptedOnce.await()));
      task.cancel();

      assertThat(catchThrowable(() -> await(task)).getSuppressed())
          .hasExactlyElementsOfTypes(InterruptedException.class);
    });
  }

  @Test
  void aFunctionThatHasNotBegunIsDropped() {
    AtomicBoolean ran = new AtomicBoolean();
    run(() -> {
      runningLoop().setDefaultExecutor(Executors.newSingleThreadExecutor());
      CountDownLatch go = new CountDownLatch(1);
      Task<Void> busy = createTask(toThread(() -> go.await()));
      await(sleep(0));
      Task<Object> task = createTask(toThreadInterruptibly(() -> ran.getAndSet(true)));
      await(sleep(0));
      task.cancel();

      assertThat(catchThrowable(() -> await(task))).isInstanceOf(CancelledError.class);
      assertThat(busy.done()).isFalse(); // nothing was waited for
      go.countDown();
      await(busy);
      await(toThread(() -> {})); // after it in the queue of the only thread
    });
    assertThat(ran).isFalse();
  }

  /** One thread, and how its interrupt status was after the work. */
  static final class OneThread extends ThreadPoolExecutor {
    final CompletableFuture<Boolean> interruptedAfterwards = new CompletableFuture<>();

    OneThread() {
      super(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    }

    @Override
    protected void afterExecute(Runnable work, Throwable thrown) {
      interruptedAfterwards.complete(Thread.currentThread().isInterrupted());
    }
  }

  @Test
  void theThreadsNextWorkIsNotInterrupted() {
    try (OneThread executor = new OneThread()) {
      run(() -> {
        runningLoop().setDefaultExecutor(executor);
        Event hasBegun = new Event();
        EventLoop loop = runningLoop();
        Task<Void> task =
            createTask(
                toThreadInterruptibly(
                    Coroutine.returning(() -> {
                      loop.callSoonThreadsafe(hasBegun::set);
                      while (!Thread.currentThread().isInterrupted()) {
                        LockSupport.park(); // does not clear the status
                      }
                    })));
        await(hasBegun.whenSet());
        task.cancel();

        assertThat(catchThrowable(() -> await(task))).isInstanceOf(CancelledError.class);
        assertThat(await(executor.interruptedAfterwards)).isFalse();
      });
    }
  }

  @Test
  void closingTheLoopInterruptsTheThreadWithoutWaiting() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    EventLoop loop = EventLoop.create();
    loop.setExceptionHandler((_, _) -> {}); // the task is destroyed
    loop.createTask(
        toThreadInterruptibly(() -> {
          begun.countDown();
          try {
            never.await();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
          return null;
        }));
    loop.runUntilComplete(toThread(() -> begun.await()));
    loop.close();

    assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException e) {
        // no notice is taken
      }
    }
  }
}
