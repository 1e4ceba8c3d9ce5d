package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.gather;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several awaitables at once, for the list of their results. */
class GatherTest {

  private final List<String> seen = new ArrayList<>();

  // ----- results

  @Test
  void resultsComeInTheOrderOfTheArguments() {
    TestTime.run(() -> {
      assertThat(await(gather(sleep(3, "a"), sleep(1, "b"), sleep(2, "c"))))
          .containsExactly("a", "b", "c");
      assertThat(runningLoop().time()).isEqualTo(3);
    });
  }

  @Test
  void whatIsGatheredRunsThoughNobodyAwaitsIt() {
    TestTime.run(() -> {
      Future<List<String>> gathered = gather(sleep(1, "a"), sleep(2, "b"));
      await(sleep(3));
      assertThat(gathered.done()).isTrue();
      assertThat(gathered.result()).containsExactly("a", "b");
    });
  }

  @Test
  void nothingIsGatheredAtOnce() {
    TestTime.run(() -> {
      assertThat(gather().done()).isTrue();
      assertThat(gather().result()).isEmpty();
      assertThat(gather(List.<Future<String>>of()).result()).isEmpty();
    });
  }

  @Test
  void whatIsDoneIsGatheredAtOnce() {
    TestTime.run(() -> {
      Future<String> done = runningLoop().createFuture();
      done.setResult("a");
      Future<List<String>> gathered = gather(done, done);
      assertThat(gathered.done()).isTrue();
      assertThat(gathered.result()).containsExactly("a", "a");
    });
  }

  @Test
  void aFailureThatIsThereAlreadyFailsAtOnce() {
    IOException failure = new IOException();
    TestTime.run(() -> {
      Future<String> failed = runningLoop().createFuture();
      failed.setException(failure);
      Future<List<String>> gathered = gather(sleep(1, "a"), failed);
      assertThat(gathered.done()).isTrue();
      assertThat(gathered.exception()).isSameAs(failure);
    });
  }

  @Test
  void oneAwaitableGivenTwiceRunsOnce() {
    TestTime.run(() -> {
      Coroutine<Integer> coroutine =
          async(() -> {
            seen.add("run");
            return seen.size();
          });
      Task<Integer> task = createTask(() -> 7);
      assertThat(await(gather(coroutine, task, coroutine, task))).containsExactly(1, 7, 1, 7);
    });
    assertThat(seen).containsExactly("run");
  }

  @Test
  void allKindsOfBodiesCanBeGathered() {
    TestTime.run(() -> {
      assertThat(await(gather(() -> 1, () -> 2))).containsExactly(1, 2);
      assertThat(await(gather(() -> sleep(1, "a"), () -> sleep(2, "b")))).containsExactly("a", "b");
      assertThat(await(gather(() -> await(sleep(1)), () -> await(sleep(2))))).hasSize(2);
      assertThat(await(gather(List.of(sleep(1, "a"), sleep(2, "b"))))).containsExactly("a", "b");
    });
  }

  @Test
  void aResultMayBeNull() {
    TestTime.run(() -> assertThat(await(gather(sleep(1), sleep(2)))).containsExactly(null, null));
  }

  @Test
  void gathersNest() {
    TestTime.run(() ->
        assertThat(
                await(gather(gather(sleep(1, 1), sleep(2, 2)), gather(sleep(3, 3), sleep(1, 4)))))
            .containsExactly(List.of(1, 2), List.of(3, 4)));
  }

  // ----- failures

  @Test
  void theFirstFailureComesAtOnceAndTheOthersRunOn() {
    IOException failure = new IOException();
    TestTime.run(() -> {
      Task<String> slow = createTask(sleep(3, "in the end"));
      Future<List<String>> gathered = gather(slow, failing(1, failure));
      assertThatThrownBy(() -> await(gathered)).isSameAs(failure);
      assertThat(runningLoop().time()).isEqualTo(1);
      assertThat(slow.done()).isFalse();
      assertThat(await(slow)).isEqualTo("in the end");
    });
  }

  @Test
  void laterFailuresAreNotReported() {
    List<ExceptionContext> reports = new ArrayList<>();
    IOException first = new IOException();
    TestTime.run(() -> {
      runningLoop().setExceptionHandler((loop, context) -> reports.add(context));
      Future<List<String>> gathered = gather(failing(2, new Exception()), failing(1, first));
      assertThatThrownBy(() -> await(gathered)).isSameAs(first);
      await(sleep(2));
    });
    assertThat(reports).isEmpty();
  }

  private static Coroutine<String> failing(double seconds, Exception failure) {
    return async(() -> {
      await(sleep(seconds));
      throw failure;
    });
  }

  @Test
  void aCancelledChildIsAFailureAndNotACancellation() {
    TestTime.run(() -> {
      Task<String> child = createTask(sleep(3600, "a"));
      Task<String> other = createTask(sleep(5, "b"));
      Future<List<String>> gathered = gather(child, other);
      await(sleep(1));
      child.cancel("not you");
      assertThatThrownBy(() -> await(gathered))
          .isInstanceOf(CancelledError.class)
          .hasMessage("not you");
      assertThat(gathered.cancelled()).isFalse();
      assertThat(gathered.exception()).isInstanceOf(CancelledError.class);
      assertThat(await(other)).isEqualTo("b");
    });
  }

  // ----- misuse

  @Test
  void aFutureOfAnotherLoopIsRefused() {
    try (EventLoop other = TestTime.newLoop()) {
      Future<String> foreign = other.createFuture();
      TestTime.run(() -> {
        Future<String> mine = runningLoop().createFuture();
        assertThatThrownBy(() -> gather(mine, foreign))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("different event loop");
      });
    }
  }

  @Test
  void whatWasTakenBeforeAGatherIsRefusedRunsOn() {
    try (EventLoop other = TestTime.newLoop()) {
      Future<String> foreign = other.createFuture();
      TestTime.run(() -> {
        Coroutine<String> taken =
            async(() -> {
              seen.add("ran");
              return "value";
            });
        assertThatThrownBy(() -> gather(taken, foreign))
            .isInstanceOf(IllegalArgumentException.class);
        await(sleep(1));
      });
    }
    assertThat(seen).containsExactly("ran");
  }

  @Test
  void aGatherThatIsRefusedReportsNothing() {
    List<ExceptionContext> reports = new ArrayList<>();
    try (EventLoop other = TestTime.newLoop()) {
      Future<String> foreign = other.createFuture();
      TestTime.run(() -> {
        runningLoop().setExceptionHandler((loop, context) -> reports.add(context));
        assertThatThrownBy(() -> gather(failing(1, new IOException()), foreign))
            .isInstanceOf(IllegalArgumentException.class);
        await(sleep(2));
      });
    }
    assertThat(reports).isEmpty();
  }

  @Test
  void gatheringNeedsALoop() {
    assertThatThrownBy(() -> gather())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no running event loop");
  }
}
