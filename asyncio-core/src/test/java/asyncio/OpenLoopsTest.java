package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which loops are open, and a warning of those that nobody will ever close. */
@Timeout(60)
final class OpenLoopsTest {

  @Test
  void aLoopIsOpenUntilItIsClosed() {
    EventLoop loop = EventLoop.create();
    assertThat(EventLoop.openLoops()).contains(loop);
    loop.runUntilComplete(sleep(0));
    assertThat(EventLoop.openLoops()).contains(loop);
    loop.close();
    assertThat(EventLoop.openLoops()).doesNotContain(loop);
    loop.close();
    assertThat(EventLoop.openLoops()).doesNotContain(loop);
  }

  @Test
  void theAnswerIsASnapshot() {
    EventLoop first = EventLoop.create();
    Set<EventLoop> open = EventLoop.openLoops();
    EventLoop second = EventLoop.create();
    first.close();
    second.close();

    assertThat(open).contains(first).doesNotContain(second);
  }

  @Test
  void anyThreadMayAsk() {
    run(() -> {
      EventLoop loop = runningLoop();
      assertThat(await(toThread(EventLoop::openLoops))).contains(loop);
    });
  }

  @Test
  void runLeavesNoLoopOpen() {
    List<EventLoop> loops = new ArrayList<>();
    run(() -> loops.add(runningLoop()));
    assertThatThrownBy(() ->
            run(() -> {
              loops.add(runningLoop());
              throw new ArithmeticException();
            }))
        .isInstanceOf(ArithmeticException.class);

    assertThat(loops).hasSize(2);
    assertThat(EventLoop.openLoops()).doesNotContainAnyElementsOf(loops);
  }

  @Test
  void aLoopKnowsWhereItWasMade() {
    try (EventLoop loop = madeHere()) {
      assertThat(methods(loop.madeAt())).startsWith("madeHere", "aLoopKnowsWhereItWasMade");
    }
  }

  @Test
  void aLoopOfRunKnowsWhoCalledThat() {
    run(() ->
        assertThat(methods(runningLoop().madeAt())).startsWith("aLoopOfRunKnowsWhoCalledThat"));
  }

  private static EventLoop madeHere() {
    return EventLoop.create();
  }

  // ----- loops that nobody closes

  @Test
  void aLoopThatIsDroppedOpenIsReportedWithWhereItWasMade() {
    try (LoggingCapture logged = new LoggingCapture()) {
      dropOpen();
      waitForReport(logged, "dropOpen");

      assertThat(reports(logged, "dropOpen")).hasSize(1);
    }
  }

  private static void dropOpen() {
    EventLoop loop = EventLoop.create();
    loop.runUntilComplete(sleep(0));
  }

  @Test
  void aLoopThatIsDroppedWithATaskThatNeverRanIsReported() {
    try (LoggingCapture logged = new LoggingCapture()) {
      dropWithATask();
      waitForReport(logged, "dropWithATask");
    }
  }

  private static void dropWithATask() {
    EventLoop loop = EventLoop.create();
    loop.createTask(sleep(1)); // the JVM would hold the thread of one that waits, and so the loop
  }

  @Test
  void aLoopThatIsClosedIsNotReported() throws InterruptedException {
    try (LoggingCapture logged = new LoggingCapture()) {
      WeakReference<EventLoop> closed = dropClosed();
      for (int i = 0; i < 100 && closed.get() != null; i++) {
        System.gc();
        Thread.sleep(20);
      }
      assertThat(closed.get()).isNull();
      dropOpen();
      waitForReport(logged, "dropOpen"); // what is reported comes in the order of the garbage

      assertThat(reports(logged, "dropClosed")).isEmpty();
    }
  }

  private static WeakReference<EventLoop> dropClosed() {
    try (EventLoop loop = EventLoop.create()) {
      loop.runUntilComplete(sleep(0));
      return new WeakReference<>(loop);
    }
  }

  private static void waitForReport(LoggingCapture logged, String maker) {
    Wait.until(() -> {
      System.gc();
      return !reports(logged, maker).isEmpty();
    });
  }

  /** Those of the loops that the method has made: other tests may have left some open. */
  private static List<String> reports(LoggingCapture logged, String maker) {
    return logged.records().stream()
        .filter(report -> report.getMessage().contains("an event loop was never closed"))
        .filter(report ->
            Arrays.stream(report.getThrown().getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals(maker)))
        .map(report -> report.getMessage())
        .toList();
  }

  private static List<String> methods(List<StackTraceElement> stack) {
    return stack.stream().map(StackTraceElement::getMethodName).toList();
  }
}
