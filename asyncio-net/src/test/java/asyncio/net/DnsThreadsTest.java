package asyncio.net;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import asyncio.CancelledError;
import asyncio.Coroutine;
import asyncio.Task;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Look-ups that take their time: they run beside the loop. */
@Timeout(60)
final class DnsThreadsTest {

  private final CompletableFuture<Void> begun = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final CountDownLatch released = new CountDownLatch(1);

  /** A name that is found when the test says so. */
  private void giveSlowly(String name) {
    DnsTestNames.give(
        name,
        () -> {
          begun.complete(null);
          released.await();
          ended.complete(null);
          return new String[] {"192.0.2.1"};
        });
  }

  @Test
  void theLoopGoesOnDuringALookUp() {
    giveSlowly("slow.test");
    run(() -> {
      Task<List<InetSocketAddress>> lookUp = createTask(Dns.getaddrinfo("slow.test", 80));
      await(begun);
      assertThat(lookUp.done()).isFalse();
      released.countDown();
      assertThat(await(lookUp)).hasSize(1);
    });
  }

  @Test
  void aBusyExecutorDelaysNoLookUp() {
    DnsTestNames.give("busy.test", "192.0.2.1");
    run(() -> {
      runningLoop().setDefaultExecutor(Executors.newSingleThreadExecutor());
      Task<Void> blocking = createTask(toThread(() -> released.await()));
      assertThat(await(Dns.getaddrinfo("busy.test", 80))).hasSize(1);
      assertThat(blocking.done()).isFalse();
      released.countDown();
      await(blocking);
    });
  }

  @Test
  void lookUpsDoNotWaitForEachOther() {
    int count = 100;
    CountDownLatch together = new CountDownLatch(count);
    List<Coroutine<List<InetSocketAddress>>> lookUps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = "together" + i + ".test";
      DnsTestNames.give(
          name,
          () -> {
            together.countDown();
            together.await();
            return new String[] {"192.0.2.1"};
          });
      lookUps.add(Dns.getaddrinfo(name, 80));
    }
    assertThat(run(() -> await(gather(lookUps)))).hasSize(count);
  }

  @Test
  void cancellingStopsTheWaitingAndNotTheLookUp() {
    giveSlowly("cancelled.test");
    run(() -> {
      Task<List<InetSocketAddress>> lookUp = createTask(Dns.getaddrinfo("cancelled.test", 80));
      await(begun);
      lookUp.cancel();
      assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> await(lookUp));
      assertThat(ended).isNotDone();
      released.countDown();
      await(ended);
    });
  }

  @Test
  void aLookUpThatOutlivesItsLoopHarmsNobody() throws InterruptedException {
    giveSlowly("late.test");
    run(() -> {
      createTask(Dns.getaddrinfo("late.test", 80));
      await(begun);
    });
    released.countDown();
    assertThat(ended.join()).isNull();
    assertThat(run(Dns.getaddrinfo("late.test", 80))).hasSize(1);
  }
}
