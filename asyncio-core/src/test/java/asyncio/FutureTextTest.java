package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Futures and tasks in words: asked for only where somebody reads them, and never without end. */
@Timeout(60)
final class FutureTextTest {

  @Test
  void aTaskWhoseResultContainsTheTaskSaysSoInSoManyWords() {
    TestTime.run(() -> {
      Task<Set<Task<?>>> task = createTask(async(() -> allTasks()), TaskOptions.named("inner"));

      Set<Task<?>> result = await(waitFor(task, 10));

      assertThat(result.contains(task)).isTrue();
      assertThat(task.toString())
          .startsWith("<Task name='inner' finished result=[")
          .contains("...");
    });
  }

  @Test
  void aFutureWhoseResultIsTheFutureSaysSoInSoManyWords() {
    TestTime.run(() -> {
      Future<Object> future = runningLoop().createFuture();
      future.setResult(List.of(future));

      assertThat(future.toString()).startsWith("<Future finished result=[").contains("...");
    });
  }

  @Test
  void aResultIsNotAskedForItsText() {
    AtomicInteger asked = new AtomicInteger();
    Object result =
        new Object() {
          @Override
          public String toString() {
            return "asked " + asked.incrementAndGet();
          }
        };
    try (Runner runner = new Runner()) {
      assertThat(runner.run(async(() -> result))).isSameAs(result);
      assertThat(runner.run(async(() -> await(createTask(() -> result))))).isSameAs(result);
    }
    assertThat(asked).hasValue(0);
  }

  /** An exception that cannot say what it is. */
  private static final class Speechless extends RuntimeException {

    @Override
    public String getMessage() {
      throw new IllegalStateException("no text");
    }
  }

  @Test
  void anExceptionThatHasNoTextFailsItsTaskLikeAnyOther() {
    Speechless failure = new Speechless();
    List<String> log = new ArrayList<>();
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            throw failure;
          });
      createTask(() -> log.add("others run on"));
      try {
        await(task);
      } catch (Speechless e) {
        log.add("caught " + (e == failure));
      }
    });
    assertThat(log).containsExactly("others run on", "caught true");
  }

  @Test
  void anExceptionThatHasNoTextFailsAFutureLikeAnyOther() {
    Speechless failure = new Speechless();
    TestTime.run(() -> {
      Future<Integer> future = runningLoop().createFuture();
      future.setException(failure);
      assertThat(future.exception() == failure).isTrue();
    });
  }

  @Test
  void aFailureThatIsThrownManyTimesKeepsItsOneStackTrace() {
    TestTime.run(() -> {
      Task<Void> task = createTask(() -> fail());
      assertThatThrownBy(() -> await(task)).isInstanceOf(IllegalArgumentException.class);
      StackTraceElement[] atFirst = task.exception().getStackTrace();
      assertThat(atFirst).filteredOn(frame -> frame.getMethodName().equals("fail")).hasSize(1);

      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(() -> await(task))
            .isSameAs(task.exception())
            .hasNoSuppressedExceptions()
            .hasNoCause();
      }
      assertThat(task.exception().getStackTrace()).isEqualTo(atFirst);
    });
  }

  @Test
  void aFailureThatIsCaughtAndThrownAgainElsewhereKeepsItsStackTrace() {
    TestTime.run(() -> {
      Task<Void> inner = createTask(() -> fail());
      Task<Void> outer =
          createTask(() -> {
            try {
              await(inner);
            } catch (IllegalArgumentException e) {
              await(sleep(1));
              throw e;
            }
          });
      assertThatThrownBy(() -> await(outer)).isSameAs(inner.exception());
      assertThat(outer.exception().getStackTrace())
          .extracting(StackTraceElement::getMethodName)
          .contains("fail");
    });
  }

  private static void fail() {
    throw new IllegalArgumentException("failed");
  }
}
