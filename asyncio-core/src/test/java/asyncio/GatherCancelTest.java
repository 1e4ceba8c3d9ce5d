package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.gather;
import static asyncio.Asyncio.gatherOutcomes;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.waitFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cancelling what gather gave, and who awaits it. */
class GatherCancelTest {

  private final List<String> seen = new ArrayList<>();

  @Test
  void cancellingCancelsAllChildrenAndWaitsForThem() {
    TestTime.run(() -> {
      Future<List<Void>> gathered = gather(() -> cleaningUp("a", 1), () -> cleaningUp("b", 2));
      await(sleep(1));

      assertThat(gathered.cancel("all of you")).isTrue();
      assertThat(gathered.done()).isFalse();

      assertThatThrownBy(() -> await(gathered))
          .isInstanceOf(CancelledError.class)
          .hasMessage("all of you");
      assertThat(gathered.cancelled()).isFalse();
    });
    assertThat(seen).containsExactly("a");
  }

  private void cleaningUp(String name, double seconds) {
    try {
      await(sleep(3600));
    } finally {
      await(sleep(seconds));
      seen.add(name);
    }
  }

  @Test
  void aChildThatRefusesCannotSaveACancelledGather() {
    TestTime.run(() -> {
      Future<List<String>> gathered = gather(refusing("a"), refusing("b"));
      await(sleep(0));
      gathered.cancel();
      assertThatThrownBy(() -> await(gathered)).isInstanceOf(CancelledError.class);
    });
  }

  private static Coroutine<String> refusing(String name) {
    return async(() -> {
      try {
        return await(sleep(3600, name));
      } catch (CancelledError e) {
        return name + " refused";
      }
    });
  }

  @Test
  void theErrorOfTheLastChildIsTheErrorOfACancelledGather() {
    TestTime.run(() -> {
      Task<String> first = createTask(refusingSlowly());
      Task<String> last = createTask(sleep(3600, "b"));
      Future<List<Outcome<String>>> gathered = gatherOutcomes(first, last);
      await(sleep(0));
      gathered.cancel("why");
      assertThatThrownBy(() -> await(gathered)).hasMessage("why");
    });
  }

  private static Coroutine<String> refusingSlowly() {
    return async(() -> {
      try {
        return await(sleep(3600, "a"));
      } catch (CancelledError e) {
        return await(sleep(1, "refused"));
      }
    });
  }

  @Test
  void aChildGivenTwiceIsCancelledTwice() {
    TestTime.run(() -> {
      Task<String> child = createTask(sleep(3600, "a"));
      Future<List<String>> gathered = gather(child, child);
      await(sleep(0));
      gathered.cancel();
      assertThat(child.cancelling()).isEqualTo(2);
      assertThatThrownBy(() -> await(gathered)).isInstanceOf(CancelledError.class);
    });
  }

  @Test
  void aGatherThatIsDoneCancelsNothing() {
    TestTime.run(() -> {
      Task<String> child = createTask(sleep(2, "a"));
      Future<String> failed = runningLoop().createFuture();
      failed.setException(new IOException());
      Future<List<String>> gathered = gather(child, failed);
      assertThatThrownBy(() -> await(gathered)).isInstanceOf(IOException.class);
      assertThat(gathered.cancel()).isFalse();
      assertThat(await(child)).isEqualTo("a");
    });
  }

  @Test
  void whereAllChildrenAreDoneThereIsNothingToCancel() {
    TestTime.run(() -> {
      Future<String> child = runningLoop().createFuture();
      Future<List<String>> gathered = gather(child);
      child.setResult("a");
      assertThat(gathered.done()).isFalse();
      assertThat(gathered.cancel()).isFalse();
      assertThat(await(gathered)).containsExactly("a");
    });
  }

  @Test
  void cancellingWhoAwaitsAGatherCancelsItsChildren() {
    TestTime.run(() -> {
      Task<String> child = createTask(sleep(3600, "a"));
      Task<List<String>> parent = createTask(() -> await(gather(child, sleep(3600, "b"))));
      await(sleep(1));
      parent.cancel("enough");
      assertThatThrownBy(() -> await(parent)).hasMessage("enough");
      assertThat(parent.cancelled()).isTrue();
      assertThat(child.cancelled()).isTrue();
    });
  }

  @Test
  void cancellingWhoAwaitsOutcomesIsACancellationToo() {
    TestTime.run(() -> {
      Task<Void> parent =
          createTask(() -> {
            for (int i = 0; i < 20; i++) {
              await(gatherOutcomes(sleep(1, "a")));
              seen.add("round " + i);
            }
          });
      await(sleep(2.5));
      parent.cancel("enough");
      assertThatThrownBy(() -> await(parent))
          .isInstanceOf(CancelledError.class)
          .hasMessage("enough");
    });
    assertThat(seen).containsExactly("round 0", "round 1");
  }

  @Test
  void childrenThatWaitForTheSameFutureAreAllCancelled() {
    TestTime.run(() -> {
      Future<String> shared = runningLoop().createFuture();
      Task<String> first = createTask(() -> await(shared));
      Task<String> second = createTask(() -> await(shared));
      Future<List<String>> gathered = gather(first, second);
      Task<List<String>> parent = createTask(() -> await(gathered));
      await(sleep(0));

      assertThat(parent.cancel()).isTrue();

      assertThatThrownBy(() -> await(parent)).isInstanceOf(CancelledError.class);
      assertThat(gathered.cancel()).isFalse();
      assertThat(shared.cancelled()).isTrue();
      assertThat(first.cancelled()).isTrue();
      assertThat(second.cancelled()).isTrue();
    });
  }

  @Test
  void aGatherThatHasNoTimeAtAllTimesOut() {
    TestTime.run(() ->
        assertThatThrownBy(() -> await(waitFor(gather(sleep(1, "a")), 0)))
            .isInstanceOf(TimeoutException.class)
            .hasCauseInstanceOf(CancelledError.class));
  }
}
