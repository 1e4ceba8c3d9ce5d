package asyncio;

import static asyncio.Asyncio.asCompleted;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.captureCallGraph;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.gather;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.shield;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.waitAll;
import static asyncio.Asyncio.waitAny;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who stands in the call graph of a future while it waits, and does no longer when it has gone. */
class CallGraphEdgesTest {

  private static List<Future<?>> waitersOf(Future<?> future) {
    return captureCallGraph(future).awaitedBy().stream()
        .<Future<?>>map(FutureCallGraph::future)
        .toList();
  }

  @Test
  void aWaitThatTimedOutIsGone() {
    TestTime.run(() -> {
      Future<String> future = runningLoop().createFuture();
      Task<?> waiting = createTask(waitAll(List.of(future), Duration.ofSeconds(1)));
      await(sleep(0));
      assertThat(waitersOf(future)).containsExactly(waiting);

      await(waiting);

      assertThat(waitersOf(future)).isEmpty();
    });
  }

  @Test
  void aWaitThatHadEnoughIsGoneFromWhatIsPending() {
    TestTime.run(() -> {
      Future<String> done = runningLoop().createFuture();
      Future<String> pending = runningLoop().createFuture();
      Task<?> waiting = createTask(waitAny(List.of(done, pending)));
      await(sleep(0));
      assertThat(waitersOf(pending)).containsExactly(waiting);

      done.setResult("value");
      await(waiting);

      assertThat(waitersOf(pending)).isEmpty();
    });
  }

  @Test
  void aShieldThatWasCancelledIsGone() {
    TestTime.run(() -> {
      Future<String> inner = runningLoop().createFuture();
      Future<String> outer = shield(inner);
      assertThat(waitersOf(inner)).containsExactly(outer);

      outer.cancel();
      await(sleep(0));

      assertThat(waitersOf(inner)).isEmpty();
    });
  }

  @Test
  void whoWaitsForAShieldIsGoneWhenCancelled() {
    TestTime.run(() -> {
      Task<String> inner = createTask(sleep(10, "value"));
      Task<String> waiting = createTask(() -> await(shield(inner)));
      await(sleep(0));
      assertThat(waitersOf(waitersOf(inner).getFirst())).containsExactly(waiting);

      waiting.cancel();
      assertThatThrownBy(() -> await(waiting)).isInstanceOf(CancelledError.class);

      assertThat(waitersOf(inner)).isEmpty();
    });
  }

  @Test
  void aTaskThatWasCancelledIsGoneFromWhatItAwaited() {
    TestTime.run(() -> {
      Future<String> future = runningLoop().createFuture();
      Task<String> waiting = createTask(() -> await(future));
      await(sleep(0));
      assertThat(waitersOf(future)).containsExactly(waiting);
      waiting.cancel();
      assertThat(waitersOf(future)).isEmpty();
    });
  }

  @Test
  void eachChildOfAGatherHasTheGatherAndThatHasItsTask() {
    TestTime.run(() -> {
      Task<String> child = createTask(sleep(1, "value"));
      Future<List<String>> gathered = gather(child);
      Task<List<String>> parent = createTask(() -> await(gathered));
      await(sleep(0));
      assertThat(waitersOf(child)).containsExactly(gathered);
      assertThat(waitersOf(gathered)).containsExactly(parent);
    });
  }

  @Test
  void whoGoesThroughWhatEndsStandsInTheGraphOfAll() {
    TestTime.run(() -> {
      Task<String> slow = createTask(sleep(2, "b"));
      Task<?> main = currentTask();
      Task<List<Future<?>>> looking = createTask(() -> waitersOf(slow));
      for (Future<String> each : asCompleted(List.of(slow))) {
        assertThat(each).isSameAs(slow);
      }
      assertThat(await(looking)).containsExactly(main);
    });
  }
}
