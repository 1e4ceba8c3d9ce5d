package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.gather;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.waitAll;
import static asyncio.Asyncio.waitFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A task that awaits itself, and what that does to those who await it. */
class SelfAwaitTest {

  /** CPython leaves the task marked as being awaited: each further await of it fails at once. */
  @Test
  void nobodyCanAwaitATaskThatHasAwaitedItselfUntilItIsDone() {
    TestTime.run(() -> {
      Order order = new Order();
      Task<String> task = createTask(afterAwaitingItself(order));
      await(sleep(0));
      order.expect(2);
      assertThatThrownBy(() -> await(task)).isInstanceOf(IllegalStateException.class);
      order.expect(3); // without a step of the loop in between
      await(sleep(0));
      order.expect(5);
      assertThatThrownBy(() -> await(waitFor(task, 1))).isInstanceOf(IllegalStateException.class);

      await(waitAll(List.of(task)));

      order.finish(7);
      assertThat(await(task)).isEqualTo("done");
      order.assertFinished();
    });
  }

  private static Coroutine<String> afterAwaitingItself(Order order) {
    return async(() -> {
      order.expect(1);
      assertThatThrownBy(() -> await(self())).isInstanceOf(IllegalStateException.class);
      order.expect(4); // one step of the loop later
      assertThatThrownBy(() -> await(self())).isInstanceOf(IllegalStateException.class);
      await(sleep(0.5));
      order.expect(6);
      return "done";
    });
  }

  @Test
  void gatherStillWaitsForATaskThatHasAwaitedItself() {
    TestTime.run(() -> {
      Task<String> task =
          createTask(() -> {
            assertThatThrownBy(() -> await(self())).isInstanceOf(IllegalStateException.class);
            return "done";
          });
      await(sleep(0));

      assertThat(await(gather(task))).containsExactly("done");
    });
  }

  private static Task<?> self() {
    return currentTask();
  }
}
