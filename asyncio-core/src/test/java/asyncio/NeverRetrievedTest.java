package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.gather;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.waitFirstException;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The report of failures that nobody has looked at. */
@Timeout(60)
class NeverRetrievedTest {

  private final List<ExceptionContext> reports = new ArrayList<>();
  private final IOException failure = new IOException("nobody cares");

  @Test
  void aFailureThatNobodySawIsReportedWhenTheLoopCloses() {
    EventLoop loop = reportingLoop();
    Future<String> future = loop.createFuture();
    future.setException(failure);
    assertThat(reports).isEmpty();

    loop.close();

    assertThat(reports).hasSize(1);
    assertThat(reports.getFirst().message()).isEqualTo("Future exception was never retrieved");
    assertThat(reports.getFirst().exception()).isSameAs(failure);
    assertThat(reports.getFirst().details()).containsEntry("future", future.toString());
  }

  @Test
  void aTaskThatFailedUnseenIsReportedAsATask() {
    run(() -> {
      createTask(async(this::fail), TaskOptions.named("unlucky"));
      await(sleep(1));
    });

    assertThat(reports).hasSize(1);
    assertThat(reports.getFirst().message()).isEqualTo("Task exception was never retrieved");
    assertThat(reports.getFirst().exception()).isSameAs(failure);
    assertThat(reports.getFirst().details().get("future")).asString().contains("unlucky");
  }

  @Test
  void failuresAreReportedOnceAndInTheOrderInWhichTheyCame() {
    List<String> failures = IntStream.range(0, 20).mapToObj(i -> "failure " + i).toList();
    EventLoop loop = reportingLoop();
    for (String each : failures) {
      loop.createFuture().setException(new Exception(each));
    }

    loop.close();
    loop.close();

    assertThat(reports.stream().map(report -> report.exception().getMessage()).toList())
        .isEqualTo(failures);
  }

  /** A way to look at a failed future, in a coroutine. */
  interface Look {
    void at(Future<String> failed) throws Exception;
  }

  static Stream<Look> looks() {
    return Stream.of(
        Future::exception,
        failed -> assertThatThrownBy(failed::result).isInstanceOf(IOException.class),
        failed -> assertThatThrownBy(() -> await(failed)).isInstanceOf(IOException.class),
        failed -> assertThatThrownBy(() -> await(gather(failed))).isInstanceOf(IOException.class),
        failed -> await(waitFirstException(List.of(failed, runningLoop().createFuture()))),
        Future::cancel);
  }

  @ParameterizedTest
  @MethodSource("looks")
  void aFailureThatSomebodySawIsNotReported(Look look) {
    run(() -> {
      Future<String> future = runningLoop().createFuture();
      future.setException(failure);
      look.at(future);
    });

    assertThat(reports).isEmpty();
  }

  @Test
  void aFailureSeenByWhoWaitsIsNotReported() {
    run(() -> {
      Task<String> task = createTask(this::fail);
      assertThatThrownBy(() -> await(task)).isSameAs(failure);
    });

    assertThat(reports).isEmpty();
  }

  @Test
  void aFailureThatACancellationReplacesIsNotReported() {
    run(() -> {
      Future<String> future = runningLoop().createFuture();
      Task<String> task = createTask(() -> await(future));
      await(sleep(0));
      future.setException(failure);
      task.cancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
    });

    assertThat(reports).isEmpty();
  }

  @Test
  void resultsAndCancellationsAreNotReported() {
    EventLoop loop = reportingLoop();
    loop.<String>createFuture().setResult("unread");
    loop.createFuture().cancel("unread");

    loop.close();

    assertThat(reports).isEmpty();
  }

  @Test
  void aFutureThatNeverEndsIsNotReported() {
    EventLoop loop = reportingLoop();
    Future<String> future = loop.createFuture();

    loop.close();

    assertThat(future.done()).isFalse();
    assertThat(reports).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void withoutAHandlerTheFailureIsLoggedAsAnError(boolean debug) {
    try (LoggingCapture log = new LoggingCapture()) {
      EventLoop loop = TestTime.newLoop();
      loop.setDebug(debug);
      loop.createFuture().setException(failure);
      loop.close();

      assertThat(log.records()).hasSize(1);
      LogRecord entry = log.records().getFirst();
      assertThat(entry.getLevel()).isEqualTo(Level.SEVERE);
      assertThat(entry.getMessage()).contains("Future exception was never retrieved");
      assertThat(entry.getMessage()).contains("nobody cares");
      assertThat(entry.getThrown()).isSameAs(failure);
    }
  }

  @Test
  void aFailureIsReportedAsSoonAsItsFutureIsGarbage() {
    try (Runner runner = new Runner()) {
      runner.loop().setExceptionHandler((loop, context) -> reports.add(context));
      runner.run(
          async(() -> {
            createTask(this::fail);
            while (reports.isEmpty()) {
              System.gc();
              await(sleep(0.001));
            }
          }));
    }

    assertThat(reports).hasSize(1);
    assertThat(reports.getFirst().message()).isEqualTo("Task exception was never retrieved");
    assertThat(reports.getFirst().exception()).isSameAs(failure);
  }

  @Test
  void theWatchDoesNotKeepAFutureAlive() throws InterruptedException {
    EventLoop loop = reportingLoop();
    WeakReference<Future<?>> future = new WeakReference<>(failedFuture(loop));
    while (future.get() != null) {
      System.gc();
      Thread.sleep(1);
    }
    loop.close();

    assertThat(reports).hasSize(1);
  }

  @Test
  void norDoesItOnceSomebodyLookedAtATaskThatIsInItsOwnContext() throws InterruptedException {
    WeakReference<Task<?>> task = new WeakReference<>(failedTaskInItsOwnContext());
    while (task.get() != null) {
      System.gc();
      Thread.sleep(1);
    }
  }

  private Task<?> failedTaskInItsOwnContext() {
    ContextVar<Task<?>> itself = new ContextVar<>("itself");
    List<Task<?>> failed = new ArrayList<>();
    run(() -> {
      Task<String> task =
          createTask(() -> {
            itself.set(currentTask());
            return fail();
          });
      assertThatThrownBy(() -> await(task)).isSameAs(failure);
      failed.add(task);
    });
    return failed.getFirst();
  }

  private Future<?> failedFuture(EventLoop loop) {
    Future<?> future = loop.createFuture();
    future.setException(failure);
    return future;
  }

  private String fail() throws IOException {
    throw failure;
  }

  private EventLoop reportingLoop() {
    EventLoop loop = TestTime.newLoop();
    loop.setExceptionHandler((on, context) -> reports.add(context));
    return loop;
  }

  private void run(VoidBody body) {
    try (Runner runner = new Runner(null, this::reportingLoop)) {
      runner.run(async(body));
    }
  }
}
