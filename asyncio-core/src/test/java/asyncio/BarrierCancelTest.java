package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is cancelled at a barrier is not counted any more, and the barrier stays usable. */
final class BarrierCancelTest {

  private final Barrier barrier = new Barrier(3);
  private final List<String> log = new ArrayList<>();

  @Test
  void anotherTakesThePlaceOfWhoIsCancelled() {
    TestTime.run(() -> {
      var a = arrival("a");
      var b = arrival("b");
      await(sleep(0));
      assertThat(barrier.nWaiting()).isEqualTo(2);

      a.cancel();
      await(sleep(0));
      assertThat(barrier.nWaiting()).isEqualTo(1);
      assertThat(a.cancelled()).isTrue();

      var c = arrival("c");
      await(sleep(0));
      assertThat(barrier.nWaiting()).isEqualTo(2);

      await(gather(b, c, arrival("d")));
      assertThat(barrier).hasToString("<Barrier [filling, waiters:0/3]>");
    });
    assertThat(log).startsWith("a cancelled").contains("b passed", "c passed", "d passed");
  }

  @Test
  void whoIsCancelledJustBeforeTheLastArrivesIsMissing() {
    TestTime.run(() -> {
      var a = arrival("a");
      var b = arrival("b");
      await(sleep(0));
      a.cancel();
      var c = arrival("c"); // starts after a has its error
      await(sleep(1));
      assertThat(log).containsExactly("a cancelled");
      assertThat(barrier.nWaiting()).isEqualTo(2);

      await(gather(b, c, arrival("d")));
    });
  }

  @Test
  void whoIsCancelledJustAfterTheLastHasArrivedDoesNotKeepTheOthers() {
    TestTime.run(() -> {
      var a = arrival("a");
      var b = arrival("b");
      await(sleep(0));
      var c = arrival("c"); // starts before a has its error
      a.cancel();
      await(sleep(1));

      assertThat(List.of(b.done(), c.done())).containsExactly(true, true);
      assertThat(barrier).hasToString("<Barrier [filling, waiters:0/3]>");
    });
    assertThat(log).containsExactly("c passed", "a cancelled", "b passed");
  }

  @Test
  void whoIsCancelledOnItsWayOutLetsTheNextRoundIn() {
    TestTime.run(() -> {
      var a = arrival("a");
      var b = arrival("b");
      await(sleep(0));
      await(barrier.arrive());
      var next = List.of(arrival("d"), arrival("e"), arrival("f"));
      a.cancel();
      b.cancel();

      await(gather(next));

      assertThat(List.of(a.cancelled(), b.cancelled())).containsExactly(true, true);
      assertThat(barrier).hasToString("<Barrier [filling, waiters:0/3]>");
    });
  }

  @Test
  void whoIsCancelledBeforeItCouldEnterIsNotCounted() {
    TestTime.run(() -> {
      var first = List.of(arrival("a"), arrival("b"), arrival("c"));
      var early = arrival("early"); // comes while the others leave
      await(sleep(0));
      assertThat(barrier).hasToString("<Barrier [draining, waiters:0/3]>");
      early.cancel();
      await(gather(first));
      await(sleep(1));

      assertThat(early.cancelled()).isTrue();
      assertThat(barrier).hasToString("<Barrier [filling, waiters:0/3]>");
    });
  }

  @Test
  void whoTimesOutIsNotCounted() {
    TestTime.run(() -> {
      for (int i = 0; i < 10; i++) {
        assertThatExceptionOfType(TimeoutException.class)
            .isThrownBy(() -> await(waitFor(barrier.arrive(), 1)));
        assertThat(barrier.nWaiting()).isZero();
      }
      await(gather(arrival("a"), arrival("b"), arrival("c")));
    });
  }

  @Test
  void whoIsCancelledInAResetIsCancelledAndTheBarrierFillsAgain() {
    TestTime.run(() -> {
      var a = arrival("a");
      var b = arrival("b");
      await(sleep(0));
      await(barrier.reset());
      a.cancel();
      await(waitAll(List.of(a, b)));

      assertThat(a.cancelled()).isTrue();
      assertThat(barrier).hasToString("<Barrier [filling, waiters:0/3]>");
    });
    assertThat(log).containsExactly("a cancelled", "b broken");
  }

  private Task<Void> arrival(String name) {
    return createTask(() -> {
      try {
        await(barrier.arrive());
        log.add(name + " passed");
      } catch (BrokenBarrierException e) {
        log.add(name + " broken");
      } catch (CancelledError e) {
        log.add(name + " cancelled");
        throw e;
      }
    });
  }
}
