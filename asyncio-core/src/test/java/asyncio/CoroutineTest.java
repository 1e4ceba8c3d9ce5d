package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Coroutines: made now, run when they are awaited, on the awaiting task. */
class CoroutineTest {

  private final List<String> seen = new ArrayList<>();

  // ----- lazy, and once

  @Test
  void nothingRunsBeforeACoroutineIsAwaited() {
    TestTime.run(() -> {
      Coroutine<Boolean> coroutine = async(() -> seen.add("body"));
      await(sleep(1));
      assertThat(seen).isEmpty();
      assertThat(await(coroutine)).isTrue();
      assertThat(seen).containsExactly("body");
    });
  }

  @Test
  void aCoroutineCanBeMadeWhereNoLoopRuns() {
    Coroutine<String> coroutine = async(() -> "made before the loop");
    TestTime.run(() -> assertThat(await(coroutine)).isEqualTo("made before the loop"));
  }

  @Test
  void aCoroutineIsAwaitedOnce() {
    TestTime.run(() -> {
      Coroutine<Boolean> coroutine = async(() -> seen.add("body"));
      await(coroutine);
      assertThatThrownBy(() -> await(coroutine))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("cannot await a coroutine that was already awaited");
    });
    assertThat(seen).containsExactly("body");
  }

  @Test
  void aCoroutineThatATaskIsRunningCannotBeAwaited() {
    TestTime.run(() -> {
      Coroutine<String> coroutine = sleep(1, "value");
      Task<String> task = createTask(coroutine);
      await(sleep(0));
      assertThatThrownBy(() -> await(coroutine))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("cannot await a coroutine that was already awaited");
      assertThat(await(task)).isEqualTo("value");
    });
  }

  @Test
  void aCoroutineThatFailedIsNotRunAgain() {
    TestTime.run(() -> {
      Coroutine<Void> coroutine = async(this::failChecked);
      assertThatThrownBy(() -> await(coroutine)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> await(coroutine)).hasMessageContaining("already awaited");
    });
  }

  @Test
  void aClosedCoroutineDoesNotRun() {
    TestTime.run(() -> {
      Coroutine<Boolean> coroutine = async(() -> seen.add("body"));
      coroutine.close();
      coroutine.close();
      assertThatThrownBy(() -> await(coroutine)).isInstanceOf(IllegalStateException.class);
    });
    assertThat(seen).isEmpty();
  }

  @Test
  void closingACoroutineThatWasAwaitedHasNoEffect() {
    TestTime.run(() -> {
      Coroutine<String> coroutine = async(() -> "value");
      assertThat(await(coroutine)).isEqualTo("value");
      coroutine.close();
    });
  }

  @Test
  void aCoroutineSaysWhetherItWasAwaited() {
    TestTime.run(() -> {
      Coroutine<Void> coroutine = sleep(0);
      assertThat(coroutine.toString()).startsWith("<Coroutine ").doesNotContain("awaited");
      await(coroutine);
      assertThat(coroutine).hasToString("<Coroutine awaited>");
    });
  }

  // ----- three kinds of bodies

  @Test
  void aBodyMayReturnAValueOrNothingOrSomethingToAwait() {
    TestTime.run(() -> {
      Future<String> future = runningLoop().createFuture();
      runningLoop().callSoon(() -> future.setResult("awaited"));
      Coroutine<Integer> value = async(() -> 42);
      Coroutine<Void> nothing =
          async(() -> {
            seen.add("ran");
          });
      Coroutine<String> toAwait = async(() -> future);

      assertThat(await(value)).isEqualTo(42);
      assertThat(await(nothing)).isNull();
      assertThat(await(toAwait)).isEqualTo("awaited");
    });
    assertThat(seen).containsExactly("ran");
  }

  @Test
  void aPlainMethodThatAwaitsNeedsNoMark() {
    TestTime.run(() -> {
      assertThat(afterAnHour("an hour")).isEqualTo("an hour later");
      assertThat(runningLoop().time()).isEqualTo(3600);
    });
  }

  private static String afterAnHour(String what) {
    return await(sleep(3600, what)) + " later";
  }

  // ----- on the awaiting task

  @Test
  void awaitingACoroutineMakesNoTaskAndLetsNothingElseRun() {
    var order = new Order();
    TestTime.run(() -> {
      Task<?> main = currentTask();
      runningLoop().callSoon(() -> order.finish(4));
      order.expect(1);
      await(
          async(() -> {
            order.expect(2);
            assertThat(currentTask()).isSameAs(main);
          }));
      order.expect(3);
      await(sleep(0));
    });
    order.assertFinished();
  }

  @Test
  void awaitOutsideOfACoroutineIsAnError() {
    Coroutine<Void> coroutine = sleep(0);
    assertThatThrownBy(() -> await(coroutine))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("await outside of a coroutine: no event loop runs this thread");
  }

  @Test
  void awaitInACallbackIsAnError() {
    List<Throwable> errors = new ArrayList<>();
    TestTime.run(() -> {
      runningLoop().setExceptionHandler((loop, context) -> errors.add(context.exception()));
      Coroutine<Void> coroutine = sleep(0);
      runningLoop().callSoon(() -> await(coroutine));
      await(sleep(0));
      await(coroutine);
    });
    assertThat(errors).hasSize(1);
    assertThat(errors.getFirst())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a callback of the loop cannot wait");
  }

  // ----- exceptions

  @Test
  void aCheckedExceptionComesThroughAsItIs() {
    IOException failure = new IOException("x");
    TestTime.run(() -> {
      Coroutine<Void> inner =
          async(() -> {
            await(sleep(1));
            throw failure;
          });
      Coroutine<Void> outer = async(() -> await(inner));
      assertThatThrownBy(() -> await(outer)).isSameAs(failure);
    });
  }

  @Test
  void anAwaitMayDeclareTheExceptionThatCanCome() {
    TestTime.run(() -> {
      assertThat(caught(async(this::failChecked))).isEqualTo("caught: checked");
      assertThat(caught(async(() -> "fine"))).isEqualTo("fine");
      assertThatThrownBy(() -> caught(async(this::failUnchecked)))
          .isInstanceOf(IllegalArgumentException.class);
    });
  }

  /** Compiles only because the await declares the exception: it is the point of this method. */
  private static String caught(Coroutine<?> coroutine) {
    try {
      return String.valueOf(await(coroutine, IOException.class));
    } catch (IOException e) {
      return "caught: " + e.getMessage();
    }
  }

  private void failChecked() throws IOException {
    throw new IOException("checked");
  }

  private void failUnchecked() {
    throw new IllegalArgumentException("unchecked");
  }

  @Test
  void theStackTraceNamesTheCoroutinesThatAwait() {
    TestTime.run(() -> {
      Throwable thrown = null;
      try {
        outerMethod();
      } catch (IllegalArgumentException e) {
        thrown = e;
      }
      assertThat(thrown.getStackTrace())
          .extracting(StackTraceElement::getMethodName)
          .containsSubsequence("failUnchecked", "innerMethod", "outerMethod");
    });
  }

  private void outerMethod() {
    await(async(this::innerMethod));
  }

  private void innerMethod() {
    await(sleep(1));
    await(async(this::failUnchecked));
  }
}
