package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A loop that is closed, or is being closed, takes nothing more. */
@Timeout(60)
final class ClosedLoopTest {

  private final EventLoop loop = EventLoop.create();
  private final List<String> log = new ArrayList<>();
  private final List<ExceptionContext> reports = new ArrayList<>();

  @BeforeEach
  void noteReports() {
    loop.setExceptionHandler((where, context) -> reports.add(context));
  }

  @Test
  void aClosedLoopDropsCallbacksAndTimers() {
    Handle soon = loop.callSoon(() -> log.add("soon"));
    TimerHandle later = loop.callLater(0, () -> log.add("later"));
    Handle handedIn = loop.callSoonThreadsafe(() -> log.add("handed in"));
    loop.close();

    soon.cancel();
    later.cancel();
    handedIn.cancel();
    assertThat(log).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("schedulingCalls")
  void cleanUpCannotScheduleAnything(Scheduling call) {
    loop.createTask(
        async(() -> {
          try {
            await(sleep(3600));
          } finally {
            assertThatThrownBy(() -> call.on(loop))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the event loop is closed");
            log.add("refused");
          }
        }));
    runOneIteration();
    loop.close();

    assertThat(log).containsExactly("refused");
  }

  @ParameterizedTest
  @MethodSource("schedulingCalls")
  void schedulingOnAClosedLoopIsAnError(Scheduling call) {
    loop.close();

    assertThatThrownBy(() -> call.on(loop))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the event loop is closed");
  }

  @Test
  void runningAClosedLoopIsAnError() {
    Future<String> future = loop.createFuture();
    loop.close();

    Stream.<Callable<?>>of(
            () -> {
              loop.runForever();
              return null;
            },
            () -> loop.runUntilComplete(future),
            () -> loop.runUntilComplete(async(() -> "never")))
        .forEach(run ->
            assertThatThrownBy(run::call)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the event loop is closed"));
  }

  @Test
  void closingItAgainHasNoEffect() {
    loop.createTask(async(() -> await(sleep(3600))));
    runOneIteration();
    loop.close();
    loop.close();

    assertThat(reports).hasSize(1);
    assertThat(loop.isClosed()).isTrue();
  }

  @FunctionalInterface
  interface Scheduling {
    Object on(EventLoop loop);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // it is an error instead
  static Stream<Named<Scheduling>> schedulingCalls() {
    return Stream.of(
        call("callSoon", loop -> loop.callSoon(() -> {})),
        call("callLater", loop -> loop.callLater(1, () -> {})),
        call("callAt", loop -> loop.callAt(1, () -> {})),
        call("callSoonThreadsafe", loop -> loop.callSoonThreadsafe(() -> {})),
        call("createTask", loop -> loop.createTask(async(() -> 1))),
        call("runInExecutor", loop -> loop.runInExecutor(null, () -> 1)),
        call("runCoroutineThreadsafe", loop -> runCoroutineThreadsafe(async(() -> 1), loop)));
  }

  private static Named<Scheduling> call(String name, Scheduling call) {
    return Named.of(name, call);
  }

  private void runOneIteration() {
    loop.stop();
    loop.runForever();
  }
}
