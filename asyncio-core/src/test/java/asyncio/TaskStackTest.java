package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The calls that a task is in. */
class TaskStackTest {

  private static List<String> methods(List<StackTraceElement> stack) {
    return stack.stream().map(StackTraceElement::getMethodName).toList();
  }

  private static String printed(Task<?> task) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    task.printStack(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static String outer() {
    return await(async(() -> middle()));
  }

  private static String middle() {
    return inner() + "!";
  }

  private static String inner() {
    return await(sleep(1, "value"));
  }

  @Test
  void ofATaskThatWaitsItShowsTheCallsDownToTheAwait() {
    TestTime.run(() -> {
      Task<String> task = createTask(() -> outer());
      await(sleep(0));
      assertThat(methods(task.stack())).containsSubsequence("inner", "middle", "outer");
      assertThat(printed(task))
          .startsWith("Stack for <Task")
          .containsSubsequence("inner", "middle", "outer");
      assertThat(await(task)).isEqualTo("value!");
    });
  }

  @Test
  void aTaskMayLookAtItsOwn() {
    TestTime.run(() -> {
      Task<List<String>> task = createTask(() -> lookingAtItself());
      assertThat(await(task)).startsWith("lookingAtItself");
    });
  }

  private static List<String> lookingAtItself() {
    return methods(currentTask().stack());
  }

  @Test
  void aPartIsCountedFromTheInnermostOrTheOutermostCall() {
    TestTime.run(() -> {
      Task<String> task = createTask(() -> outer());
      await(sleep(0));
      List<StackTraceElement> all = task.stack();
      assertThat(methods(task.stack(2))).containsExactly("inner", "middle");
      assertThat(task.stack(-1)).containsExactly(all.getLast());
      assertThat(task.stack(0)).isEmpty();
      assertThat(task.stack(1000)).isEqualTo(all);
    });
  }

  @Test
  void ofATaskThatHasFailedItShowsWhere() {
    TestTime.run(() -> {
      Task<String> task = createTask(() -> failing());
      Throwable thrown = catchThrowable(() -> await(task));
      assertThat(thrown).hasMessage("broken");
      assertThat(methods(task.stack())).startsWith("failing");
      assertThat(printed(task)).startsWith("Traceback for <Task").contains("failing", "broken");
    });
  }

  private static String failing() {
    throw new IllegalStateException("broken");
  }

  @Test
  void aTaskThatHasNotBegunOrHasReturnedHasNone() {
    TestTime.run(() -> {
      Task<String> task = createTask(() -> outer());
      assertThat(task.stack()).isEmpty();
      assertThat(printed(task)).startsWith("No stack for <Task");
      await(task);
      assertThat(task.stack()).isEmpty();
    });
  }
}
