package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In which order those go on who ask for an event before it is set, and after. */
final class EventOrderTest {

  private final Event event = new Event();
  private final List<String> log = new ArrayList<>();

  @Test
  void whoStartsWhenItIsSetMayBeAheadOfThoseWhoWaited() {
    TestTime.run(() -> {
      var waited = List.of(waiter("a"), waiter("b"));
      await(sleep(0));
      assertThat(log).isEmpty();
      var late = waiter("late"); // its first step is scheduled before their wake-ups
      event.set();
      await(sleep(0));

      assertThat(log).containsExactly("late", "a", "b");
      assertThat(late.done()).isTrue();
      assertThat(waited).allMatch(Task::done);
    });
  }

  @Test
  void settingItSeveralTimesWakesWhoWaitsOnce() {
    TestTime.run(() -> {
      var waiter = waiter("a");
      await(sleep(0));
      event.set();
      event.clear();
      assertThat(event.isSet()).isFalse();
      event.set();
      event.set();
      assertThat(event).hasToString("<Event [set, waiters:1]>"); // until it runs
      await(sleep(0));

      assertThat(event).hasToString("<Event [set, waiters:0]>");
      assertThat(waiter.done()).isTrue();
    });
    assertThat(log).containsExactly("a");
  }

  @Test
  void aWaiterThatIsCancelledJustBeforeItIsSetIsSkipped() {
    TestTime.run(() -> {
      var a = waiter("a");
      var b = waiter("b");
      await(sleep(0));
      a.cancel();
      event.set();
      event.clear();
      await(sleep(0));

      assertThat(a.cancelled()).isTrue();
      assertThat(b.done()).isTrue();
      assertThat(event).hasToString("<Event [unset, waiters:0]>");
    });
    assertThat(log).containsExactly("b");
  }

  @Test
  void whoHasNotStartedYetWaitsWhenItIsClearedMeanwhile() {
    TestTime.run(() -> {
      event.set();
      var late = waiter("late");
      event.clear();
      await(sleep(1));
      assertThat(late.done()).isFalse();

      event.set();
      await(late);
    });
  }

  private Task<Void> waiter(String name) {
    return createTask(() -> {
      await(event.whenSet());
      log.add(name);
    });
  }
}
