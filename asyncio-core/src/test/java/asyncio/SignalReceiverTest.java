package asyncio;

import static asyncio.Asyncio.*;
import static asyncio.RaisedSignal.raise;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Real signals that come out of a for-each loop, in programs in a JVM of their own. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
final class SignalReceiverTest {

  @BeforeAll
  static void assumeThatSignalsArrive() throws IOException {
    ChildJvm.assumeThatCtrlCArrives();
  }

  static final class Receives {
    private Receives() {}

    public static void main(String[] arguments) {
      run(() -> {
        try (SignalReceiver signals = SignalReceiver.open("SIGHUP", "TERM")) {
          raise("HUP");
          for (String signal : signals) {
            print(signal);
            if (signal.equals("TERM")) {
              break;
            }
            raise("TERM");
          }
        }
        print("end");
      });
    }
  }

  @Test
  void itGivesTheNamesAsTheSignalsCome() {
    assertThat(outputOf(Receives.class)).containsExactly("HUP", "TERM", "end");
  }

  static final class Several {
    private Several() {}

    public static void main(String[] arguments) {
      run(() -> {
        Event handled = new Event();
        runningLoop().addSignalHandler("HUP", handled::set);
        try (SignalReceiver one = SignalReceiver.open("HUP");
            SignalReceiver two = SignalReceiver.open("HUP", "TERM")) {
          raise("HUP");
          print(one.iterator().next() + " " + two.iterator().next());
          await(handled.whenSet());
        }
        handled.clear();
        raise("HUP");
        await(handled.whenSet());
        print("handled");
      });
    }
  }

  @Test
  void severalReceiversAndTheHandlerAllGetTheSignal() {
    assertThat(outputOf(Several.class)).containsExactly("HUP HUP", "handled");
  }

  static final class Cancelled {
    private Cancelled() {}

    public static void main(String[] arguments) {
      run(() -> {
        try (SignalReceiver signals = SignalReceiver.open("HUP")) {
          Iterator<String> each = signals.iterator();
          try {
            await(waitFor(() -> each.next(), 0.001));
          } catch (TimeoutException e) {
            print("timed out");
          }
          raise("HUP");
          print(each.next());
        }
      });
    }
  }

  @Test
  void cancellingWhoWaitsLosesNoSignal() {
    assertThat(outputOf(Cancelled.class)).containsExactly("timed out", "HUP");
  }

  static final class ClosedWhileAnotherWaits {
    private ClosedWhileAnotherWaits() {}

    public static void main(String[] arguments) {
      run(() -> {
        SignalReceiver signals = SignalReceiver.open("HUP");
        Task<Void> task =
            createTask(() -> {
              for (String signal : signals) {
                print("never " + signal);
              }
              print("ended");
            });
        await(sleep(0));
        signals.close();
        signals.close();
        await(task);
      });
    }
  }

  @Test
  void closingItEndsTheLoopOfWhoWaits() {
    assertThat(outputOf(ClosedWhileAnotherWaits.class)).containsExactly("ended");
  }

  static final class Default {
    private Default() {}

    public static void main(String[] arguments) {
      run(() -> {
        try (SignalReceiver signals = SignalReceiver.open("TERM")) {
          raise("TERM");
          print(signals.iterator().next());
        }
        raise("TERM");
        await(sleep(3600));
      });
    }
  }

  @Test
  void afterItTheSignalEndsTheProgramAsItDidBefore() {
    try (ChildJvm child = ChildJvm.start(Default.class)) {
      assertThat(child.waitForEnd()).isEqualTo(143);
      assertThat(child.lines()).containsExactly("TERM");
    }
  }

  static final class TakesCtrlC {
    private TakesCtrlC() {}

    public static void main(String[] arguments) {
      try {
        run(() -> {
          try (SignalReceiver signals = SignalReceiver.open("INT")) {
            print("ready");
            print(signals.iterator().next());
          }
          print("closed");
          await(sleep(3600));
        });
      } catch (KeyboardInterrupt e) {
        print("interrupted");
      }
    }
  }

  @Test
  void whileItReceivesCtrlCTheMainTaskIsNotCancelled() {
    try (ChildJvm child = ChildJvm.start(TakesCtrlC.class)) {
      child.waitForLine("ready");
      child.pressCtrlC();
      child.waitForLine("closed");
      child.pressCtrlC();

      assertThat(child.waitForEnd()).isZero();
      assertThat(child.lines()).containsExactly("ready", "INT", "closed", "interrupted");
    }
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
