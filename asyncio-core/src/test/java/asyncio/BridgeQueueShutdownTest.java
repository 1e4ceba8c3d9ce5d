package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the two sides of a queue learn that the other one has finished. */
@Timeout(60)
final class BridgeQueueShutdownTest {

  @Test
  void aThreadThatShutsItDownIsSeenByCoroutines() {
    run(() -> {
      try (BridgeQueue<String> bridge = BridgeQueue.open(new Queue<>())) {
        Task<Void> thread =
            createTask(
                toThread(() -> {
                  bridge.put("a");
                  bridge.shutdown();
                  assertThatExceptionOfType(QueueShutDownException.class)
                      .isThrownBy(() -> bridge.put("b"));
                }));
        await(thread);

        assertThat(await(bridge.queue().get())).isEqualTo("a");
        assertThatExceptionOfType(QueueShutDownException.class)
            .isThrownBy(() -> await(bridge.queue().get()));
      }
    });
  }

  @Test
  void coroutinesThatShutItDownAreSeenByThreads() {
    run(() -> {
      try (BridgeQueue<String> bridge = BridgeQueue.open(new Queue<>())) {
        bridge.queue().putNowait("a");
        bridge.queue().shutdown();
        await(
            toThread(() -> {
              assertThatExceptionOfType(QueueShutDownException.class)
                  .isThrownBy(() -> bridge.put("b"));
              assertThat(bridge.take()).isEqualTo("a");
              assertThatExceptionOfType(QueueShutDownException.class)
                  .isThrownBy(() -> bridge.take());
            }));
      }
    });
  }

  @Test
  void closingEndsTheWaitOfThreadsAndDropsWhatIsLeft() {
    run(() -> {
      Queue<String> queue = new Queue<>(1);
      List<Throwable> thrown = new ArrayList<>();
      Thread putter;
      try (BridgeQueue<String> bridge = BridgeQueue.open(queue)) {
        queue.putNowait("a");
        putter = Thread.ofPlatform().start(() -> thrown.add(catchThrowable(() -> bridge.put("b"))));
        while (queue.statistics().putting() == 0) {
          await(sleep(0));
        }
      }
      await(toThread(() -> Wait.forEnd(putter)));
      assertThat(thrown).hasOnlyElementsOfType(QueueShutDownException.class).hasSize(1);
      assertThat(queue.empty()).isTrue();
    });
  }

  @Test
  void afterItsEndAThreadIsToldThatItIsShutDown() {
    BridgeQueue<String> bridge =
        run(() -> {
          BridgeQueue<String> closed = BridgeQueue.open(new Queue<>());
          closed.close();
          closed.close();
          assertThat(await(toThread(() -> catchThrowable(() -> closed.take()))))
              .isInstanceOf(QueueShutDownException.class);
          await(toThread(() -> closed.shutdown()));
          return closed;
        });
    assertThat(catchThrowable(() -> bridge.put("a"))).isInstanceOf(QueueShutDownException.class);
    bridge.shutdown();
  }

  @Test
  void theEndOfALoopWithoutAnEndOfTheQueueIsAnError() {
    BridgeQueue<String> bridge = run(() -> BridgeQueue.open(new Queue<>()));

    assertThat(catchThrowable(() -> bridge.take()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the event loop is closed");
    assertThat(catchThrowable(() -> bridge.shutdown())).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void isNotClosedByAnotherThread() {
    run(() -> {
      try (BridgeQueue<String> bridge = BridgeQueue.open(new Queue<>())) {
        assertThat(await(toThread(() -> catchThrowable(bridge::close))))
            .isInstanceOf(IllegalStateException.class);
        bridge.queue().putNowait("still open");
        assertThat(await(toThread(() -> bridge.take()))).isEqualTo("still open");
      }
    });
  }

  @RepeatedTest(10)
  void whateverIsInterruptedWhatWasPutIsTakenOnce() {
    List<Integer> taken = Collections.synchronizedList(new ArrayList<>());
    var put = ConcurrentHashMap.<Integer>newKeySet();
    List<Thread> threads = new ArrayList<>();
    run(() -> {
      Queue<Integer> queue = new Queue<>(2);
      try (BridgeQueue<Integer> bridge = BridgeQueue.open(queue)) {
        for (int i = 0; i < 2; i++) {
          int first = i * 1000;
          threads.add(
              Thread.ofPlatform()
                  .start(() -> {
                    for (int number = first; ; number++) {
                      try {
                        bridge.put(number);
                        put.add(number);
                      } catch (InterruptedException e) {
                        // that one was not put
                      } catch (QueueShutDownException e) {
                        return;
                      }
                    }
                  }));
          threads.add(
              Thread.ofPlatform()
                  .start(() -> {
                    while (true) {
                      try {
                        taken.add(bridge.take());
                      } catch (InterruptedException e) {
                        // nothing was taken
                      } catch (QueueShutDownException e) {
                        return;
                      }
                    }
                  }));
        }
        for (int i = 0; i < 60; i++) {
          taken.add(await(queue.get()));
          threads.get(i % 4).interrupt();
        }
        queue.shutdown();
        await(toThread(() -> threads.forEach(Wait::forEnd)));
        assertThat(queue.empty()).isTrue();
      }
    });
    assertThat(taken).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(put);
  }
}
