package asyncio.testing;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import asyncio.Future;
import asyncio.Queue;
import asyncio.Task;
import asyncio.TaskOptions;
import asyncio.VoidBody;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a deadlock shows. */
@Timeout(60)
final class DeadlockTest {

  private static String messageOf(VoidBody body) {
    return catchThrowableOfType(DeadlockException.class, () -> VirtualTime.run(body)).getMessage();
  }

  private static void consume(Queue<Integer> queue) {
    await(queue.get());
  }

  @Test
  void itShowsWhereEachTaskWaits() {
    String message =
        messageOf(() -> {
          Queue<Integer> queue = new Queue<>();
          createTask(async(() -> consume(queue)), TaskOptions.named("consumer"));
          await(queue.join());
          await(runningLoop().createFuture());
        });
    assertThat(message)
        .startsWith("every task waits for something that can never come\n2 tasks:\n")
        .containsPattern(
            "<Task name='consumer' pending.*>\n    at .*DeadlockTest.consume\\(DeadlockTest.java:")
        .contains("DeadlockTest.lambda$itShowsWhereEachTaskWaits$")
        .doesNotContain("org.junit")
        .doesNotContain("asyncio.EventLoop");
  }

  @Test
  void itShowsWhoWaitsForWhomBelowWhatIsWaitedFor() {
    String message =
        messageOf(() -> {
          Queue<Integer> queue = new Queue<>();
          VoidBody consumer = () -> consume(queue);
          Task<?> inner = createTask(async(consumer), TaskOptions.named("inner"));
          Task<?> outer = createTask(async(() -> await(inner)), TaskOptions.named("outer"));
          await(gather(outer));
        });
    assertThat(message.lines().filter(line -> !line.strip().startsWith("at ")).skip(2))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("  <Task name='inner' pending"),
            line -> assertThat(line).isEqualTo("    awaited by"),
            line -> assertThat(line).startsWith("      <Task name='outer' pending"),
            line -> assertThat(line).isEqualTo("        awaited by"),
            line -> assertThat(line).startsWith("          <Future pending"),
            line -> assertThat(line).isEqualTo("            awaited by"),
            line -> assertThat(line).matches(" {14}<Task name='Task-\\d+' pending.*>"));
  }

  @Test
  void tasksThatWaitForEachOtherInACircleAreShownOnce() {
    String message =
        messageOf(() -> {
          List<Task<?>> tasks = new ArrayList<>();
          tasks.add(createTask(async(() -> await(tasks.get(1))), TaskOptions.named("one")));
          tasks.add(createTask(async(() -> await(tasks.get(0))), TaskOptions.named("two")));
          await(runningLoop().createFuture());
        });
    assertThat(message)
        .contains("3 tasks:")
        .containsOnlyOnce("<Task name='two' pending")
        .containsPattern("<Task name='one' pending.*>, see above");
  }

  @Test
  void ofVeryManyTasksItShowsTheFirst() {
    String message =
        messageOf(() -> {
          Future<Void> never = runningLoop().createFuture();
          for (int i = 0; i < 150; i++) {
            createTask(async(() -> await(never)), TaskOptions.named("number " + i));
          }
          await(never);
        });
    assertThat(message)
        .contains("151 tasks:", "<Task name='number 98' pending")
        .doesNotContain("number 99")
        .endsWith("\n  and others");
  }
}
