package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A barrier that is reset: who is there gets an exception, who comes later does not. */
final class BarrierResetTest {

  private static final int PARTIES = 5;

  private final Barrier barrier = new Barrier(PARTIES);
  private final List<String> log = new ArrayList<>();
  private int passed;

  @Test
  void oneThatNobodyWaitsAtStaysAsItIs() {
    TestTime.run(() -> {
      await(barrier.reset());
      assertThat(barrier).hasToString("<Barrier [filling, waiters:0/5]>");
      assertThat(barrier.broken()).isFalse();
    });
  }

  @Test
  void whoWaitsGetsAnException() {
    TestTime.run(() -> {
      var waiting = start(PARTIES - 1, () -> assertBrokenWith("the barrier was reset"));
      await(sleep(0));
      createTask(barrier.reset());
      await(gather(waiting));
      assertThat(barrier).hasToString("<Barrier [filling, waiters:0/5]>");
    });
  }

  @Test
  void itCanBePassedAfterwards() {
    TestTime.run(() -> {
      var waiting = start(PARTIES - 1, () -> assertBrokenWith("the barrier was reset"));
      await(sleep(0));
      await(barrier.reset());
      await(gather(waiting));
      await(gather(start(PARTIES, () -> await(barrier.arrive()))));
      assertThat(barrier.nWaiting()).isZero();
    });
  }

  @Test
  void whoHasNotLeftYetGetsTheExceptionThoughAllHadArrived() {
    TestTime.run(() ->
        await(
            gather(
                start(
                    PARTIES,
                    () -> {
                      try {
                        await(barrier.arrive());
                        if (++passed == 3) {
                          await(barrier.reset());
                        }
                        log.add("passed");
                      } catch (BrokenBarrierException e) {
                        log.add("broken");
                      }
                    }))));
    assertThat(log).containsExactly("passed", "passed", "passed", "broken", "broken");
    assertThat(barrier).hasToString("<Barrier [filling, waiters:0/5]>");
  }

  @Test
  void whoCameBackBeforeTheResetIsOfTheNextRoundAndGetsNoException() {
    TestTime.run(() ->
        await(
            gather(
                start(
                    PARTIES,
                    () -> {
                      try {
                        await(barrier.arrive());
                        if (++passed == 3) {
                          await(barrier.reset());
                        }
                      } catch (BrokenBarrierException e) {
                        log.add("broken");
                      }
                      await(barrier.arrive());
                      log.add("passed again");
                    }))));
    assertThat(log).hasSize(2 + PARTIES).startsWith("broken", "broken");
    assertThat(log.subList(2, log.size())).containsOnly("passed again");
    assertThat(barrier).hasToString("<Barrier [filling, waiters:0/5]>");
  }

  @Test
  void whoGotTheExceptionMayComeBackAtOnce() {
    TestTime.run(() -> {
      var waiting =
          start(
              PARTIES - 1,
              () -> {
                assertBrokenWith("the barrier was reset");
                await(barrier.arrive());
                log.add("passed");
              });
      createTask(barrier.reset()); // after they have arrived
      await(sleep(0));
      createTask(() -> {
        await(barrier.arrive());
        log.add("another passed");
      });
      await(gather(waiting));
    });
    assertThat(log)
        .containsExactly("passed", "passed", "another passed", "passed", "passed"); // as in CPython
    assertThat(barrier.nWaiting()).isZero();
  }

  @Test
  void oneThatAllHaveLeftCanBeResetWhileOthersWaitToEnter() {
    TestTime.run(() ->
        await(
            gather(
                start(
                    PARTIES,
                    () -> {
                      await(barrier.arrive());
                      if (++passed == PARTIES) {
                        await(barrier.reset()); // the others are back, but not inside
                        log.add("reset");
                      }
                      await(barrier.arrive());
                      await(barrier.arrive());
                      log.add("passed thrice");
                    }))));
    assertThat(log).hasSize(1 + PARTIES).startsWith("reset").endsWith("passed thrice");
    assertThat(barrier).hasToString("<Barrier [filling, waiters:0/5]>");
  }

  @Test
  void resettingTwiceIsAsGoodAsOnce() {
    TestTime.run(() -> {
      var waiting = start(PARTIES - 1, () -> assertBrokenWith("the barrier was reset"));
      await(sleep(0));
      await(barrier.reset());
      await(barrier.reset());
      await(gather(waiting));
      assertThat(barrier).hasToString("<Barrier [filling, waiters:0/5]>");
    });
  }

  private void assertBrokenWith(String message) {
    assertThatExceptionOfType(BrokenBarrierException.class)
        .isThrownBy(() -> await(barrier.arrive()))
        .withMessage(message);
  }

  private static List<Task<Void>> start(int count, VoidBody body) {
    return IntStream.range(0, count).mapToObj(i -> createTask(body)).toList();
  }
}
