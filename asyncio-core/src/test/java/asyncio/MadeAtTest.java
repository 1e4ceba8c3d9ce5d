package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Debug mode remembers where futures and tasks were made. */
final class MadeAtTest {

  private final EventLoop loop = TestTime.newLoop();

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void inDebugModeAFutureKnowsWhereItWasMade() {
    loop.setDebug(true);
    assertMadeBy("makeFuture", makeFuture());
  }

  @Test
  void inDebugModeATaskKnowsWhereItWasMade() {
    loop.setDebug(true);
    Task<Void> task = makeTask();
    assertMadeBy("makeTask", task);
    loop.runUntilComplete(task);
    assertMadeBy("makeTask", task);
  }

  @Test
  void withoutDebugModeNobodyRemembers() {
    assertThat(makeFuture().madeAt()).isEmpty();
    loop.setDebug(true);
    Future<Integer> future = makeFuture();
    loop.setDebug(false);
    assertMadeBy("makeFuture", future);
    assertThat(makeFuture().madeAt()).isEmpty();
  }

  private Future<Integer> makeFuture() {
    return loop.createFuture();
  }

  private Task<Void> makeTask() {
    return loop.createTask(sleep(0));
  }

  private static void assertMadeBy(String method, Future<?> future) {
    assertThat(future.madeAt())
        .extracting(StackTraceElement::getMethodName)
        .first()
        .isEqualTo(method);
  }
}
