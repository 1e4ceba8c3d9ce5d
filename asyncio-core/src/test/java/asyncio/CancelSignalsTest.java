package asyncio;

import static asyncio.Asyncio.*;
import static asyncio.RaisedSignal.raise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A runner whose coroutine is cancelled by a real SIGTERM, in programs in a JVM of their own. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
final class CancelSignalsTest {

  static final class CleansUp {
    private CleansUp() {}

    public static void main(String[] arguments) {
      try (Runner runner = new Runner()) {
        runner.setCancelSignals("TERM", "SIGHUP");
        runner.setShutdownGrace(Duration.ofSeconds(10));
        runner.run(
            async(() -> {
              createTask(CleansUp::other);
              await(sleep(0));
              try {
                raise("TERM");
                await(sleep(3600));
              } finally {
                await(sleep(0.001));
                print("main cleaned up");
              }
            }));
      } catch (CancelledError e) {
        print("cancelled by " + e.getMessage());
      }
    }

    private static void other() {
      try {
        await(sleep(3600));
      } finally {
        print("other cleaned up");
      }
    }
  }

  @Test
  void theFirstOneCancelsTheMainTaskAndTheRestIsShutDownAfterIt() {
    try (ChildJvm child = ChildJvm.start(CleansUp.class)) {
      assertThat(child.waitForEnd()).isZero();
      assertThat(child.lines())
          .containsExactly("main cleaned up", "other cleaned up", "cancelled by SIGTERM");
    }
  }

  static final class CleansUpSlowly {
    private CleansUpSlowly() {}

    public static void main(String[] arguments) throws InterruptedException {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> print("hook")));
      Thread notMain = Thread.ofPlatform().start(CleansUpSlowly::runIt);
      notMain.join();
    }

    private static void runIt() {
      try (Runner runner = new Runner()) {
        runner.setCancelSignals("TERM");
        runner.run(
            async(() -> {
              try {
                raise("TERM");
                await(sleep(3600));
              } finally {
                print("cleaning up");
                raise("TERM");
                await(sleep(3600));
              }
            }));
      }
    }
  }

  @Test
  void theSecondOneEndsTheProgramAtOnce() {
    try (ChildJvm child = ChildJvm.start(CleansUpSlowly.class)) {
      assertThat(child.waitForEnd()).isEqualTo(143);
      assertThat(child.lines()).containsExactly("cleaning up", "hook");
    }
  }

  static final class HandlesIt {
    private HandlesIt() {}

    public static void main(String[] arguments) {
      try (Runner runner = new Runner()) {
        runner.setCancelSignals("TERM");
        runner.run(
            async(() -> {
              try (SignalReceiver signals = SignalReceiver.open("TERM")) {
                raise("TERM");
                print("received " + signals.iterator().next());
              }
              await(sleep(0.001));
              print("not cancelled");
              raise("TERM");
              await(sleep(3600));
            }));
      } catch (CancelledError e) {
        print("cancelled");
      }
    }
  }

  @Test
  void aReceiverOfTheSignalGoesBeforeIt() {
    try (ChildJvm child = ChildJvm.start(HandlesIt.class)) {
      assertThat(child.waitForEnd()).isZero();
      assertThat(child.lines()).containsExactly("received TERM", "not cancelled", "cancelled");
    }
  }

  static final class AfterRun {
    private AfterRun() {}

    public static void main(String[] arguments) throws InterruptedException {
      try (Runner runner = new Runner()) {
        runner.setCancelSignals("TERM");
        runner.run(async(() -> await(sleep(0))));
        raise("TERM");
        Thread.sleep(3_600_000);
      }
    }
  }

  @Test
  void betweenRunsTheSignalEndsTheProgram() {
    try (ChildJvm child = ChildJvm.start(AfterRun.class)) {
      assertThat(child.waitForEnd()).isEqualTo(143);
    }
  }

  @Test
  void aSignalThatIsNotThereOrCannotBeCaughtIsRefused() {
    try (Runner runner = new Runner()) {
      assertThatIllegalArgumentException().isThrownBy(() -> runner.setCancelSignals("NOSUCH"));
      assertThatIllegalStateException().isThrownBy(() -> runner.setCancelSignals("KILL"));
    }
  }

  // ----- for the programs

  private static void print(String line) {
    System.out.println(line);
  }
}
