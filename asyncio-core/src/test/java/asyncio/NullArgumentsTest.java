package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Null where a loop wants something to run: refused at once, and not when its turn comes. */
final class NullArgumentsTest {

  private final EventLoop loop = TestTime.newLoop();

  @AfterEach
  void close() {
    loop.close();
  }

  /** A call with a null in it. */
  @FunctionalInterface
  interface Call {
    void on(EventLoop loop);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void isRefusedAtOnce(Call call) {
    assertThatNullPointerException().isThrownBy(() -> call.on(loop));
  }

  static Stream<Named<Call>> calls() {
    return Stream.of(
        call("callSoon", loop -> loop.callSoon(null)),
        call("callSoonThreadsafe", loop -> loop.callSoonThreadsafe(null)),
        call("callLater", loop -> loop.callLater(1, null)),
        call("callLater without a delay", loop -> loop.callLater((Duration) null, () -> {})),
        call("callAt", loop -> loop.callAt(1, null)),
        call("addDoneCallback", loop -> loop.createFuture().addDoneCallback(null)),
        call("createTask", loop -> loop.createTask(null)),
        call("runInExecutor", loop -> loop.runInExecutor(Runnable::run, null)),
        call("runUntilComplete", loop -> loop.runUntilComplete(null)),
        call("setDefaultExecutor", loop -> loop.setDefaultExecutor((ExecutorService) null)));
  }

  private static Named<Call> call(String name, Call call) {
    return Named.of(name, call);
  }
}
