package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A place where coroutines wait for each other. */
final class BarrierTest {

  private static final int PARTIES = 5;

  private final Barrier barrier = new Barrier(PARTIES);
  private final List<String> log = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {0, -4, Integer.MIN_VALUE})
  void needsAParty(int parties) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Barrier(parties))
        .withMessage("a barrier needs at least one party, not " + parties);
  }

  @Test
  void isEmptyAtFirst() {
    assertThat(barrier.parties()).isEqualTo(PARTIES);
    assertThat(barrier.nWaiting()).isZero();
    assertThat(barrier.broken()).isFalse();
    assertThat(barrier).hasToString("<Barrier [filling, waiters:0/5]>");
  }

  @Test
  void nobodyArrivesBeforeTheCoroutineIsAwaited() {
    TestTime.run(() -> {
      Barrier alone = new Barrier(1);
      Coroutine<Integer> arrive = alone.arrive();
      await(sleep(1));
      assertThat(alone).hasToString("<Barrier [filling, waiters:0/1]>");
      assertThat(await(arrive)).isZero();
    });
  }

  @Test
  void allGoOnWhenTheLastHasArrivedEachWithItsPlace() {
    TestTime.run(() -> {
      var places =
          await(
              gather(
                  IntStream.range(0, PARTIES)
                      .mapToObj(i -> async(() -> arriveAt(PARTIES - i)))
                      .toList()));
      assertThat(places).containsExactly(4, 3, 2, 1, 0); // who came first has place 0
      assertThat(barrier).hasToString("<Barrier [filling, waiters:0/5]>");
    });
  }

  private int arriveAt(double time) {
    await(sleep(time));
    int place = await(barrier.arrive());
    assertThat(runningLoop().time()).isEqualTo(PARTIES);
    return place;
  }

  @Test
  void oneWhoNeedsNobodyElseDoesNotWait() {
    TestTime.run(() -> {
      Barrier alone = new Barrier(1);
      runningLoop().callSoon(() -> log.add("another"));
      assertThat(await(alone.arrive())).isZero();
      assertThat(await(alone.arrive())).isZero();
      log.add("passed twice");
      assertThat(alone).hasToString("<Barrier [filling, waiters:0/1]>");
      await(sleep(0));
    });
    assertThat(log).containsExactly("passed twice", "another");
  }

  @Test
  void tellsHowManyWait() {
    TestTime.run(() -> {
      for (int waiting = 1; waiting < PARTIES; waiting++) {
        createTask(barrier.arrive());
        await(sleep(0));
        assertThat(barrier.nWaiting()).isEqualTo(waiting);
        assertThat(barrier).hasToString("<Barrier [filling, waiters:" + waiting + "/5]>");
      }
      await(barrier.arrive());
      assertThat(barrier.nWaiting()).isZero();
      await(sleep(1));
      assertThat(barrier.nWaiting()).isZero();
      assertThat(barrier.broken()).isFalse();
    });
  }

  @Test
  void canBePassedAgainAndAgain() {
    VoidBody rounds =
        () -> {
          for (int round = 0; round < 3; round++) {
            log.add("round " + round);
            await(barrier.arrive());
          }
        };
    TestTime.run(() -> await(gather(rounds, rounds, rounds, rounds, rounds)));
    assertThat(log).hasSize(3 * PARTIES);
    for (int round = 0; round < 3; round++) {
      assertThat(log.subList(round * PARTIES, (round + 1) * PARTIES))
          .containsOnly("round " + round);
    }
  }

  @Test
  void eachTimeThePlacesAreGivenAnew() {
    TestTime.run(() -> {
      var second =
          await(
              gather(
                  times(
                      PARTIES,
                      () -> {
                        await(barrier.arrive());
                        return await(barrier.arrive());
                      })));
      assertThat(second).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    });
  }

  private static <T> List<Coroutine<T>> times(int count, Body<T> body) {
    return IntStream.range(0, count).mapToObj(i -> async(body)).toList();
  }

  @Test
  void drainsUntilTheLastHasLeft() {
    TestTime.run(() -> {
      VoidBody pass =
          () -> {
            await(barrier.arrive());
            log.add(barrier.toString());
          };
      await(gather(pass, pass, pass, pass, pass));
    });
    assertThat(log.subList(0, PARTIES - 1)).containsOnly("<Barrier [draining, waiters:0/5]>");
    assertThat(log).last().isEqualTo("<Barrier [filling, waiters:0/5]>");
  }

  @Test
  void whoComesBackWhileItDrainsIsOfTheNextRound() {
    Barrier three = new Barrier(3);
    var early =
        new Object() {
          int left = 2;
        };
    TestTime.run(() -> {
      await(
          gather(
              times(
                  PARTIES,
                  () -> {
                    await(barrier.arrive());
                    if (early.left-- > 0) {
                      log.add("early");
                    } else {
                      await(three.arrive()); // those who did not come back at once
                      log.add("late");
                    }
                    return await(barrier.arrive());
                  })));
      assertThat(barrier.nWaiting()).isZero();
    });
    assertThat(log).containsExactly("early", "early", "late", "late", "late");
  }

  @Test
  void itsStatisticsAreASnapshot() {
    TestTime.run(() -> {
      createTask(barrier.arrive());
      await(sleep(0));
      Barrier.Statistics waiting = barrier.statistics();
      await(barrier.abort());

      assertThat(waiting).isEqualTo(new Barrier.Statistics(PARTIES, 1, false));
      assertThat(barrier.statistics()).isEqualTo(new Barrier.Statistics(PARTIES, 0, true));
      await(sleep(0));
    });
  }

  @Test
  void itsTextShowsItsState() {
    TestTime.run(() -> {
      Barrier two = new Barrier(2);
      var a = createTask(two.arrive());
      await(sleep(0));
      assertThat(two).hasToString("<Barrier [filling, waiters:1/2]>");

      await(two.arrive());
      assertThat(two).hasToString("<Barrier [draining, waiters:0/2]>");

      await(two.reset());
      assertThat(two).hasToString("<Barrier [resetting, waiters:0/2]>");

      await(two.abort());
      assertThat(two).hasToString("<Barrier [broken]>");
      await(waitAll(List.of(a)));
      assertThat(a.exception()).isInstanceOf(BrokenBarrierException.class);
    });
  }
}
