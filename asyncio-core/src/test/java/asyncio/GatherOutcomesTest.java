package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.gatherOutcomes;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several awaitables at once, however they end. */
class GatherOutcomesTest {

  private final IOException failure = new IOException("x");

  @Test
  void everyKindOfOutcomeStandsInItsPlace() {
    TestTime.run(() -> {
      Task<String> doomed = createTask(sleep(3600, "never"));
      Future<List<Outcome<String>>> gathered = gatherOutcomes(sleep(2, "value"), failing(), doomed);
      await(sleep(0));
      doomed.cancel("why");
      List<Outcome<String>> outcomes = await(gathered);

      assertThat(outcomes.get(0)).isEqualTo(new Outcome.Value<>("value"));
      assertThat(outcomes.get(1)).isEqualTo(new Outcome.Failure<>(failure));
      assertThat(outcomes.get(2)).isInstanceOf(Outcome.Cancellation.class);
      assertThat(runningLoop().time()).isEqualTo(2);
    });
  }

  @Test
  void outcomesAreMadeForASwitch() {
    TestTime.run(() -> {
      Future<String> cancelled = runningLoop().createFuture();
      cancelled.cancel("gone");
      List<String> texts =
          await(gatherOutcomes(sleep(0, "fine"), failing(), cancelled)).stream()
              .map(GatherOutcomesTest::inWords)
              .toList();
      assertThat(texts).containsExactly("value fine", "failure x", "cancelled: gone");
    });
  }

  private static String inWords(Outcome<String> outcome) {
    return switch (outcome) {
      case Outcome.Value<String>(String value) -> "value " + value;
      case Outcome.Failure<String>(Throwable exception) -> "failure " + exception.getMessage();
      case Outcome.Cancellation<String>(CancelledError error) -> "cancelled: " + error.getMessage();
    };
  }

  @Test
  void whereATaskWaitedTheCancellationHasAnEmptyMessage() {
    TestTime.run(() -> {
      Task<String> task = createTask(sleep(3600, "never"));
      Future<List<Outcome<String>>> gathered = gatherOutcomes(task);
      await(sleep(0));
      task.cancel("the task's own error has it");
      assertThat(await(gathered))
          .singleElement()
          .isInstanceOfSatisfying(
              Outcome.Cancellation.class, it -> assertThat(it.error()).hasMessage(""));
    });
  }

  @Test
  void theOutcomesAreWaitedForHoweverTheyEnd() {
    TestTime.run(() -> {
      await(gatherOutcomes(failing(), sleep(5, "late")));
      assertThat(runningLoop().time()).isEqualTo(5);
    });
  }

  @Test
  void noFailureIsReported() {
    List<ExceptionContext> reports = new ArrayList<>();
    TestTime.run(() -> {
      runningLoop().setExceptionHandler((loop, context) -> reports.add(context));
      await(gatherOutcomes(failing(), failing()));
    });
    assertThat(reports).isEmpty();
  }

  @Test
  void nothingIsGatheredAtOnce() {
    TestTime.run(() -> {
      Future<List<Outcome<String>>> gathered = gatherOutcomes(List.<Future<String>>of());
      assertThat(gathered.done()).isTrue();
      assertThat(gathered.result()).isEmpty();
    });
  }

  @Test
  void whatIsDoneIsGatheredAtOnce() {
    TestTime.run(() -> {
      Future<String> value = runningLoop().createFuture();
      Future<String> failed = runningLoop().createFuture();
      value.setResult("a");
      failed.setException(failure);
      Future<List<Outcome<String>>> gathered = gatherOutcomes(value, failed, value);
      assertThat(gathered.done()).isTrue();
      assertThat(gathered.result())
          .containsExactly(
              new Outcome.Value<>("a"), new Outcome.Failure<>(failure), new Outcome.Value<>("a"));
    });
  }

  @Test
  void cancellingIsACancellationThoughOutcomesWereAskedFor() {
    TestTime.run(() -> {
      Task<String> child = createTask(sleep(3600, "a"));
      Future<List<Outcome<String>>> gathered = gatherOutcomes(child, sleep(3600, "b"));
      await(sleep(0));
      assertThat(gathered.cancel("why")).isTrue();
      assertThat(gathered.done()).isFalse();
      assertThatThrownBy(() -> await(gathered))
          .isInstanceOf(CancelledError.class)
          .hasMessage("why");
      assertThat(gathered.cancelled()).isFalse();
      assertThat(child.cancelled()).isTrue();
    });
  }

  @Test
  void aCancelledGatherGivesNoOutcomesEvenIfItsChildrenReturn() {
    TestTime.run(() -> {
      Coroutine<String> refusing =
          async(() -> {
            try {
              return await(sleep(3600, "slept"));
            } catch (CancelledError e) {
              return "refused";
            }
          });
      Future<List<Outcome<String>>> gathered = gatherOutcomes(refusing);
      await(sleep(0));
      gathered.cancel();
      assertThatThrownBy(() -> await(gathered)).isInstanceOf(CancelledError.class);
    });
  }

  @Test
  void allKindsOfBodiesCanBeGathered() {
    TestTime.run(() -> {
      assertThat(await(gatherOutcomes(() -> 1, () -> 2)))
          .containsExactly(new Outcome.Value<>(1), new Outcome.Value<>(2));
      assertThat(await(gatherOutcomes(() -> sleep(1, "a"), () -> sleep(2, "b"))))
          .containsExactly(new Outcome.Value<>("a"), new Outcome.Value<>("b"));
      assertThat(await(gatherOutcomes(() -> await(sleep(1)), () -> await(sleep(2)))))
          .containsExactly(new Outcome.Value<>(null), new Outcome.Value<>(null));
      assertThat(await(gatherOutcomes(List.of(sleep(1, "a")))))
          .containsExactly(new Outcome.Value<>("a"));
    });
  }

  private Coroutine<String> failing() {
    return async(() -> {
      await(sleep(1));
      throw failure;
    });
  }
}
