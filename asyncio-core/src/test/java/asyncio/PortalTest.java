package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What threads call by a portal, and what they get of it. */
@Timeout(60)
final class PortalTest {

  @Test
  void aThreadGetsTheResult() {
    run(() -> {
      try (Portal portal = Portal.open()) {
        List<Object> log = new ArrayList<>();
        await(
            toThread(() -> {
              log.add(portal.call(() -> "a"));
              log.add(portal.call(() -> await(sleep(0.001, "b"))));
              log.add(portal.call(() -> sleep(0.001, "c")));
              portal.call(() -> log.add("d"));
              portal.call(() -> await(sleep(0)));
            }));
        assertThat(log).containsExactly("a", "b", "c", "d");
      }
    });
  }

  @Test
  void itRunsAsATaskOnTheLoop() {
    run(() -> {
      try (Portal portal = Portal.open()) {
        EventLoop loop = runningLoop();
        Task<?> main = currentTask();
        await(
            toThread(() ->
                portal.call(() -> {
                  assertThat(runningLoop()).isSameAs(loop);
                  assertThat(currentTask()).isNotNull().isNotSameAs(main);
                })));
      }
    });
  }

  @Test
  void aThreadGetsTheVeryException() {
    IOException failure = new IOException("checked");
    run(() -> {
      try (Portal portal = Portal.open()) {
        Throwable thrown =
            await(
                toThread(() ->
                    catchThrowable(() ->
                        portal.call(() -> {
                          await(sleep(0));
                          throw failure;
                        }))));
        assertThat(thrown).isSameAs(failure);
      }
    });
  }

  @Test
  void aThreadLearnsThatItsTaskWasCancelled() {
    run(() -> {
      try (Portal portal = Portal.open()) {
        Throwable thrown =
            await(
                toThread(() ->
                    catchThrowable(() ->
                        portal.call(() -> {
                          currentTask().cancel();
                          await(sleep(3600));
                        }))));
        assertThat(thrown).isInstanceOf(CancellationException.class);
      }
    });
  }

  @Test
  void startGivesTheResultLater() {
    run(() -> {
      try (Portal portal = Portal.open()) {
        Event go = new Event();
        CompletableFuture<String> first =
            await(
                toThread(() -> {
                  CompletableFuture<String> waiting =
                      portal.start(() -> {
                        await(go.whenSet());
                        return "first";
                      });
                  portal.start(() -> go.set()).get();
                  return waiting;
                }));
        assertThat(await(first)).isEqualTo("first");
        assertThat(await(portal.start(() -> sleep(0, "on the loop's own thread"))))
            .isEqualTo("on the loop's own thread");
      }
    });
  }

  @Test
  void cancellingWhatWasStartedCancelsTheTask() {
    run(() -> {
      try (Portal portal = Portal.open()) {
        Event begun = new Event();
        Event cleanedUp = new Event();
        CompletableFuture<?> result =
            portal.start(() -> {
              begun.set();
              try {
                await(sleep(3600));
              } finally {
                cleanedUp.set();
              }
            });
        await(begun.whenSet());

        await(toThread(() -> result.cancel(true)));

        await(cleanedUp.whenSet());
      }
    });
  }

  @Test
  void callingOnTheLoopsOwnThreadIsAnErrorAndNotADeadlock() {
    run(() -> {
      try (Portal portal = Portal.open()) {
        assertThatIllegalStateException()
            .isThrownBy(() -> portal.call(() -> 1))
            .withMessageContaining("would wait for itself");
      }
    });
  }

  @Test
  void isOpenedOnALoop() {
    assertThatIllegalStateException()
        .isThrownBy(Portal::open)
        .withMessageContaining("no running event loop");
  }

  @Test
  void aThreadOfAnotherLoopMayCall() {
    run(() -> {
      try (Portal portal = Portal.open()) {
        String answer =
            await(toThread(() -> Asyncio.<String>run(async(() -> portal.call(() -> "a")))));
        assertThat(answer).isEqualTo("a");
      }
    });
  }

  @Test
  void theContextOfTheThreadIsSeen() {
    ContextVar<String> user = new ContextVar<>("user", "nobody");
    run(() -> {
      try (Portal portal = Portal.open();
          var _ = user.set("Ann")) {
        assertThat(await(toThread(() -> portal.call(() -> user.get())))).isEqualTo("Ann");
      }
    });
  }

  @Test
  void manyThreadsCallAtOnce() {
    run(() -> {
      try (Portal portal = Portal.open()) {
        int[] sum = {0};
        List<Coroutine<Void>> callers = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
          int number = i;
          callers.add(
              toThread(() ->
                  portal.call(() -> {
                    int before = sum[0]; // without a lock: they run one at a time
                    sum[0] = before + number;
                  })));
        }
        await(gather(callers));
        assertThat(sum[0]).isEqualTo(210);
        assertThat(portal.toString()).isEqualTo("<Portal open calls=0>");
      }
    });
  }
}
