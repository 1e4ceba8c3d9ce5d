package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A barrier that is aborted: whoever is there or comes gets an exception, until it is reset. */
final class BarrierAbortTest {

  private static final int PARTIES = 5;

  private final Barrier barrier = new Barrier(PARTIES);
  private final List<String> log = new ArrayList<>();
  private int passed;

  @Test
  void isBrokenFromThenOn() {
    TestTime.run(() -> {
      await(barrier.abort());
      assertThat(barrier.broken()).isTrue();
      assertThat(barrier.nWaiting()).isZero();
      assertThat(barrier).hasToString("<Barrier [broken]>");

      assertThatExceptionOfType(BrokenBarrierException.class)
          .isThrownBy(() -> await(barrier.arrive()))
          .withMessage("the barrier was aborted");
      assertThat(barrier.broken()).isTrue();
    });
  }

  @Test
  void evenOneWhoNeedsNobodyElseCannotPass() {
    TestTime.run(() -> {
      Barrier alone = new Barrier(1);
      await(alone.abort());
      assertThatExceptionOfType(BrokenBarrierException.class)
          .isThrownBy(() -> await(alone.arrive()));
    });
  }

  @Test
  void whoWaitsGetsAnException() {
    TestTime.run(() -> {
      var waiting =
          start(
              PARTIES - 1,
              () ->
                  assertThatExceptionOfType(BrokenBarrierException.class)
                      .isThrownBy(() -> await(barrier.arrive()))
                      .withMessage("the barrier was aborted"));
      await(sleep(0));
      await(barrier.abort());
      await(gather(waiting));
      assertThat(barrier.broken()).isTrue();
    });
  }

  @Test
  void whoHasNotLeftYetGetsItAndSoDoesWhoIsBack() {
    TestTime.run(() ->
        await(
            gather(
                start(
                    PARTIES,
                    () -> {
                      try {
                        await(barrier.arrive());
                      } catch (BrokenBarrierException e) {
                        log.add("had not left");
                        return;
                      }
                      if (++passed == 3) {
                        await(barrier.abort());
                        log.add("aborted");
                        return;
                      }
                      try {
                        await(barrier.arrive());
                      } catch (BrokenBarrierException e) {
                        log.add("was back");
                      }
                    }))));
    assertThat(log)
        .startsWith("aborted")
        .containsExactlyInAnyOrder(
            "aborted", "had not left", "had not left", "was back", "was back");
    assertThat(barrier.broken()).isTrue();
    assertThat(barrier.nWaiting()).isZero();
  }

  @Test
  void oneThatFailsCanTellTheOthersSo() {
    TestTime.run(() -> {
      await(gather(start(PARTIES, this::passTwiceUnlessInTheMiddle)));
      assertThat(log).containsOnly("broken").hasSize(PARTIES - 1);
      assertThat(barrier.broken()).isTrue();
      assertThat(barrier.nWaiting()).isZero();
    });
  }

  @Test
  void canBePassedAgainOnceItIsReset() {
    Barrier other = new Barrier(PARTIES);
    TestTime.run(() ->
        await(
            gather(
                start(
                    PARTIES,
                    () -> {
                      passTwiceUnlessInTheMiddle();
                      // nobody is in it when it is reset, and nobody comes before it is
                      if (await(other.arrive()) == PARTIES / 2) {
                        await(barrier.reset());
                      }
                      await(other.arrive());
                      await(barrier.arrive());
                      passed++;
                    }))));
    assertThat(log).containsOnly("broken").hasSize(PARTIES - 1);
    assertThat(passed).isEqualTo(PARTIES);
    assertThat(barrier).hasToString("<Barrier [filling, waiters:0/5]>");
  }

  private void passTwiceUnlessInTheMiddle() {
    try {
      if (await(barrier.arrive()) == PARTIES / 2) {
        await(barrier.abort());
        return;
      }
      await(barrier.arrive());
      log.add("passed twice");
    } catch (BrokenBarrierException e) {
      log.add("broken");
    }
  }

  @Test
  void abortingTwiceIsAsGoodAsOnce() {
    TestTime.run(() -> {
      await(barrier.abort());
      await(barrier.abort());
      assertThat(barrier.broken()).isTrue();
      await(barrier.reset());
      assertThat(barrier.broken()).isFalse();
      await(gather(start(PARTIES, () -> await(barrier.arrive()))));
    });
  }

  private static List<Task<Void>> start(int count, VoidBody body) {
    return IntStream.range(0, count).mapToObj(i -> createTask(body)).toList();
  }
}
