package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals that nobody can listen to, and other misuse. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
final class SignalNamesTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "SIG", "NOSUCH", "term", "15"})
  void aNameThatNoSignalHasIsRefused(String name) {
    run(() -> {
      EventLoop loop = runningLoop();
      assertThatIllegalArgumentException().isThrownBy(() -> loop.addSignalHandler(name, () -> {}));
      assertThatIllegalArgumentException().isThrownBy(() -> loop.removeSignalHandler(name));
      assertThatIllegalArgumentException().isThrownBy(() -> SignalReceiver.open("CONT", name));
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "SIGKILL", "STOP", "QUIT", "SEGV", "FPE", "ILL"})
  void aSignalThatCannotBeCaughtIsRefused(String name) {
    run(() -> {
      EventLoop loop = runningLoop();
      assertThatIllegalStateException()
          .isThrownBy(() -> loop.addSignalHandler(name, () -> {}))
          .withMessageContaining("cannot be caught");
      assertThat(loop.removeSignalHandler(name)).isFalse();
      assertThatIllegalStateException().isThrownBy(() -> SignalReceiver.open("CONT", name));
    });
  }

  @Test
  void removingWhatWasNeverSetIsFalse() {
    run(() -> assertThat(runningLoop().removeSignalHandler("TERM")).isFalse());
  }

  @Test
  void aClosedLoopTakesNoHandler() {
    EventLoop loop = TestTime.newLoop();
    loop.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> loop.addSignalHandler("CONT", () -> {}))
        .withMessage("the event loop is closed");
  }

  @Test
  void anotherThreadSetsAndRemovesNone() {
    run(() -> {
      EventLoop loop = runningLoop();
      await(
          toThread(() -> {
            assertThatIllegalStateException()
                .isThrownBy(() -> loop.addSignalHandler("CONT", () -> {}));
            assertThatIllegalStateException().isThrownBy(() -> loop.removeSignalHandler("CONT"));
          }));
    });
  }

  @Test
  void nullIsRefused() {
    run(() -> {
      assertThatNullPointerException()
          .isThrownBy(() -> runningLoop().addSignalHandler("CONT", null));
      assertThat(runningLoop().removeSignalHandler("CONT")).isFalse();
    });
  }

  @Test
  void aReceiverNeedsSignalsAndALoop() {
    assertThatIllegalStateException().isThrownBy(() -> SignalReceiver.open("CONT"));
    run(() -> assertThatIllegalArgumentException().isThrownBy(SignalReceiver::open));
  }
}
