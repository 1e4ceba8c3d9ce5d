package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A flag that coroutines wait for. */
final class EventTest {

  private final Event event = new Event();
  private final List<String> log = new ArrayList<>();

  @Test
  void isNotSetAtFirst() {
    assertThat(event.isSet()).isFalse();
    event.set();
    assertThat(event.isSet()).isTrue();
    event.set();
    assertThat(event.isSet()).isTrue();
    event.clear();
    assertThat(event.isSet()).isFalse();
    event.clear();
    assertThat(event.isSet()).isFalse();
  }

  @Test
  void whoWaitsGoesOnWhenItIsSet() {
    TestTime.run(() -> {
      runningLoop().callLater(2, event::set);
      await(event.whenSet());
      assertThat(runningLoop().time()).isEqualTo(2);
    });
  }

  @Test
  void thereIsNothingToWaitForOnceItIsSet() {
    TestTime.run(() -> {
      event.set();
      runningLoop().callSoon(() -> log.add("another"));
      await(event.whenSet());
      await(event.whenSet());
      log.add("waited twice");
      await(sleep(0));
    });
    assertThat(log).containsExactly("waited twice", "another");
  }

  @Test
  void allWhoWaitGoOnTogetherInTheOrderOfWaiting() {
    TestTime.run(() -> {
      var waiters = List.of(waiter("a"), waiter("b"), waiter("c"));
      await(sleep(0));
      event.set();
      runningLoop().callSoon(() -> log.add("scheduled after set"));
      await(waitAll(waiters));
    });
    assertThat(log).containsExactly("a woke", "b woke", "c woke", "scheduled after set");
  }

  @Test
  void whoWasWokenGoesOnThoughItIsClearedAtOnce() {
    TestTime.run(() -> {
      var waiters = List.of(waiter("a"), waiter("b"));
      await(sleep(0));
      event.set();
      event.clear();
      await(waitAll(waiters));
      assertThat(event.isSet()).isFalse();
    });
    assertThat(log).containsExactly("a woke", "b woke");
  }

  @Test
  void whoComesAfterItWasClearedWaitsForTheNextTime() {
    TestTime.run(() -> {
      event.set();
      event.clear();
      var waiter = waiter("a");
      await(sleep(1));
      assertThat(waiter.done()).isFalse();

      event.set();
      await(waiter);
    });
    assertThat(log).containsExactly("a woke");
  }

  @Test
  void whoIsWokenMayWaitAgainAtOnce() {
    TestTime.run(() -> {
      Task<Void> twice =
          createTask(() -> {
            await(event.whenSet());
            log.add("once");
            event.clear();
            await(event.whenSet());
            log.add("twice");
          });
      await(sleep(0));
      event.set();
      await(sleep(1));
      assertThat(log).containsExactly("once");

      event.set();
      await(twice);
    });
    assertThat(log).containsExactly("once", "twice");
  }

  @Test
  void whoIsCancelledWhileItWaitsIsForgotten() {
    TestTime.run(() -> {
      var a = waiter("a");
      var b = waiter("b");
      await(sleep(0));
      a.cancel();
      event.set();
      await(waitAll(List.of(a, b)));
      assertThat(event).hasToString("<Event [set, waiters:0]>");
    });
    assertThat(log).containsExactly("a cancelled", "b woke");
  }

  @Test
  void whoIsCancelledAfterItsWakeUpIsCancelledAllTheSame() {
    TestTime.run(() -> {
      var a = waiter("a");
      var b = waiter("b");
      await(sleep(0));
      event.set();
      a.cancel();
      await(waitAll(List.of(a, b)));
      assertThat(a.cancelled()).isTrue();
    });
    assertThat(log).containsExactly("a cancelled", "b woke");
  }

  @Test
  void waitingForALimitedTime() {
    TestTime.run(() -> {
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() -> await(waitFor(() -> event.whenSet(), 1)));
      runningLoop().callLater(1, event::set);
      await(waitFor(event.whenSet(), 2));
      assertThat(runningLoop().time()).isEqualTo(2);
    });
  }

  @Test
  void whereSomebodyHasWaitedOnOneLoopNobodyMayWaitOnAnother() {
    TestTime.run(() -> {
      runningLoop().callLater(1, event::set);
      await(event.whenSet());
    });
    event.clear();
    TestTime.run(() ->
        assertThatIllegalStateException()
            .isThrownBy(() -> await(event.whenSet()))
            .withMessage("<Event [unset, waiters:0]> is bound to a different event loop"));
  }

  @Test
  void anotherThreadIsToldThatItMayNotWakeWhoWaits() {
    TestTime.run(() -> {
      var waiter = waiter("a");
      await(sleep(0));

      assertThatIllegalStateException()
          .isThrownBy(() -> await(toThread(event::set)))
          .withMessageContaining("callSoonThreadsafe");

      assertThat(event.isSet()).isFalse();
      event.set();
      await(waiter);
    });
  }

  @Test
  void itsTextShowsItsStateAndHowManyWait() {
    TestTime.run(() -> {
      assertThat(event).hasToString("<Event [unset, waiters:0]>");
      var waiter = waiter("a");
      await(sleep(0));
      assertThat(event).hasToString("<Event [unset, waiters:1]>");
      event.set();
      await(waiter);
      assertThat(event).hasToString("<Event [set, waiters:0]>");
    });
  }

  private Task<Void> waiter(String name) {
    return createTask(() -> {
      try {
        await(event.whenSet());
        log.add(name + " woke");
      } catch (CancelledError e) {
        log.add(name + " cancelled");
        throw e;
      }
    });
  }
}
