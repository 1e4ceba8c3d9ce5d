package asyncio;

import static asyncio.Asyncio.asCompleted;
import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** Awaitables in the order in which they end. */
class AsCompletedTest {

  private final List<Object> seen = new ArrayList<>();

  // ----- futures

  @Test
  void theLoopGoesThroughThemAsTheyEnd() {
    TestTime.run(() -> {
      for (Future<String> each :
          asCompleted(List.of(sleep(3, "c"), sleep(1, "a"), sleep(2, "b")))) {
        seen.add(each.result() + " at " + runningLoop().time());
      }
    });
    assertThat(seen).containsExactly("a at 1.0", "b at 2.0", "c at 3.0");
  }

  @Test
  void theFuturesAreTheOnesThatWereGiven() {
    TestTime.run(() -> {
      Task<String> slow = createTask(sleep(2, "b"));
      Task<String> quick = createTask(sleep(1, "a"));
      for (Future<String> each : asCompleted(List.of(slow, quick))) {
        assertThat(each.done()).isTrue();
        seen.add(each);
      }
      assertThat(seen).containsExactly(quick, slow);
    });
  }

  @Test
  void whatFailedOrWasCancelledComesInItsTurn() {
    IOException failure = new IOException();
    TestTime.run(() -> {
      Task<String> failing = createTask(failing(1, failure));
      Task<String> cancelled = createTask(sleep(3600, "never"));
      runningLoop().callLater(2, cancelled::cancel);
      Iterator<Future<String>> ended = asCompleted(List.of(cancelled, failing)).iterator();
      assertThat(ended.next().exception()).isSameAs(failure);
      assertThat(ended.next().cancelled()).isTrue();
      assertThat(ended.hasNext()).isFalse();
    });
  }

  private static Coroutine<String> failing(double seconds, Exception failure) {
    return async(() -> {
      await(sleep(seconds));
      throw failure;
    });
  }

  @Test
  void whatEndsInOneIterationComesInTheOrderOfEnding() {
    TestTime.run(() -> {
      List<Future<Integer>> futures = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        futures.add(runningLoop().createFuture());
      }
      runningLoop().callSoon(() -> List.of(2, 0, 1).forEach(i -> futures.get(i).setResult(i)));
      for (Future<Integer> each : asCompleted(futures)) {
        seen.add(each.result());
      }
    });
    assertThat(seen).containsExactly(2, 0, 1);
  }

  @Test
  void theSameAwaitableTwiceComesOnce() {
    TestTime.run(() -> {
      Task<String> task = createTask(sleep(1, "a"));
      Coroutine<String> coroutine = sleep(2, "b");
      for (Future<String> each : asCompleted(List.of(task, coroutine, task, coroutine))) {
        seen.add(each.result());
      }
    });
    assertThat(seen).containsExactly("a", "b");
  }

  @Test
  void coroutinesStartInTheOrderInWhichTheyWereGiven() {
    TestTime.run(() -> {
      List<Coroutine<Boolean>> coroutines = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        int number = i;
        coroutines.add(async(() -> seen.add(number)));
      }
      for (Future<Boolean> each : asCompleted(coroutines)) {
        assertThat(each.result()).isTrue();
      }
    });
    assertThat(seen).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void ofNothingNothingComes() {
    TestTime.run(() -> {
      AsCompleted<String> none = asCompleted(List.of(), Duration.ofSeconds(1));
      assertThat(none.iterator().hasNext()).isFalse();
      assertThat(none.coroutines().iterator().hasNext()).isFalse();
      assertThat(runningLoop().timers.first()).isNull();
    });
  }

  // ----- coroutines

  @Test
  void theCoroutinesGiveTheResultsAsTheyCome() {
    TestTime.run(() -> {
      for (Coroutine<String> next :
          asCompleted(List.of(sleep(2, "b"), sleep(1, "a"))).coroutines()) {
        seen.add(await(next));
      }
    });
    assertThat(seen).containsExactly("a", "b");
  }

  @Test
  void theCoroutinesThrowWhatFailed() {
    IOException failure = new IOException();
    TestTime.run(() -> {
      var ended = asCompleted(List.of(sleep(2, "b"), failing(1, failure))).coroutines().iterator();
      Coroutine<String> first = ended.next();
      assertThatThrownBy(() -> await(first)).isSameAs(failure);
      assertThat(await(ended.next())).isEqualTo("b");
    });
  }

  @Test
  void theCoroutinesMayBeAwaitedConcurrently() {
    TestTime.run(() -> {
      List<Task<String>> waiting = new ArrayList<>();
      for (Coroutine<String> next :
          asCompleted(List.of(sleep(2, "b"), sleep(1, "a"))).coroutines()) {
        waiting.add(createTask(next));
      }
      assertThat(await(waiting.get(0))).isEqualTo("a");
      assertThat(await(waiting.get(1))).isEqualTo("b");
    });
  }

  @Test
  void whoAwaitsFirstGetsWhatEndsFirst() {
    TestTime.run(() -> {
      var each = asCompleted(List.of(sleep(2, "b"), sleep(1, "a"))).coroutines().iterator();
      Coroutine<String> first = each.next();
      Coroutine<String> second = each.next();
      assertThat(await(second)).isEqualTo("a");
      assertThat(runningLoop().time()).isEqualTo(1);
      assertThat(await(first)).isEqualTo("b");
    });
  }

  // ----- both

  @Test
  void bothWaysTakeFromOneSupply() {
    TestTime.run(() -> {
      AsCompleted<String> ended = asCompleted(List.of(sleep(1, "a"), sleep(2, "b"), sleep(3, "c")));
      assertThat(ended.iterator().next().result()).isEqualTo("a");
      assertThat(await(ended.coroutines().iterator().next())).isEqualTo("b");
      for (Future<String> last : ended) {
        seen.add(last.result());
      }
      assertThat(ended.iterator().hasNext()).isFalse();
      assertThatThrownBy(() -> ended.iterator().next()).isInstanceOf(NoSuchElementException.class);
      assertThatThrownBy(() -> ended.coroutines().iterator().next())
          .isInstanceOf(NoSuchElementException.class);
    });
    assertThat(seen).containsExactly("c");
  }

  // ----- time-out

  @Test
  void afterTheTimeEachOfTheRestIsATimeOutAndRunsOn() {
    TestTime.run(() -> {
      Task<String> quick = createTask(sleep(1, "a"));
      Task<String> slow = createTask(sleep(3, "b"));
      AsCompleted<String> ended =
          asCompleted(List.of(quick, slow, sleep(4, "c")), Duration.ofSeconds(2));
      Iterator<Future<String>> each = ended.iterator();

      assertThat(each.next()).isSameAs(quick);
      assertThatThrownBy(each::next).isInstanceOf(TimeoutException.class);
      assertThat(runningLoop().time()).isEqualTo(2);
      Coroutine<String> last = ended.coroutines().iterator().next();
      assertThatThrownBy(() -> await(last)).isInstanceOf(TimeoutException.class);
      assertThat(each.hasNext()).isFalse();

      assertThat(await(slow)).isEqualTo("b");
    });
  }

  @Test
  void whatEndedInTimeCanBeTakenAfterTheTimeOut() {
    TestTime.run(() -> {
      AsCompleted<String> ended =
          asCompleted(List.of(sleep(1, "a"), sleep(3600, "b")), Duration.ofSeconds(2));
      await(sleep(5));
      assertThat(ended.iterator().next().result()).isEqualTo("a");
      assertThatThrownBy(() -> ended.iterator().next()).isInstanceOf(TimeoutException.class);
    });
  }

  @Test
  void whatEndsInTheIterationOfTheTimeOutIsTooLate() {
    TestTime.run(() -> {
      Future<String> future = runningLoop().createFuture();
      runningLoop().callLater(1, () -> future.setResult("a"));
      AsCompleted<String> ended = asCompleted(List.of(future), Duration.ofSeconds(1));
      assertThatThrownBy(() -> ended.iterator().next()).isInstanceOf(TimeoutException.class);
      assertThat(future.result()).isEqualTo("a");
      assertThat(ended.iterator().hasNext()).isFalse();
    });
  }

  @Test
  void whereAllEndInTimeNoTimerIsLeftBehind() {
    TestTime.run(() -> {
      for (Future<String> each :
          asCompleted(List.of(sleep(1, "a"), sleep(2, "b")), Duration.ofHours(1))) {
        seen.add(each.result());
      }
      assertThat(runningLoop().timers.first()).isNull();
    });
    assertThat(seen).containsExactly("a", "b");
  }

  // ----- cancellation and misuse

  @Test
  void cancellingWhoIteratesLeavesTheRest() {
    TestTime.run(() -> {
      Task<String> slow = createTask(sleep(5, "a"));
      Task<Void> iterating =
          createTask(() -> {
            for (Future<String> each : asCompleted(List.of(slow))) {
              seen.add(each);
            }
          });
      await(sleep(1));
      iterating.cancel();
      assertThatThrownBy(() -> await(iterating)).isInstanceOf(CancelledError.class);
      assertThat(await(slow)).isEqualTo("a");
    });
    assertThat(seen).isEmpty();
  }

  @Test
  void iteratingNeedsALoop() {
    assertThatThrownBy(() -> asCompleted(List.<Future<String>>of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no running event loop");
  }
}
