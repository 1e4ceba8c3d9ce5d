package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.gather;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A second cancellation, between the first and the step that delivers it. */
class CancelTwiceTest {

  /** The gather fails with a CancelledError, and that is what CPython throws in the task. */
  @Test
  void theErrorOfAGatherThatWasCancelledBeforeIsKept() {
    TestTime.run(() -> {
      Future<String> child = runningLoop().createFuture();
      Task<List<String>> task = createTask(async(() -> await(gather(child))));
      await(sleep(0));
      task.cancel("first");
      await(sleep(0)); // the gather has failed, and the task is about to go on

      task.cancel("second");

      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class).hasMessage("first");
    });
  }

  @Test
  void theErrorOfAFutureThatWasCancelledBeforeIsKept() {
    TestTime.run(() -> {
      Future<String> future = runningLoop().createFuture();
      Task<String> task = createTask(async(() -> await(future)));
      await(sleep(0));
      task.cancel("first");

      task.cancel("second");

      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class).hasMessage("first");
    });
  }

  @Test
  void anyOtherErrorGivesWayToTheCancellation() {
    TestTime.run(() -> {
      Future<String> future = runningLoop().createFuture();
      Task<String> task = createTask(async(() -> await(future)));
      await(sleep(0));
      future.setException(new IllegalArgumentException("nobody sees this"));

      task.cancel("instead");

      assertThatThrownBy(() -> await(task))
          .isInstanceOf(CancelledError.class)
          .hasMessage("instead");
    });
  }
}
