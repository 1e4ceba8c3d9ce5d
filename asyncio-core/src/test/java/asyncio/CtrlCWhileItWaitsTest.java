package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a real SIGINT finds the main task doing, each time in a JVM of its own. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
final class CtrlCWhileItWaitsTest {

  @BeforeAll
  static void assumeThatSignalsArrive() throws IOException {
    ChildJvm.assumeThatCtrlCArrives();
  }

  static final class NeverIdle {
    private NeverIdle() {}

    public static void main(String[] arguments) {
      try {
        run(() -> {
          System.out.println("ready");
          try {
            while (true) {
              await(sleep(0));
            }
          } catch (CancelledError e) {
            System.out.println("cancelled");
          }
          throw new CancelledError("one of its own");
        });
      } catch (KeyboardInterrupt e) {
        System.out.println("interrupted");
      }
    }
  }

  @Test
  void aMainTaskThatOnlyEverYieldsIsCancelledAndMayThrowAnErrorOfItsOwn() {
    try (ChildJvm child = ChildJvm.start(NeverIdle.class)) {
      child.waitForLine("ready");
      child.pressCtrlC();

      assertThat(child.waitForEnd()).isZero();
      assertThat(child.lines()).containsExactly("ready", "cancelled", "interrupted");
    }
  }

  static final class WaitsForAFuture {
    private WaitsForAFuture() {}

    public static void main(String[] arguments) {
      try (Runner runner = new Runner()) {
        Future<String> future = runner.loop().createFuture();
        try {
          runner.run(
              async(() -> {
                System.out.println("ready");
                try {
                  await(future);
                } catch (CancelledError e) {
                  System.out.println("cancelled");
                }
                throw new CancelledError("one of its own");
              }));
        } catch (KeyboardInterrupt e) {
          System.out.println("interrupted, future cancelled: " + future.cancelled());
        }
      }
    }
  }

  @Test
  void theFutureThatTheMainTaskWaitsForIsCancelledToo() {
    try (ChildJvm child = ChildJvm.start(WaitsForAFuture.class)) {
      child.waitForLine("ready");
      child.pressCtrlC();

      assertThat(child.waitForEnd()).isZero();
      assertThat(child.lines())
          .containsExactly("ready", "cancelled", "interrupted, future cancelled: true");
    }
  }
}
