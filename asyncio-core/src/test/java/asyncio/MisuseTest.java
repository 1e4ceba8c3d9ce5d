package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each mistake gets an error that names it. */
@Timeout(60)
final class MisuseTest {

  /** Something that can be tried on a loop. */
  @FunctionalInterface
  interface Attempt {
    void on(EventLoop loop) throws Exception;
  }

  // ----- await outside of a coroutine

  @Test
  void awaitWithoutALoopIsAnError() {
    for (Attempt attempt :
        List.<Attempt>of(
            loop -> await(sleep(0)),
            loop -> await(CompletableFuture.completedFuture(1)),
            loop -> await(sleep(0), RuntimeException.class))) {
      assertMisuse(
          catchThrowable(() -> attempt.on(null)),
          "await outside of a coroutine: no event loop runs this thread. Start with run(…)");
    }
  }

  @Test
  void awaitInACallbackIsAnError() {
    assertMisuse(
        thrownByCallback(() -> await(sleep(0))),
        "await outside of a coroutine: a callback of the loop cannot wait. Start a task with"
            + " createTask(…)");
  }

  @Test
  void awaitInADoneCallbackIsAnError() {
    try (EventLoop loop = EventLoop.create()) {
      Future<String> future = loop.createFuture();
      List<Throwable> thrown = new ArrayList<>();
      future.addDoneCallback(done -> thrown.add(catchThrowable(() -> await(done))));
      future.setResult("value");
      loop.stop();
      loop.runForever();

      assertMisuse(thrown.getFirst(), "a callback of the loop cannot wait");
    }
  }

  @Test
  void awaitOnAThreadThatACoroutineStartedIsAnError() {
    run(() -> {
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      Thread.startVirtualThread(() -> thrown.complete(catchThrowable(() -> await(sleep(0)))));
      assertMisuse(await(thrown), "no event loop runs this thread");
    });
  }

  @Test
  void awaitInAFunctionGivenToToThreadIsAnError() {
    run(() ->
        assertMisuse(
            await(toThread(() -> catchThrowable(() -> await(sleep(0))))),
            "no event loop runs this thread"));
  }

  @ParameterizedTest
  @MethodSource("whatNeedsARunningLoop")
  void whatNeedsARunningLoopSaysSo(Attempt attempt) {
    assertMisuse(catchThrowable(() -> attempt.on(null)), "no running event loop");
  }

  static Stream<Named<Attempt>> whatNeedsARunningLoop() {
    return Stream.of(
        attempt("runningLoop", loop -> runningLoop()),
        attempt("createTask", loop -> createTask(() -> 1)),
        attempt("currentTask", loop -> currentTask()),
        attempt("allTasks", loop -> allTasks()),
        attempt("gather", loop -> gather(async(() -> 1))),
        attempt("timeout", loop -> timeout(1)),
        attempt("shield", loop -> shield(async(() -> 1))));
  }

  // ----- coroutines

  @Test
  void aCoroutineAwaitedTwiceIsAnError() {
    run(() -> {
      Coroutine<Integer> once = async(() -> 1);
      assertThat(await(once)).isEqualTo(1);

      assertMisuse(
          catchThrowable(() -> await(once)), "cannot await a coroutine that was already awaited");
      assertMisuse(
          catchThrowable(() -> await(createTask(once))),
          "cannot await a coroutine that was already awaited");
    });
  }

  @Test
  void aCoroutineRunTwiceIsAnError() {
    Coroutine<Integer> once = async(() -> 1);
    assertThat(run(once)).isEqualTo(1);

    assertMisuse(catchThrowable(() -> run(once)), "already awaited");
  }

  // ----- several loops

  @Test
  void awaitingAFutureOfAnotherLoopIsAnError() {
    try (EventLoop other = EventLoop.create()) {
      Future<String> foreign = other.createFuture();
      run(() -> assertMisuse(catchThrowable(() -> await(foreign)), "of a different loop"));
      run(() ->
          assertThatIllegalArgumentException()
              .isThrownBy(() -> ensureFuture(foreign))
              .withMessageContaining("belongs to a different event loop"));
    }
  }

  @Test
  void aTaskThatAwaitsItselfIsAnError() {
    run(() ->
        assertMisuse(
            catchThrowable(() -> await((Awaitable<?>) currentTask())),
            "a task cannot await itself"));
  }

  // ----- foreign threads

  @ParameterizedTest
  @MethodSource("callsOfTheLoopsThread")
  void aCallFromAForeignThreadIsAnError(Attempt attempt) {
    run(() -> {
      EventLoop loop = runningLoop();
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      Thread.ofPlatform()
          .name("foreigner")
          .start(() -> thrown.complete(catchThrowable(() -> attempt.on(loop))));

      assertMisuse(
          await(thrown),
          "the event loop runs on another thread: use callSoonThreadsafe or"
              + " runCoroutineThreadsafe (called from Thread[");
      assertThat(await(thrown)).hasMessageContaining("foreigner");
    });
  }

  @ParameterizedTest
  @MethodSource("callsOfTheLoopsThread")
  void aCallFromAVirtualThreadThatTheCoroutineStartedIsAnError(Attempt attempt) {
    run(() -> {
      EventLoop loop = runningLoop();
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      Thread.startVirtualThread(() -> thrown.complete(catchThrowable(() -> attempt.on(loop))));

      assertMisuse(await(thrown), "the event loop runs on another thread");
    });
  }

  @ParameterizedTest
  @MethodSource("callsOfTheLoopsThread")
  void aCallFromAThreadThatRunsALoopOfItsOwnIsAnError(Attempt attempt) {
    run(() -> {
      EventLoop loop = runningLoop();
      assertMisuse(
          await(toThread(() -> run(async(() -> catchThrowable(() -> attempt.on(loop)))))),
          "the event loop runs on another thread");
    });
  }

  static Stream<Named<Attempt>> callsOfTheLoopsThread() {
    return Stream.of(
        attempt("callSoon", loop -> loop.callSoon(() -> {})),
        attempt("callLater", loop -> loop.callLater(1, () -> {})),
        attempt("callAt", loop -> loop.callAt(1, () -> {})),
        attempt("createTask", loop -> loop.createTask(async(() -> 1))),
        attempt("runInExecutor", loop -> loop.runInExecutor(null, () -> 1)),
        attempt("stop", EventLoop::stop),
        attempt("setResult", loop -> loop.<Integer>createFuture().setResult(1)),
        attempt("setException", loop -> loop.createFuture().setException(new Exception())),
        attempt("cancel a future", loop -> loop.createFuture().cancel()),
        attempt("cancel a task", loop -> loop.tasks.copy().iterator().next().cancel()),
        attempt("addDoneCallback", loop -> loop.createFuture().addDoneCallback(done -> {})),
        attempt("removeDoneCallback", loop -> loop.createFuture().removeDoneCallback(done -> {})));
  }

  // ----- running

  @Test
  void runInsideACoroutineIsAnError() {
    String message = "run() cannot be called from a running event loop";
    run(() -> {
      assertMisuse(catchThrowable(() -> run(async(() -> 1))), message);
      try (Runner runner = new Runner()) {
        assertMisuse(catchThrowable(() -> runner.run(async(() -> 1))), message);
      }
    });
    assertMisuse(thrownByCallback(() -> run(async(() -> 1))), message);
  }

  @Test
  void runningALoopThatRunsIsAnError() {
    String message = "this event loop is already running";
    run(() -> {
      EventLoop loop = runningLoop();
      assertMisuse(catchThrowable(loop::runForever), message);
      assertMisuse(catchThrowable(() -> loop.runUntilComplete(async(() -> 1))), message);
      assertMisuse(await(toThread(() -> catchThrowable(loop::runForever))), message);
    });
  }

  @Test
  void runningAnotherLoopOnTheSameThreadIsAnError() {
    String message = "cannot run an event loop while another one is running on this thread";
    try (EventLoop other = EventLoop.create()) {
      run(() -> {
        assertMisuse(catchThrowable(other::runForever), message);
        assertMisuse(catchThrowable(() -> other.runUntilComplete(async(() -> 1))), message);
      });
      assertMisuse(thrownByCallback(other::runForever), message);
    }
  }

  @Test
  void closingALoopThatRunsIsAnError() {
    run(() -> {
      EventLoop loop = runningLoop();
      assertMisuse(catchThrowable(loop::close), "cannot close a running event loop");
      assertMisuse(
          await(toThread(() -> catchThrowable(loop::close))), "cannot close a running event loop");
      assertThat(loop.isClosed()).isFalse();
    });
  }

  private static Named<Attempt> attempt(String name, Attempt attempt) {
    return Named.of(name, attempt);
  }

  private static Throwable thrownByCallback(Runnable callback) {
    List<Throwable> thrown = new ArrayList<>();
    try (EventLoop loop = EventLoop.create()) {
      loop.callSoon(() -> thrown.add(catchThrowable(callback::run)));
      loop.stop();
      loop.runForever();
    }
    return thrown.getFirst();
  }

  private static void assertMisuse(Throwable thrown, String message) {
    assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessageContaining(message);
  }
}
