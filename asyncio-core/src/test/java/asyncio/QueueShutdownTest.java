package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A queue that is finished with: what is left in it, and who still waits; and {@code join}. */
final class QueueShutdownTest {

  private final Queue<Integer> queue = new Queue<>(2);

  @Test
  void nothingCanBePutButWhatIsInItCanBeTakenOut() {
    TestTime.run(() -> {
      queue.putNowait(1);
      queue.putNowait(2);

      queue.shutdown();

      assertShutDown(() -> queue.putNowait(3));
      assertShutDown(() -> await(queue.put(3)));
      assertThat(await(queue.get())).isEqualTo(1);
      assertShutDown(() -> await(queue.put(3)));
      assertThat(queue.getNowait()).isEqualTo(2);
      assertShutDown(queue::getNowait);
      assertShutDown(() -> await(queue.get()));
    });
  }

  @Test
  void immediatelyItDropsWhatIsInIt() {
    TestTime.run(() -> {
      queue.putNowait(1);

      queue.shutdown(true);

      assertThat(queue.qsize()).isZero();
      assertShutDown(() -> queue.putNowait(3));
      assertShutDown(() -> await(queue.put(3)));
      assertShutDown(queue::getNowait);
      assertShutDown(() -> await(queue.get()));
    });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void allWhoWaitForAnItemStopWaiting(boolean immediate) {
    TestTime.run(() -> {
      var getters = List.of(createTask(queue.get()), createTask(queue.get()));
      await(sleep(0));

      queue.shutdown(immediate);

      for (Task<Integer> getter : getters) {
        assertShutDown(() -> await(getter));
      }
    });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void allWhoWaitForRoomStopWaiting(boolean immediate) {
    TestTime.run(() -> {
      queue.putNowait(1);
      queue.putNowait(2);
      var putters = List.of(createTask(queue.put(3)), createTask(queue.put(4)));
      await(sleep(0));

      queue.shutdown(immediate);

      for (Task<Void> putter : putters) {
        assertShutDown(() -> await(putter));
      }
      assertThat(queue.qsize()).isEqualTo(immediate ? 0 : 2);
    });
  }

  @Test
  void aPutterThatHadBeenWokenBeforeComesTooLate() {
    TestTime.run(() -> {
      queue.putNowait(1);
      queue.putNowait(2);
      Task<Void> putter = createTask(queue.put(3));
      await(sleep(0));
      queue.getNowait();

      queue.shutdown();

      assertShutDown(() -> await(putter));
      assertThat(queue.getNowait()).isEqualTo(2);
    });
  }

  @Test
  void aGetterThatHadBeenWokenBeforeStillGetsItsItem() {
    TestTime.run(() -> {
      Task<Integer> getter = createTask(queue.get());
      await(sleep(0));
      queue.putNowait(1);

      queue.shutdown();

      assertThat(await(getter)).isEqualTo(1);
    });
  }

  @Test
  void ofAGetterThatHadBeenWokenBeforeItDropsTheItemImmediately() {
    TestTime.run(() -> {
      Task<Integer> getter = createTask(queue.get());
      await(sleep(0));
      queue.putNowait(1);

      queue.shutdown(true);

      assertShutDown(() -> await(getter));
    });
  }

  @Test
  void joinStillWaitsForWhatIsNotDone() {
    TestTime.run(() -> {
      queue.putNowait(1);
      Task<Void> joiner = createTask(queue.join());
      await(sleep(0));

      queue.shutdown();
      await(sleep(1));
      assertThat(joiner.done()).isFalse();

      await(queue.get());
      queue.taskDone();
      await(joiner);
    });
  }

  @Test
  void itemsThatItDropsCountAsDone() {
    TestTime.run(() -> {
      queue.putNowait(1);
      queue.putNowait(2);
      Task<Void> joiner = createTask(queue.join());
      await(sleep(0));

      queue.shutdown(true);

      await(joiner);
      assertThatThrownBy(queue::taskDone).isInstanceOf(IllegalStateException.class);
    });
  }

  @Test
  void itemsThatWereTakenOutBeforeDoNotCountAsDone() {
    TestTime.run(() -> {
      queue.putNowait(1);
      queue.putNowait(2);
      await(queue.get());
      Task<Void> joiner = createTask(queue.join());

      queue.shutdown(true);
      await(sleep(1));
      assertThat(joiner.done()).isFalse();

      queue.taskDone();
      await(joiner);
    });
  }

  @Test
  void shuttingDownAgainMayDropWhatWasLeft() {
    queue.putNowait(1);
    queue.shutdown();
    queue.shutdown();
    assertThat(queue.qsize()).isEqualTo(1);

    queue.shutdown(true);
    queue.shutdown(true);

    assertThat(queue.qsize()).isZero();
    assertShutDown(queue::getNowait);
  }

  @Test
  void workersThatRunUntilItIsShutDownGetEverythingThatWasPut() {
    List<Integer> got = new ArrayList<>();
    TestTime.run(() -> {
      VoidBody worker =
          () -> {
            try {
              while (true) {
                got.add(await(queue.get()));
                await(sleep(1));
              }
            } catch (QueueShutDownException e) {
              // nothing more will come
            }
          };
      VoidBody producer =
          () -> {
            for (int i = 0; i < 7; i++) {
              await(queue.put(i));
            }
            queue.shutdown();
          };
      await(gather(worker, worker, producer));
    });
    assertThat(got).containsExactly(0, 1, 2, 3, 4, 5, 6);
  }

  private static void assertShutDown(ThrowingCallable call) {
    assertThatExceptionOfType(QueueShutDownException.class)
        .isThrownBy(call)
        .withMessage("the queue is shut down");
  }
}
