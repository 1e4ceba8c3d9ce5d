package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Coroutines that other threads hand to a loop. */
@Timeout(60)
final class RunCoroutineThreadsafeTest {

  private final EventLoop loop = EventLoop.create();
  private final List<String> log = new ArrayList<>();
  private final List<ExceptionContext> reports = new ArrayList<>();

  @BeforeEach
  void noteReports() {
    loop.setExceptionHandler((where, context) -> reports.add(context));
  }

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void aThreadGetsTheResultOfTheCoroutine() throws Exception {
    run(() -> {
      EventLoop running = runningLoop();
      List<Object> results =
          await(
              toThread(() ->
                  List.of(
                      runCoroutineThreadsafe(async(() -> "a"), running).get(),
                      runCoroutineThreadsafe(() -> await(sleep(0.001, "b")), running).get(),
                      runCoroutineThreadsafe(() -> sleep(0.001, "c"), running).get())));
      assertThat(results).containsExactly("a", "b", "c");
      assertThat(await(toThread(() -> runCoroutineThreadsafe(() -> log.clear(), running).get())))
          .isNull();
    });
  }

  @Test
  void aThreadGetsTheExceptionOfTheCoroutine() {
    Exception failure = new Exception("checked");
    run(() -> {
      EventLoop running = runningLoop();
      Throwable thrown =
          await(
              toThread(() ->
                  catchThrowable(() ->
                      runCoroutineThreadsafe(
                              () -> {
                                await(sleep(0));
                                throw failure;
                              },
                              running)
                          .get())));
      assertThat(thrown).isInstanceOf(ExecutionException.class).hasCause(failure);
    });
  }

  @Test
  void aCoroutineThatWasCancelledCancelsTheThreadsFuture() {
    CompletableFuture<String> result =
        runCoroutineThreadsafe(
            async(() -> {
              currentTask().cancel();
              await(sleep(0));
              return "never";
            }),
            loop);
    runIterations(4);

    assertThat(result).isCancelled();
  }

  @Test
  void cancellingBeforeTheStartKeepsTheCoroutineFromRunning() {
    CompletableFuture<Boolean> result = runCoroutineThreadsafe(async(() -> log.add("never")), loop);
    result.cancel(true);
    runIterations(4);

    assertThat(log).isEmpty();
    assertThat(result).isCancelled();
  }

  @Test
  void cancellingAfterTheStartCancelsTheCoroutine() {
    CompletableFuture<Boolean> result =
        runCoroutineThreadsafe(
            async(() -> {
              try {
                await(sleep(3600));
              } catch (CancelledError e) {
                log.add("cancelled");
                throw e;
              }
              return true;
            }),
            loop);
    runIterations(3);
    Wait.forEnd(Thread.ofPlatform().start(() -> result.cancel(true)));
    runIterations(3);

    assertThat(log).containsExactly("cancelled");
    assertThatExceptionOfType(CancellationException.class).isThrownBy(result::join);
    assertThat(loop.tasks.copy()).isEmpty();
  }

  @Test
  void cancellingBeforeTheFirstStepCancelsTheTaskWhereItFirstWaits() {
    List<Task<?>> made = new ArrayList<>();
    loop.setTaskFactory(
        new TaskFactory() {
          @Override
          public <T> Task<T> create(EventLoop on, Coroutine<T> coroutine, TaskOptions options) {
            Task<T> task = Task.create(on, coroutine, options);
            made.add(task);
            return task;
          }
        });
    CompletableFuture<?> result = runCoroutineThreadsafe(sleep(3600), loop);
    runIterations(1);
    assertThat(made).hasSize(1);
    assertThat(made.getFirst().done()).isFalse();

    result.cancel(true);
    runIterations(3);

    assertThat(made.getFirst().cancelled()).isTrue();
    assertThat(result).isCancelled();
  }

  @Test
  void aThreadThatWillNotWaitAnyLongerCancelsTheCoroutine() {
    run(() -> {
      EventLoop running = runningLoop();
      Throwable thrown =
          await(
              toThread(() -> {
                var result = runCoroutineThreadsafe(() -> await(sleep(3600)), running);
                Throwable late = catchThrowable(() -> result.get(0, TimeUnit.SECONDS));
                result.cancel(true);
                return late;
              }));
      assertThat(thrown).isInstanceOf(java.util.concurrent.TimeoutException.class);
      while (running.tasks.copy().size() > 1) {
        await(sleep(0));
      }
    });
  }

  @Test
  void anErrorOfTheTaskFactoryReachesTheThread() {
    IllegalStateException failure = new IllegalStateException("no tasks today");
    loop.setTaskFactory(
        new TaskFactory() {
          @Override
          public <T> Task<T> create(EventLoop on, Coroutine<T> coroutine, TaskOptions options) {
            coroutine.close();
            throw failure;
          }
        });
    CompletableFuture<Integer> result = runCoroutineThreadsafe(async(() -> 1), loop);
    runIterations(1);

    assertThatThrownBy(result::get).hasCause(failure);
    assertThat(reports.getFirst().exception()).isSameAs(failure);
  }

  @Test
  void manyThreadsRunCoroutinesOnOneLoop() {
    run(() -> {
      EventLoop running = runningLoop();
      int[] inside = {0};
      List<Coroutine<Integer>> callers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        int number = i;
        callers.add(
            toThread(() ->
                runCoroutineThreadsafe(
                        () -> {
                          inside[0]++; // without a lock: they run one at a time
                          await(sleep(0));
                          inside[0]--;
                          return number;
                        },
                        running)
                    .get()));
      }
      assertThat(await(gather(callers))).hasSize(20).isSorted();
      assertThat(inside[0]).isZero();
    });
  }

  @Test
  void aCoroutineThatTheLoopNeverCameToEndsWithTheLoop() throws Exception {
    CompletableFuture<Integer> result = runCoroutineThreadsafe(async(() -> 1), loop);
    loop.close();

    assertThat(catchThrowable(() -> result.get(5, TimeUnit.SECONDS)))
        .isInstanceOfAny(CancellationException.class, ExecutionException.class);
  }

  @Test
  void aCoroutineThatIsPendingWhenTheLoopIsClosedEndsWithTheLoop() throws Exception {
    CompletableFuture<?> result = runCoroutineThreadsafe(() -> await(sleep(3600)), loop);
    runIterations(3);
    loop.close();

    assertThat(catchThrowable(() -> result.get(5, TimeUnit.SECONDS)))
        .isInstanceOfAny(CancellationException.class, ExecutionException.class);
  }

  @Test
  void waitingForOneInAnExecutorOfVirtualThreadsWorks() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      run(() -> {
        EventLoop running = runningLoop();
        assertThat(
                await(
                    running.runInExecutor(
                        executor,
                        () -> runCoroutineThreadsafe(async(() -> "value"), running).get())))
            .isEqualTo("value");
      });
    }
  }

  private void runIterations(int number) {
    for (int i = 0; i < number; i++) {
      loop.stop();
      loop.runForever();
    }
  }
}
