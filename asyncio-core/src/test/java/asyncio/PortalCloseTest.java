package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The end of a portal, of the coroutine that has opened it, and of its loop. */
@Timeout(60)
final class PortalCloseTest {

  private final Order order = new Order();

  @Test
  void closingWaitsForTheCallsThatRun() {
    TestTime.run(() -> {
      try (Portal portal = Portal.open()) {
        var _ =
            portal.start(() -> {
              order.expect(2);
              await(sleep(5));
              order.expect(3);
            });
        order.expect(1);
      }
      order.finish(4);
      assertThat(runningLoop().time()).isEqualTo(5);
    });
    order.assertFinished();
  }

  @Test
  void aCallThatWasAcceptedIsRunEvenIfItHasNotBegun() {
    List<String> log = new ArrayList<>();
    run(() -> {
      try (Portal portal = Portal.open()) {
        // the loop's thread waits for the other one, and closes at once
        Wait.forEnd(
            Thread.ofPlatform()
                .start(() -> {
                  var _ = portal.start(() -> log.add("ran"));
                }));
        assertThat(log).isEmpty();
      }
      assertThat(log).containsExactly("ran");
    });
  }

  @Test
  void aClosedPortalRefusesNewCalls() {
    run(() -> {
      Portal portal = Portal.open();
      portal.close();
      portal.close();

      Throwable called = await(toThread(() -> catchThrowable(() -> portal.call(() -> 1))));

      assertThat(called)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the portal is closed");
      assertThatIllegalStateException().isThrownBy(() -> portal.start(() -> 1));
      assertThat(portal.toString()).isEqualTo("<Portal closed calls=0>");
    });
  }

  @Test
  void callsAreRefusedWhileItWaits() {
    TestTime.run(() -> {
      Portal portal = Portal.open();
      CompletableFuture<Throwable> second =
          portal.start(() -> {
            await(sleep(1));
            return catchThrowable(() -> portal.start(() -> 1));
          });
      portal.close();
      assertThat(await(second)).hasMessage("the portal is closed");
    });
  }

  @Test
  void callsThatWereCancelledBeforeTheyBeganAreNotWaitedFor() {
    TestTime.run(() -> {
      try (Portal portal = Portal.open()) {
        portal.start(() -> sleep(3600)).cancel(true);
        CompletableFuture<?> second = portal.start(() -> sleep(3600));
        await(sleep(0)); // its task is made
        second.cancel(true);
      }
      assertThat(runningLoop().time()).isZero();
    });
  }

  @Test
  void cancellingTheOneWhoClosesCancelsTheCallsAndWaitsForTheirEnd() {
    TestTime.run(() -> {
      Task<Void> closing =
          createTask(() -> {
            try (Portal portal = Portal.open()) {
              var _ =
                  portal.start(() -> {
                    try {
                      await(sleep(3600));
                    } finally {
                      await(sleep(2));
                      order.expect(1);
                    }
                  });
            } finally {
              order.expect(2);
            }
          });
      await(sleep(1));

      closing.cancel();
      await(waitAll(List.of(closing)));

      order.finish(3);
      assertThat(closing.cancelled()).isTrue();
      assertThat(runningLoop().time()).isEqualTo(3);
    });
    order.assertFinished();
  }

  @Test
  void isNotClosedByOneOfItsOwnCalls() {
    TestTime.run(() -> {
      try (Portal portal = Portal.open()) {
        Throwable thrown = await(portal.start(() -> catchThrowable(portal::close)));
        assertThat(thrown)
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("a portal cannot be closed by one of its own calls");
        assertThat(await(portal.start(() -> "still open"))).isEqualTo("still open");
      }
    });
  }

  @Test
  void isNotClosedByAnotherThread() {
    run(() -> {
      try (Portal portal = Portal.open()) {
        assertThat(await(toThread(() -> catchThrowable(portal::close))))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("runs on another thread");
        assertThat(await(portal.start(() -> "still open"))).isEqualTo("still open");
      }
    });
  }

  @Test
  void theEndOfRunEndsTheCallsOfAPortalThatWasNotClosed() {
    CompletableFuture<CompletableFuture<?>> started = new CompletableFuture<>();
    run(() -> {
      Portal portal = Portal.open();
      started.complete(portal.start(() -> sleep(3600)));
      await(sleep(0.001));
    });
    assertThat(catchThrowable(() -> started.join().join()))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void theEndOfTheLoopFailsWhatIsCalled() {
    List<Throwable> thrown = new ArrayList<>();
    EventLoop loop = TestTime.newLoop();
    Portal portal = loop.runUntilComplete(async(() -> Portal.open()));
    Thread caller =
        Thread.ofPlatform()
            .start(() -> thrown.add(catchThrowable(() -> portal.call(() -> "never"))));
    Wait.until(() -> !loop.owed.isEmpty());

    loop.close();
    Wait.forEnd(caller);
    thrown.add(catchThrowable(() -> portal.call(() -> "never")));

    assertThat(thrown)
        .hasSize(2)
        .allSatisfy(e ->
            assertThat(e).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed"));
  }

  @RepeatedTest(20)
  void whateverComesWhileItClosesIsEitherRunOrRefused() {
    AtomicInteger accepted = new AtomicInteger();
    int[] ran = {0};
    List<Thread> threads = new ArrayList<>();
    run(() -> {
      try (Portal portal = Portal.open()) {
        for (int i = 0; i < 3; i++) {
          threads.add(
              Thread.ofPlatform()
                  .start(() -> {
                    try {
                      while (true) {
                        var _ = portal.start(() -> ran[0]++);
                        accepted.incrementAndGet();
                      }
                    } catch (IllegalStateException e) {
                      // it is closed
                    }
                  }));
        }
        while (ran[0] < 10) {
          await(sleep(0));
        }
      }
      int atTheEnd = ran[0];
      await(sleep(0));
      assertThat(ran[0]).as("nothing runs after it").isEqualTo(atTheEnd);
      await(toThread(() -> threads.forEach(Wait::forEnd)));
      assertThat(ran[0]).isEqualTo(accepted.get()).isEqualTo(atTheEnd);
    });
  }
}
