package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A queue with threads at the one side and coroutines at the other. */
@Timeout(60)
final class BridgeQueueTest {

  private static final Duration SHORT = Duration.ofMillis(1);

  @Test
  void coroutinesGetWhatAThreadPuts() {
    run(() -> {
      List<Integer> got = new ArrayList<>();
      try (BridgeQueue<Integer> bridge = BridgeQueue.open(new Queue<>(2))) {
        Task<Void> thread =
            createTask(
                toThread(() -> {
                  for (int i = 0; i < 10; i++) {
                    bridge.put(i);
                  }
                }));
        while (got.size() < 10) {
          got.add(await(bridge.queue().get()));
        }
        await(thread);
      }
      assertThat(got).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    });
  }

  @Test
  void aThreadTakesWhatCoroutinesPut() {
    run(() -> {
      List<Integer> taken = new ArrayList<>();
      try (BridgeQueue<Integer> bridge = BridgeQueue.open(new Queue<>(2))) {
        Task<Void> thread =
            createTask(
                toThread(() -> {
                  while (taken.size() < 10) {
                    taken.add(bridge.take());
                  }
                }));
        for (int i = 0; i < 10; i++) {
          await(bridge.queue().put(i));
        }
        await(thread);
      }
      assertThat(taken).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    });
  }

  @Test
  void threadsTakeWhatThreadsPut() {
    run(() -> {
      try (BridgeQueue<String> bridge = BridgeQueue.open(new Queue<>(1))) {
        var taken = gather(toThread(() -> bridge.take()), toThread(() -> bridge.take()));
        await(
            toThread(() -> {
              bridge.put("a");
              bridge.put("b");
            }));
        assertThat(await(taken)).containsExactlyInAnyOrder("a", "b");
      }
    });
  }

  @Test
  void theKindOfQueueMakesTheOrder() {
    run(() -> {
      try (BridgeQueue<Integer> bridge = BridgeQueue.open(PriorityQueue.<Integer>create())) {
        await(
            toThread(() -> {
              bridge.put(3);
              bridge.put(1);
              bridge.put(2);
            }));
        assertThat(await(toThread(() -> bridge.take()))).isEqualTo(1);
        assertThat(bridge.queue().getNowait()).isEqualTo(2);
      }
    });
  }

  @Test
  void aThreadWaitsForALimitedTime() {
    run(() -> {
      try (BridgeQueue<String> bridge = BridgeQueue.open(new Queue<>(1))) {
        await(
            toThread(() -> {
              assertThatExceptionOfType(TimeoutException.class)
                  .isThrownBy(() -> bridge.take(SHORT));
              bridge.put("a", SHORT);
              assertThatExceptionOfType(TimeoutException.class)
                  .isThrownBy(() -> bridge.put("b", SHORT));
              assertThat(bridge.take(SHORT)).isEqualTo("a");
            }));
        assertThat(bridge.queue().empty()).as("b was not put").isTrue();
        assertThat(bridge.queue().statistics().getting()).isZero();
      }
    });
  }

  @Test
  void withoutTimeAThreadTakesWhatIsThereAndDoesNotWait() {
    run(() -> {
      try (BridgeQueue<String> bridge = BridgeQueue.open(new Queue<>(1))) {
        await(
            toThread(() -> {
              bridge.put("a", Duration.ZERO);
              assertThatExceptionOfType(TimeoutException.class)
                  .isThrownBy(() -> bridge.put("b", Duration.ZERO));
              assertThat(bridge.take(Duration.ZERO)).isEqualTo("a");
              assertThatExceptionOfType(TimeoutException.class)
                  .isThrownBy(() -> bridge.take(Duration.ZERO));
            }));
      }
    });
  }

  @Test
  void anInterruptedThreadTakesNothingAndPutsNothing() {
    run(() -> {
      try (BridgeQueue<String> bridge = BridgeQueue.open(new Queue<>(1))) {
        List<Throwable> thrown = new ArrayList<>();
        Thread taker =
            Thread.ofPlatform().start(() -> thrown.add(catchThrowable(() -> bridge.take())));
        while (bridge.queue().statistics().getting() == 0) {
          await(sleep(0));
        }
        taker.interrupt();
        await(toThread(() -> Wait.forEnd(taker)));
        bridge.queue().putNowait("a");

        Thread putter =
            Thread.ofPlatform().start(() -> thrown.add(catchThrowable(() -> bridge.put("b"))));
        while (bridge.queue().statistics().putting() == 0) {
          await(sleep(0));
        }
        putter.interrupt();
        await(toThread(() -> Wait.forEnd(putter)));

        assertThat(thrown).hasSize(2).hasOnlyElementsOfType(InterruptedException.class);
        assertThat(bridge.queue().getNowait()).isEqualTo("a");
        assertThat(bridge.queue().empty()).isTrue();
      }
    });
  }

  @Test
  void aThreadThatIsInterruptedAfterItsWakeUpLeavesTheItemOrTakesIt() {
    run(() -> {
      try (BridgeQueue<String> bridge = BridgeQueue.open(new Queue<>())) {
        List<String> taken = new ArrayList<>();
        Thread taker =
            Thread.ofPlatform()
                .start(() -> {
                  try {
                    taken.add(bridge.take());
                  } catch (InterruptedException e) {
                    // it was in time
                  }
                });
        while (bridge.queue().statistics().getting() == 0) {
          await(sleep(0));
        }
        bridge.queue().putNowait("a");
        taker.interrupt();
        await(toThread(() -> Wait.forEnd(taker)));

        assertThat(taken.size() + bridge.queue().qsize()).isEqualTo(1);
      }
    });
  }

  @Test
  void isForOtherThreadsAndOpenedOnALoop() {
    assertThatIllegalStateException().isThrownBy(() -> BridgeQueue.open(new Queue<>()));
    run(() -> {
      try (BridgeQueue<String> bridge = BridgeQueue.open(new Queue<>())) {
        bridge.queue().putNowait("a");
        assertThatIllegalStateException()
            .isThrownBy(() -> bridge.take())
            .withMessageContaining("would wait for itself");
        assertThatIllegalStateException().isThrownBy(() -> bridge.put("b"));
        assertThatNullPointerException().isThrownBy(() -> bridge.put(null));
        assertThat(bridge.toString()).isEqualTo("<BridgeQueue " + bridge.queue() + ">");
      }
    });
  }
}
