package asyncio;

import static asyncio.Asyncio.*;
import static asyncio.RaisedSignal.raise;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What {@code addSignalHandler} does with real signals, in programs in a JVM of their own. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
final class SignalHandlerTest {

  @BeforeAll
  static void assumeThatSignalsArrive() throws IOException {
    ChildJvm.assumeThatCtrlCArrives();
  }

  static final class Handles {
    private Handles() {}

    public static void main(String[] arguments) {
      ContextVar<String> user = new ContextVar<>("user", "nobody");
      run(() -> {
        Event called = new Event();
        user.set("at registration");
        Thread mine = Thread.currentThread();
        runningLoop()
            .addSignalHandler(
                "TERM",
                () -> {
                  print("handled, " + user.get() + ", task " + currentTask());
                  print("on the loop: " + (runningLoop().thread == Thread.currentThread()));
                  called.set();
                });
        user.set("later");
        raise("TERM");
        await(called.whenSet());
        print("goes on: " + (Thread.currentThread() == mine));
      });
    }
  }

  @Test
  void theCallbackRunsOnTheLoopInTheContextOfItsRegistration() {
    assertThat(outputOf(Handles.class))
        .containsExactly(
            "handled, at registration, task null", "on the loop: true", "goes on: true");
  }

  static final class HandlesEach {
    private HandlesEach() {}

    public static void main(String[] arguments) {
      run(() -> {
        Queue<String> calls = new Queue<>();
        runningLoop().addSignalHandler("SIGHUP", () -> calls.putNowait("replaced"));
        runningLoop().addSignalHandler("HUP", () -> calls.putNowait("called"));
        raise("HUP");
        print(await(calls.get()));
        raise("HUP");
        print(await(calls.get()));
        print("more: " + calls.qsize());
      });
    }
  }

  @Test
  void aNewHandlerTakesThePlaceOfTheOneBeforeAndIsCalledForEachSignal() {
    assertThat(outputOf(HandlesEach.class)).containsExactly("called", "called", "more: 0");
  }

  static final class Fails {
    private Fails() {}

    public static void main(String[] arguments) {
      run(() -> {
        Queue<String> reports = new Queue<>();
        runningLoop()
            .setExceptionHandler(
                (loop, context) -> reports.putNowait("" + context.exception().getMessage()));
        runningLoop()
            .addSignalHandler(
                "HUP",
                () -> {
                  throw new IllegalStateException("failed");
                });
        raise("HUP");
        print("reported: " + await(reports.get()));
      });
    }
  }

  @Test
  void whatTheCallbackThrowsGoesToTheExceptionHandler() {
    assertThat(outputOf(Fails.class)).containsExactly("reported: failed");
  }

  static final class Removes {
    private Removes() {}

    public static void main(String[] arguments) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> print("hook")));
      run(() -> {
        EventLoop loop = runningLoop();
        loop.addSignalHandler("TERM", () -> print("never"));
        print("removed: " + loop.removeSignalHandler("SIGTERM"));
        print("again: " + loop.removeSignalHandler("TERM"));
        raise("TERM");
        await(sleep(3600));
      });
    }
  }

  @Test
  void afterRemovalTheSignalEndsTheProgramAsItDidBefore() {
    try (ChildJvm child = ChildJvm.start(Removes.class)) {
      assertThat(child.waitForEnd()).isEqualTo(143);
      assertThat(child.lines()).containsExactly("removed: true", "again: false", "hook");
    }
  }

  static final class Closes {
    private Closes() {}

    public static void main(String[] arguments) throws InterruptedException {
      run(() -> runningLoop().addSignalHandler("TERM", () -> print("never")));
      raise("TERM");
      Thread.sleep(3_600_000);
    }
  }

  @Test
  void closingTheLoopRemovesItsHandlers() {
    try (ChildJvm child = ChildJvm.start(Closes.class)) {
      assertThat(child.waitForEnd()).isEqualTo(143);
      assertThat(child.lines()).isEmpty();
    }
  }

  static final class TakesCtrlC {
    private TakesCtrlC() {}

    public static void main(String[] arguments) {
      try {
        run(() -> {
          Event pressed = new Event();
          runningLoop().addSignalHandler("INT", pressed::set);
          print("ready");
          await(pressed.whenSet());
          print("handled");
          runningLoop().removeSignalHandler("INT");
          print("removed");
          await(sleep(3600));
        });
      } catch (KeyboardInterrupt e) {
        print("interrupted");
      }
    }
  }

  @Test
  void withAHandlerOfItsOwnCtrlCDoesNotCancelTheMainTaskAndAfterItsRemovalItDoes() {
    try (ChildJvm child = ChildJvm.start(TakesCtrlC.class)) {
      child.waitForLine("ready");
      child.pressCtrlC();
      child.waitForLine("removed");
      child.pressCtrlC();

      assertThat(child.waitForEnd()).isZero();
      assertThat(child.lines()).containsExactly("ready", "handled", "removed", "interrupted");
    }
  }

  static final class TwoLoops {
    private TwoLoops() {}

    public static void main(String[] arguments) throws InterruptedException {
      Thread other = Thread.ofPlatform().start(() -> run(() -> handle(() -> {})));
      run(() -> handle(() -> raise("HUP")));
      other.join();
      print("both");
    }

    private static final CountDownLatch READY = new CountDownLatch(2);

    private static void handle(Runnable whenReady) throws InterruptedException {
      Event called = new Event();
      runningLoop().addSignalHandler("HUP", called::set);
      READY.countDown();
      READY.await();
      whenReady.run();
      await(called.whenSet());
    }
  }

  @Test
  void twoLoopsHandleTheSameSignal() {
    assertThat(outputOf(TwoLoops.class)).containsExactly("both");
  }

  private static List<String> outputOf(Class<?> program) {
    try (ChildJvm child = ChildJvm.start(program)) {
      assertThat(child.waitForEnd()).as("%s", child.lines()).isZero();
      return child.lines();
    }
  }

  // ----- for the programs

  private static void print(String line) {
    System.out.println(line);
  }
}
