package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.InstanceOfAssertFactories.THROWABLE;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Virtual threads that user code starts inside a coroutine: they are none of the loop's. */
@Timeout(60)
final class FiberVirtualThreadsTest {

  /** The ways to make one. */
  enum Way {
    START {
      @Override
      Thread start(Runnable body) {
        return Thread.startVirtualThread(body);
      }
    },
    BUILDER {
      @Override
      Thread start(Runnable body) {
        return Thread.ofVirtual().name("named").start(body);
      }
    },
    FACTORY {
      @Override
      Thread start(Runnable body) {
        ThreadFactory factory = Thread.ofVirtual().factory();
        Thread thread = factory.newThread(body);
        thread.start();
        return thread;
      }
    },
    BY_ANOTHER {
      @Override
      Thread start(Runnable body) {
        CompletableFuture<Thread> inner = new CompletableFuture<>();
        Thread.startVirtualThread(() -> inner.complete(Thread.startVirtualThread(body)));
        return inner.join();
      }
    };

    abstract Thread start(Runnable body);
  }

  @ParameterizedTest
  @EnumSource
  @SuppressWarnings("ThreadPriorityCheck") // to be scheduled once more
  void theyRunOnTheJdksScheduler(Way way) {
    run(() -> {
      List<String> carriers = new ArrayList<>();
      Thread started =
          way.start(() -> {
            carriers.add(Thread.currentThread().toString());
            Thread.yield();
            carriers.add(Thread.currentThread().toString());
          });
      started.join();

      assertThat(carriers).hasSize(2).allMatch(text -> text.contains("ForkJoinPool-1-worker"));
    });
  }

  @ParameterizedTest
  @EnumSource
  void theyRunWhileTheLoopIsBusy(Way way) {
    run(() -> {
      CountDownLatch go = new CountDownLatch(1);
      boolean[] ran = {false};
      Thread started =
          way.start(() -> {
            try {
              go.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            ran[0] = true;
          });
      Wait.untilBlocked(started);
      go.countDown();
      Wait.until(() -> !started.isAlive()); // without giving the loop a chance

      assertThat(ran[0]).isTrue();
    });
  }

  @ParameterizedTest
  @EnumSource
  void theySurviveTheCoroutineAndTheLoop(Way way) {
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<String> end = new CompletableFuture<>();
    Thread started =
        run(() ->
            way.start(() -> {
              try {
                go.await();
                Thread.sleep(1);
                end.complete("survived");
              } catch (InterruptedException e) {
                end.completeExceptionally(e);
              }
            }));
    Wait.untilBlocked(started);
    go.countDown();

    assertThat(end.join()).isEqualTo("survived");
    Wait.forEnd(started);
  }

  @ParameterizedTest
  @EnumSource
  void theyDoNotSeeARunningLoop(Way way) {
    run(() -> {
      ContextVar<String> user = new ContextVar<>("user", "nobody");
      user.set("coroutine");
      CompletableFuture<List<Object>> seen = new CompletableFuture<>();
      way.start(() ->
          seen.complete(
              List.of(
                  catchThrowable(Asyncio::runningLoop),
                  catchThrowable(() -> await(sleep(0))),
                  user.get())));

      assertThat(await(seen).get(0))
          .asInstanceOf(THROWABLE)
          .hasMessageStartingWith("no running event loop");
      assertThat(await(seen).get(1))
          .asInstanceOf(THROWABLE)
          .hasMessageStartingWith("await outside of a coroutine");
      assertThat(await(seen).get(2)).isEqualTo("nobody");
    });
  }

  @Test
  void theyTalkToTheLoopByCallSoonThreadsafe() {
    run(() -> {
      EventLoop loop = runningLoop();
      Future<String> answer = loop.createFuture();
      Thread.startVirtualThread(() -> loop.callSoonThreadsafe(() -> answer.setResult("answer")));

      assertThat(await(answer)).isEqualTo("answer");
    });
  }

  @Test
  void theyCanRunALoopOfTheirOwn() {
    run(() -> {
      EventLoop outer = runningLoop();
      CompletableFuture<EventLoop> inner = new CompletableFuture<>();
      Thread.startVirtualThread(() ->
          inner.complete(
              run(() -> {
                await(sleep(0.001));
                return runningLoop();
              })));

      assertThat(await(inner)).isNotSameAs(outer);
      assertThat(runningLoop()).isSameAs(outer);
    });
  }

  @Test
  void aThousandOfThemAreJoinedByTheirCoroutines() {
    int[] done = {0};
    run(() -> {
      List<Task<?>> tasks = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        tasks.add(
            createTask(() -> {
              for (int round = 0; round < 10; round++) {
                Thread.startVirtualThread(Thread::yield).join();
                await(sleep(0));
                done[0]++;
              }
            }));
      }
      await(gather(tasks));
    });

    assertThat(done[0]).isEqualTo(1000);
  }
}
