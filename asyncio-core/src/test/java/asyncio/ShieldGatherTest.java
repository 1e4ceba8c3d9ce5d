package asyncio;

import static asyncio.Asyncio.await;
import static asyncio.Asyncio.gather;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.shield;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Shields around plain futures, around what is gathered, and around the children of that. */
class ShieldGatherTest {

  @Test
  void cancellingTheShieldLeavesTheFuture() {
    TestTime.run(() -> {
      Future<String> inner = runningLoop().createFuture();
      Future<String> outer = shield(inner);

      assertThat(outer.cancel()).isTrue();
      await(sleep(0));

      assertThat(outer.cancelled()).isTrue();
      assertThat(inner.done()).isFalse();
      inner.setResult("value");
      await(sleep(0));
      assertThat(outer.cancelled()).isTrue();
    });
  }

  @Test
  void cancellingTheFutureCancelsTheShield() {
    TestTime.run(() -> {
      Future<String> inner = runningLoop().createFuture();
      Future<String> outer = shield(inner);
      inner.cancel();
      await(sleep(0));
      assertThat(outer.cancelled()).isTrue();
    });
  }

  @Test
  void whatIsGatheredBehindAShieldRunsOn() {
    TestTime.run(() -> {
      Future<Integer> first = runningLoop().createFuture();
      Future<Integer> second = runningLoop().createFuture();
      Future<List<Integer>> gathered = gather(first, second);
      Future<List<Integer>> outer = shield(gathered);

      outer.cancel();
      await(sleep(0));
      assertThat(outer.cancelled()).isTrue();

      first.setResult(1);
      second.setResult(2);
      assertThat(await(gathered)).containsExactly(1, 2);
    });
  }

  @Test
  void cancellingAGatherOfShieldsLeavesWhatTheyShield() {
    TestTime.run(() -> {
      Future<Integer> first = runningLoop().createFuture();
      Future<Integer> second = runningLoop().createFuture();
      Future<Integer> firstShield = shield(first);
      Future<Integer> secondShield = shield(second);
      Future<List<Integer>> gathered = gather(firstShield, secondShield);

      gathered.cancel();
      await(sleep(0));

      assertThat(gathered.exception()).isInstanceOf(CancelledError.class);
      assertThat(firstShield.cancelled()).isTrue();
      assertThat(secondShield.cancelled()).isTrue();
      assertThat(first.done()).isFalse();
      assertThat(second.done()).isFalse();
    });
  }
}
