package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An interrupt of a thread that waits for what it has called by a portal. */
@Timeout(60)
final class PortalInterruptTest {

  private final Event begun = new Event();
  private final List<Object> log = new ArrayList<>();

  /** Calls the body on a thread that is interrupted when the body has set begun. */
  private Object interruptedCall(Portal portal, Body<?> body) {
    CompletableFuture<Object> end = new CompletableFuture<>();
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              try {
                Object result = portal.call(body);
                end.complete(List.of(result, Thread.currentThread().isInterrupted()));
              } catch (Throwable e) {
                log.add("interrupted: " + Thread.currentThread().isInterrupted());
                end.complete(e);
              }
            });
    await(begun.whenSet());
    caller.interrupt();
    return await(end);
  }

  @Test
  void cancelsTheTaskAndWaitsForItsEnd() {
    run(() -> {
      try (Portal portal = Portal.open()) {
        Object thrown =
            interruptedCall(
                portal,
                () -> {
                  begun.set();
                  try {
                    await(sleep(3600));
                  } finally {
                    await(sleep(0.001));
                    log.add("cleaned up");
                  }
                  return "never";
                });
        assertThat(thrown).isInstanceOf(InterruptedException.class);
      }
    });
    assertThat(log).containsExactly("cleaned up", "interrupted: false");
  }

  @Test
  void aResultThatComesAllTheSameIsReturnedAndTheThreadStaysInterrupted() {
    run(() -> {
      try (Portal portal = Portal.open()) {
        Object result =
            interruptedCall(
                portal,
                () -> {
                  begun.set();
                  try {
                    await(sleep(3600));
                  } catch (CancelledError e) {
                    return "refused";
                  }
                  return "never";
                });
        assertThat(result).isEqualTo(List.of("refused", true));
      }
    });
  }

  @Test
  void anExceptionThatComesAllTheSameIsThrownAndTheThreadStaysInterrupted() {
    IllegalStateException failure = new IllegalStateException("in the clean-up");
    run(() -> {
      try (Portal portal = Portal.open()) {
        Object thrown =
            interruptedCall(
                portal,
                () -> {
                  begun.set();
                  try {
                    return await(sleep(3600, "never"));
                  } catch (CancelledError e) {
                    throw failure;
                  }
                });
        assertThat(thrown).isSameAs(failure);
      }
    });
    assertThat(log).containsExactly("interrupted: true");
  }

  @Test
  void aCallThatHasNotBegunIsCancelledBeforeItsFirstStep() {
    run(() -> {
      try (Portal portal = Portal.open()) {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread caller =
            Thread.ofPlatform()
                .start(() -> {
                  Thread.currentThread().interrupt();
                  end.complete(
                      catchThrowable(() ->
                          portal.call(() -> {
                            await(sleep(3600));
                            log.add("never");
                          })));
                });
        Wait.untilBlocked(caller); // and meanwhile the loop does not go on
        assertThat(await(end)).isInstanceOf(InterruptedException.class);
      }
    });
    assertThat(log).isEmpty();
  }

  @Test
  void aSecondOneDoesNotCutTheWaitForTheTasksEndShort() {
    run(() -> {
      try (Portal portal = Portal.open()) {
        Event cleaningUp = new Event();
        Event go = new Event();
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread caller =
            Thread.ofPlatform()
                .start(() -> {
                  Throwable thrown =
                      catchThrowable(() ->
                          portal.call(() -> {
                            begun.set();
                            try {
                              await(sleep(3600));
                            } finally {
                              cleaningUp.set();
                              await(go.whenSet());
                              log.add("cleaned up");
                            }
                          }));
                  log.add("interrupted: " + Thread.currentThread().isInterrupted());
                  end.complete(thrown);
                });
        await(begun.whenSet());
        caller.interrupt();
        await(cleaningUp.whenSet());
        caller.interrupt();
        await(toThread(() -> Wait.untilBlocked(caller)));
        assertThat(log).isEmpty();

        go.set();
        assertThat(await(end)).isInstanceOf(InterruptedException.class);
      }
    });
    assertThat(log).containsExactly("cleaned up", "interrupted: true");
  }
}
