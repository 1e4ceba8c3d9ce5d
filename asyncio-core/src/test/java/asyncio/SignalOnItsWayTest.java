package asyncio;

import static asyncio.Asyncio.*;
import static asyncio.RaisedSignal.raise;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Signals that come while the loop is busy, in programs in a JVM of their own. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
final class SignalOnItsWayTest {

  @BeforeAll
  static void assumeThatSignalsArrive() throws IOException {
    ChildJvm.assumeThatCtrlCArrives();
  }

  /** Who listens hears of a signal in the order of listening: the second loop as the last. */
  abstract static class Program {

    private static final CountDownLatch FIRST_LISTENS = new CountDownLatch(1);
    private static final CountDownLatch SECOND_LISTENS = new CountDownLatch(1);
    private static final CountDownLatch SECOND_HAS_HEARD = new CountDownLatch(1);

    private Program() {}

    static Thread startSecondLoop() {
      return Thread.ofPlatform()
          .start(() ->
              run(() -> {
                FIRST_LISTENS.await();
                Event heard = new Event();
                runningLoop().addSignalHandler("HUP", heard::set);
                SECOND_LISTENS.countDown();
                await(heard.whenSet());
                SECOND_HAS_HEARD.countDown();
              }));
    }

    /** Sends the signal, and keeps this loop busy until it is on its way to the callback. */
    static void raiseAndStayBusy() throws InterruptedException {
      FIRST_LISTENS.countDown();
      SECOND_LISTENS.await();
      raise("HUP");
      SECOND_HAS_HEARD.await();
    }
  }

  static final class Keeps extends Program {
    private Keeps() {}

    public static void main(String[] arguments) throws InterruptedException {
      Thread second = startSecondLoop();
      run(() -> {
        Event called = new Event();
        runningLoop().addSignalHandler("HUP", called::set);
        raiseAndStayBusy();
        System.out.println("called meanwhile: " + called.isSet());
        await(called.whenSet());
        System.out.println("called");
      });
      second.join();
    }
  }

  @Test
  void theCallbackWaitsForTheLoop() {
    try (ChildJvm child = ChildJvm.start(Keeps.class)) {
      assertThat(child.waitForEnd()).as("%s", child.lines()).isZero();
      assertThat(child.lines()).containsExactly("called meanwhile: false", "called");
    }
  }

  static final class Removes extends Program {
    private Removes() {}

    public static void main(String[] arguments) throws InterruptedException {
      Thread second = startSecondLoop();
      run(() -> {
        runningLoop().addSignalHandler("HUP", () -> System.out.println("never"));
        raiseAndStayBusy();
        System.out.println("removed: " + runningLoop().removeSignalHandler("HUP"));
        for (int i = 0; i < 10; i++) {
          await(sleep(0));
        }
        System.out.println("goes on");
      });
      second.join();
    }
  }

  @Test
  void aHandlerThatIsRemovedMeanwhileIsNotCalled() {
    try (ChildJvm child = ChildJvm.start(Removes.class)) {
      assertThat(child.waitForEnd()).as("%s", child.lines()).isZero();
      assertThat(child.lines()).containsExactly("removed: true", "goes on");
    }
  }

  static final class Replaces extends Program {
    private Replaces() {}

    public static void main(String[] arguments) throws InterruptedException {
      Thread second = startSecondLoop();
      run(() -> {
        runningLoop().addSignalHandler("HUP", () -> System.out.println("the one before"));
        raiseAndStayBusy();
        runningLoop().addSignalHandler("HUP", () -> System.out.println("the one after"));
        for (int i = 0; i < 10; i++) {
          await(sleep(0));
        }
        System.out.println("goes on");
      });
      second.join();
    }
  }

  @Test
  void theNewHandlerGetsASignalThatIsOnItsWayToTheOneBefore() {
    try (ChildJvm child = ChildJvm.start(Replaces.class)) {
      assertThat(child.waitForEnd()).as("%s", child.lines()).isZero();
      assertThat(child.lines()).containsExactly("the one after", "goes on");
    }
  }
}
