package asyncio.testing;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import asyncio.VoidBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All schedules of a small body. */
@Timeout(60)
final class ExhaustiveSchedulesTest {

  @Test
  void eachOrderOfEqualTimersIsRunOnce() {
    List<String> orders = new ArrayList<>();
    int runs =
        Schedules.exhaustive(100)
            .run(() -> {
              StringBuilder log = new StringBuilder();
              runningLoop().callLater(1, () -> log.append('a'));
              runningLoop().callLater(1, () -> log.append('b'));
              runningLoop().callLater(1, () -> log.append('c'));
              runningLoop().callLater(2, () -> log.append('d'));
              runningLoop().callLater(2, () -> log.append('e'));
              await(sleep(3));
              orders.add(log.toString());
            });
    assertThat(runs).isEqualTo(12);
    assertThat(orders).doesNotHaveDuplicates().hasSize(12).startsWith("abcde", "abced", "acbde");
  }

  @Test
  void aBodyThatLeavesNothingOpenRunsOnce() {
    assertThat(Schedules.exhaustive(1).run(() -> await(sleep(1)))).isEqualTo(1);
  }

  /** Two coroutines that read, wait, and write: one change gets lost. */
  private static int lostUpdate() {
    int[] balance = {0};
    VoidBody add =
        () -> {
          int seen = balance[0];
          await(sleep(0));
          balance[0] = seen + 1;
        };
    VoidBody late =
        () -> {
          await(sleep(0));
          add.run();
        };
    await(gather(add, late));
    return balance[0];
  }

  @Test
  void aMistakeThatShowsInOneOrderOnlyIsFound() {
    Set<Integer> results = new TreeSet<>();
    int runs = Schedules.exhaustive(100).strict().run(() -> results.add(lostUpdate()));
    assertThat(results).containsExactly(1, 2);
    assertThat(runs).isLessThan(20);
  }

  @Test
  void theFailureNamesTheChoicesAndTheyCanBeReplayed() {
    AssertionError failure =
        catchThrowableOfType(
            AssertionError.class,
            () ->
                Schedules.exhaustive(100)
                    .strict()
                    .run(() -> assertThat(lostUpdate()).isEqualTo(2)));
    assertThat(failure).hasMessageMatching("(?s)failed with (strict\\+picks:[.\\d]*); .*");
    String run = failure.getMessage().replaceAll("(?s)failed with (\\S+);.*", "$1");
    List<Integer> results = new ArrayList<>();
    Schedules.replay(run).run(() -> results.add(lostUpdate()));
    assertThat(results).containsExactly(1);
  }

  @Test
  void moreSchedulesThanTheLimitAreAnError() {
    List<String> ran = new ArrayList<>();
    assertThatIllegalStateException()
        .isThrownBy(() ->
            Schedules.exhaustive(10)
                .run(() -> {
                  for (int i = 0; i < 5; i++) {
                    runningLoop().callLater(1, () -> {});
                  }
                  await(sleep(2));
                  ran.add("run");
                }))
        .withMessageStartingWith("there are more than 10 schedules: ");
    assertThat(ran).hasSize(10);
  }

  @Test
  void asManySchedulesAsTheLimitAreNone() {
    int runs =
        Schedules.exhaustive(6)
            .run(() -> {
              for (int i = 0; i < 3; i++) {
                runningLoop().callLater(1, () -> {});
              }
              await(sleep(2));
            });
    assertThat(runs).isEqualTo(6);
  }

  @Test
  void aBodyThatIsNotTheSameInEachRunIsAnError() {
    int[] run = {0};
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() ->
            Schedules.exhaustive(100)
                .run(() -> {
                  run[0]++;
                  for (int i = 0; i < 1 + run[0]; i++) {
                    runningLoop().callLater(1, () -> {});
                  }
                  await(sleep(2));
                }))
        .havingCause()
        .withMessageContaining("the body is not the same in each run");
  }

  @Test
  void whatCleansUpAfterTheBodyIsNotVaried() {
    int runs =
        Schedules.exhaustive(10)
            .strict()
            .run(() -> {
              for (int i = 0; i < 5; i++) {
                createTask(sleep(1)).cancel();
              }
            });
    assertThat(runs).isEqualTo(1);
  }
}
