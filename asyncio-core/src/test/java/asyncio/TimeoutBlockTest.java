package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Blocks that are given the time-out that they run under. */
final class TimeoutBlockTest {

  private final List<String> log = new ArrayList<>();

  @Test
  void theBlockSeesItsTimeout() {
    TestTime.run(() ->
        timeout(
            2,
            timeout -> {
              assertThat(timeout.when()).isEqualTo(2);
              assertThat(timeout.expired()).isFalse();
              log.add("ran");
            }));
    assertThat(log).containsExactly("ran");
  }

  @Test
  void theBlockMayReturnSomething() {
    TestTime.run(() -> {
      String inSeconds = timeout(2, timeout -> "until " + timeout.when());
      String inDuration = timeout(Duration.ofSeconds(3), timeout -> "until " + timeout.when());
      String without =
          timeout(
              (Duration) null,
              timeout -> {
                await(sleep(99));
                return "until " + timeout.when();
              });

      assertThat(inSeconds).isEqualTo("until 2.0");
      assertThat(inDuration).isEqualTo("until 3.0");
      assertThat(without).isEqualTo("until null");
    });
  }

  @Test
  void theBlockMayPutItOff() {
    TestTime.run(() -> {
      timeout(
          1,
          timeout -> {
            for (int i = 0; i < 5; i++) {
              timeout.reschedule(runningLoop().time() + 1);
              await(sleep(0.5));
            }
          });
      assertThat(runningLoop().time()).isEqualTo(2.5);
    });
  }

  @Test
  void theBlockMayBringItForward() {
    TestTime.run(() -> {
      assertThatThrownBy(() ->
              timeout(
                  Duration.ofSeconds(10),
                  timeout -> {
                    timeout.reschedule(runningLoop().time() + 1);
                    await(sleep(5));
                  }))
          .isInstanceOf(TimeoutException.class);
      assertThat(runningLoop().time()).isEqualTo(1);
    });
  }

  @Test
  void theBlockSeesWhyItIsCancelled() {
    TestTime.run(() ->
        assertThatThrownBy(() ->
                timeout(
                    1,
                    timeout -> {
                      try {
                        await(sleep(5));
                      } finally {
                        log.add("expired: " + timeout.expired());
                      }
                    }))
            .isInstanceOf(TimeoutException.class));
    assertThat(log).containsExactly("expired: true");
  }

  @Test
  void whatTheBlockThrowsIsThrownAsItIs() {
    IOException failure = new IOException();
    TestTime.run(() ->
        assertThatThrownBy(() ->
                timeout(
                    1,
                    timeout -> {
                      throw failure;
                    }))
            .isSameAs(failure));
  }
}
