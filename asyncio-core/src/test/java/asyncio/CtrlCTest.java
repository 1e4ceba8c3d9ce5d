package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a real SIGINT does to programs, each in a JVM of its own. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
final class CtrlCTest {

  @BeforeAll
  static void assumeThatSignalsArrive() throws IOException {
    ChildJvm.assumeThatCtrlCArrives();
  }

  static final class CleansUp {
    private CleansUp() {}

    public static void main(String[] arguments) {
      try {
        run(() -> {
          try {
            print("ready");
            await(sleep(3600));
          } finally {
            await(sleep(0.001));
            print("cleaned up");
          }
        });
      } catch (KeyboardInterrupt e) {
        print("interrupted");
      }
    }
  }

  @Test
  void theFirstOneCancelsTheMainTaskAndKeyboardInterruptComesOutOfRun() {
    try (ChildJvm child = ChildJvm.start(CleansUp.class)) {
      child.waitForLine("ready");
      child.pressCtrlC();

      assertThat(child.waitForEnd()).isZero();
      assertThat(child.lines()).containsExactly("ready", "cleaned up", "interrupted");
    }
  }

  static final class Uncaught {
    private Uncaught() {}

    public static void main(String[] arguments) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> print("hook")));
      run(() -> {
        print("ready");
        await(sleep(3600));
      });
    }
  }

  @Test
  void aKeyboardInterruptThatNobodyCatchesEndsTheProgramLikeAnyException() {
    try (ChildJvm child = ChildJvm.start(Uncaught.class)) {
      child.waitForLine("ready");
      child.pressCtrlC();

      assertThat(child.waitForEnd()).isEqualTo(1);
      assertThat(child.lines())
          .contains("Exception in thread \"main\" asyncio.KeyboardInterrupt", "hook");
    }
  }

  static final class Swallows {
    private Swallows() {}

    public static void main(String[] arguments) {
      String value =
          run(() -> {
            try {
              print("ready");
              await(sleep(3600));
            } catch (CancelledError e) {
              print("swallowed");
            }
            await(sleep(0.001));
            return "value";
          });
      print(value);
    }
  }

  @Test
  void aMainTaskThatSwallowsItReturns() {
    try (ChildJvm child = ChildJvm.start(Swallows.class)) {
      child.waitForLine("ready");
      child.pressCtrlC();

      assertThat(child.waitForEnd()).isZero();
      assertThat(child.lines()).containsExactly("ready", "swallowed", "value");
    }
  }

  static final class CancelledByOthersToo {
    private CancelledByOthersToo() {}

    public static void main(String[] arguments) {
      try {
        run(() -> {
          try {
            print("ready");
            await(sleep(3600));
          } finally {
            currentTask().cancel();
          }
        });
      } catch (CancelledError e) {
        print("cancelled");
      }
    }
  }

  @Test
  void aMainTaskThatOthersCancelledTooEndsAsCancelled() {
    try (ChildJvm child = ChildJvm.start(CancelledByOthersToo.class)) {
      child.waitForLine("ready");
      child.pressCtrlC();

      assertThat(child.waitForEnd()).isZero();
      assertThat(child.lines()).containsExactly("ready", "cancelled");
    }
  }

  static final class CleansUpSlowly {
    private CleansUpSlowly() {}

    public static void main(String[] arguments) {
      run(() -> {
        try {
          print("ready");
          await(sleep(3600));
        } finally {
          print("cleaning up");
          await(sleep(3600));
          print("never");
        }
      });
    }
  }

  @Test
  void theSecondOneEndsTheProgramAtOnce() {
    try (ChildJvm child = ChildJvm.start(CleansUpSlowly.class)) {
      child.waitForLine("ready");
      child.pressCtrlC();
      child.waitForLine("cleaning up");
      child.pressCtrlC();

      assertThat(child.waitForEnd()).isEqualTo(130);
      assertThat(child.lines()).containsExactly("ready", "cleaning up");
    }
  }

  static final class EndsSlowly {
    private EndsSlowly() {}

    public static void main(String[] arguments) {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> {
                print("ending");
                new CompletableFuture<>().join();
              }));
      CleansUpSlowly.main(arguments);
    }
  }

  @Test
  void theThirdOneDoesNotWaitForShutdownHooks() {
    try (ChildJvm child = ChildJvm.start(EndsSlowly.class)) {
      child.waitForLine("ready");
      child.pressCtrlC();
      child.waitForLine("cleaning up");
      child.pressCtrlC();
      child.waitForLine("ending");
      child.pressCtrlC();

      assertThat(child.waitForEnd()).isEqualTo(130);
    }
  }

  static final class TwoRuns {
    private TwoRuns() {}

    public static void main(String[] arguments) {
      try (Runner runner = new Runner()) {
        for (String name : new String[] {"first", "second"}) {
          try {
            runner.run(
                async(() -> {
                  print(name);
                  await(sleep(3600));
                }));
          } catch (KeyboardInterrupt e) {
            print("interrupted");
          }
        }
        print(runner.run(async(() -> "value")));
      }
    }
  }

  @Test
  void eachRunOfARunnerHasItsOwnFirstOne() {
    try (ChildJvm child = ChildJvm.start(TwoRuns.class)) {
      child.waitForLine("first");
      child.pressCtrlC();
      child.waitForLine("second");
      child.pressCtrlC();

      assertThat(child.waitForEnd()).isZero();
      assertThat(child.lines())
          .containsExactly("first", "interrupted", "second", "interrupted", "value");
    }
  }

  // ----- for the programs

  private static void print(String line) {
    System.out.println(line);
  }
}
