package asyncio.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The threads that file operations run on. */
@Timeout(60)
final class FileThreadsTest {

  @Test
  void theThreadsKeepNoCarrierOfVirtualThreadsAndNotTheProgram() throws InterruptedException {
    List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch ended = new CountDownLatch(1);
    FileThreads.atMost(1)
        .execute(() -> {
          threads.add(Thread.currentThread());
          ended.countDown();
        });
    ended.await();
    assertThat(threads).hasSize(1);
    assertThat(threads.getFirst().isVirtual()).isFalse();
    assertThat(threads.getFirst().isDaemon()).isTrue();
  }

  @Test
  void asManyRunAtATimeAsTheLimitAllows() throws InterruptedException {
    Executor threads = FileThreads.atMost(3);
    CountDownLatch three = new CountDownLatch(3);
    CountDownLatch ended = new CountDownLatch(100);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    for (int i = 0; i < 100; i++) {
      threads.execute(() -> {
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        three.countDown();
        try {
          three.await(); // none of the first three ends before all of them run
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
        now.decrementAndGet();
        ended.countDown();
      });
    }
    ended.await();
    assertThat(most).hasValue(3);
  }

  @Test
  void whatWaitsBeginsInTheOrderInWhichItCame() throws InterruptedException {
    Executor threads = FileThreads.atMost(1);
    List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch ended = new CountDownLatch(1000);
    for (int i = 0; i < 1000; i++) {
      int number = i;
      threads.execute(() -> {
        order.add(number);
        ended.countDown();
      });
    }
    ended.await();
    assertThat(order).isEqualTo(IntStream.range(0, 1000).boxed().toList());
  }
}
