package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Where a real SIGINT is none of the library's business, and what it finds when it is. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
final class CtrlCHandlerTest {

  @BeforeAll
  static void assumeThatSignalsArrive() throws IOException {
    ChildJvm.assumeThatCtrlCArrives();
  }

  static final class OwnHandler {
    private OwnHandler() {}

    public static void main(String[] arguments) {
      CompletableFuture<String> pressed = new CompletableFuture<>();
      onSigint(() -> pressed.complete("my own handler"));
      run(() -> {
        print("ready");
        print(await(pressed));
        await(sleep(0.001));
        print("not cancelled");
      });
    }
  }

  @Test
  void aProgramsOwnHandlerStaysInPlace() {
    try (ChildJvm child = ChildJvm.start(OwnHandler.class)) {
      child.waitForLine("ready");
      child.pressCtrlC();

      assertThat(child.waitForEnd()).isZero();
      assertThat(child.lines()).containsExactly("ready", "my own handler", "not cancelled");
    }
  }

  static final class OwnHandlerSetWhileRunning {
    private OwnHandlerSetWhileRunning() {}

    public static void main(String[] arguments) {
      CompletableFuture<String> pressed = new CompletableFuture<>();
      run(() -> onSigint(() -> pressed.complete("my own handler")));
      print("ready");
      print(pressed.join());
    }
  }

  @Test
  void aHandlerThatTheProgramSetsWhileItRunsStaysInPlaceAfterwards() {
    try (ChildJvm child = ChildJvm.start(OwnHandlerSetWhileRunning.class)) {
      child.waitForLine("ready");
      child.pressCtrlC();

      assertThat(child.waitForEnd()).isZero();
      assertThat(child.lines()).containsExactly("ready", "my own handler");
    }
  }

  static final class OnAnotherThread {
    private OnAnotherThread() {}

    public static void main(String[] arguments) {
      Thread.ofPlatform().start(() -> CtrlCTest.CleansUp.main(arguments));
    }
  }

  @Test
  void onAnotherThreadThanTheMainOneItEndsTheProgram() {
    try (ChildJvm child = ChildJvm.start(OnAnotherThread.class)) {
      child.waitForLine("ready");
      child.pressCtrlC();

      assertThat(child.waitForEnd()).isEqualTo(130);
      assertThat(child.lines()).containsExactly("ready");
    }
  }

  @Test
  void whereTheJvmLeavesSignalsAloneItEndsTheProgram() {
    try (ChildJvm child = ChildJvm.start(CtrlCTest.CleansUp.class, "-Xrs")) {
      child.waitForLine("ready");
      child.pressCtrlC();

      assertThat(child.waitForEnd()).isEqualTo(130);
      assertThat(child.lines()).containsExactly("ready");
    }
  }

  static final class AfterRun {
    private AfterRun() {}

    public static void main(String[] arguments) {
      run(() -> await(sleep(0)));
      print("ready");
      new CompletableFuture<>().join();
    }
  }

  @Test
  void afterRunItEndsTheProgramAsBefore() {
    try (ChildJvm child = ChildJvm.start(AfterRun.class)) {
      child.waitForLine("ready");
      child.pressCtrlC();

      assertThat(child.waitForEnd()).isEqualTo(130);
    }
  }

  // ----- for the programs

  private static void print(String line) {
    System.out.println(line);
  }

  /** By reflection: the compiler has a warning for sun.misc.Signal that cannot be switched off. */
  private static void onSigint(Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object mine = MethodHandleProxies.asInterfaceInstance(handler, handle(signal, action));
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("INT"), mine);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("sun.misc.Signal", e);
    }
  }

  private static MethodHandle handle(Class<?> signal, Runnable action)
      throws ReflectiveOperationException {
    MethodHandle run =
        MethodHandles.lookup()
            .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
            .bindTo(action);
    return MethodHandles.dropArguments(run, 0, signal);
  }
}
