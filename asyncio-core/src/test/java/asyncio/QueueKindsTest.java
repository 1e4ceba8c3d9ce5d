package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What all kinds of queues have in common: joining, and the end by shutdown. */
final class QueueKindsTest {

  /** The kinds of queues. */
  enum Kind {
    FIFO {
      @Override
      Queue<Integer> make(int maxsize) {
        return new Queue<>(maxsize);
      }
    },
    LIFO {
      @Override
      Queue<Integer> make(int maxsize) {
        return new LifoQueue<>(maxsize);
      }
    },
    PRIORITY {
      @Override
      Queue<Integer> make(int maxsize) {
        return PriorityQueue.create(maxsize);
      }
    };

    abstract Queue<Integer> make(int maxsize);
  }

  // ----- join

  @ParameterizedTest
  @EnumSource
  void joinWaitsUntilTheWorkersHaveDoneEverything(Kind kind) {
    TestTime.run(() -> {
      Queue<Integer> queue = kind.make(0);
      IntStream.range(0, 100).forEach(queue::putNowait);
      int[] sum = new int[1];
      VoidBody worker =
          () -> {
            while (true) {
              int item = await(queue.get());
              await(sleep(0));
              sum[0] += item;
              queue.taskDone();
            }
          };
      var workers = List.of(createTask(worker), createTask(worker));

      await(queue.join());

      assertThat(sum[0]).isEqualTo(4950);
      workers.forEach(Task::cancel);
    });
  }

  @ParameterizedTest
  @EnumSource
  void joinDoesNotWaitForAnUnusedQueue(Kind kind) {
    TestTime.run(() -> {
      boolean[] othersRan = new boolean[1];
      runningLoop().callSoon(() -> othersRan[0] = true);
      Queue<Integer> queue = kind.make(0);
      await(queue.join());
      await(queue.join());
      assertThat(othersRan[0]).isFalse();
    });
  }

  @ParameterizedTest
  @EnumSource
  void nothingWasPutThatCouldBeDone(Kind kind) {
    assertNothingLeftToDo(kind.make(0));
  }

  // ----- shutdown

  @ParameterizedTest
  @EnumSource
  void ofAnEmptyQueueThatSomebodyWaitsAt(Kind kind) {
    TestTime.run(() -> {
      Queue<Integer> queue = kind.make(0);
      Task<Integer> getter = createTask(queue.get());
      await(sleep(0));

      queue.shutdown();

      assertThat(queue.qsize()).isZero();
      await(queue.join());
      await(sleep(0));
      assertThat(getter.done()).isTrue();
      assertShutDown(() -> await(getter));
      assertTakesAndGivesNothing(queue);
    });
  }

  @ParameterizedTest
  @EnumSource
  void ofAFullQueueWhoseItemIsStillToBeDone(Kind kind) {
    TestTime.run(() -> {
      Queue<Integer> queue = kind.make(1);
      queue.putNowait(1);
      Task<Void> joiner = createTask(queue.join());
      Task<Void> putter = createTask(queue.put(2));
      await(sleep(0));
      assertThat(putter.done()).isFalse();

      queue.shutdown();

      assertThat(queue.qsize()).isEqualTo(1);
      await(sleep(0));
      assertThat(putter.done()).isTrue();
      assertShutDown(() -> await(putter));
      assertThat(await(queue.get())).isEqualTo(1);
      await(sleep(0));
      assertThat(joiner.done()).isFalse();
      assertTakesAndGivesNothing(queue);

      queue.taskDone();
      await(sleep(0));
      assertThat(joiner.done()).isTrue();
      assertNothingLeftToDo(queue);
    });
  }

  @ParameterizedTest
  @EnumSource
  void atOnceOfAQueueWithAnItem(Kind kind) {
    TestTime.run(() -> {
      Queue<Integer> queue = kind.make(0);
      queue.putNowait(1);
      Task<Void> joiner = createTask(queue.join());
      await(sleep(0));

      queue.shutdown(true);

      assertThat(queue.qsize()).isZero();
      await(sleep(0));
      assertThat(joiner.done()).isTrue();
      assertTakesAndGivesNothing(queue);
      assertNothingLeftToDo(queue);
    });
  }

  @ParameterizedTest
  @EnumSource
  void atOnceOfAQueueOneOfWhoseItemsIsBeingWorkedOn(Kind kind) {
    TestTime.run(() -> {
      Queue<Integer> queue = kind.make(0);
      queue.putNowait(1);
      queue.putNowait(1);
      Task<Void> joiner = createTask(queue.join());
      assertThat(await(queue.get())).isEqualTo(1);
      await(sleep(0));

      queue.shutdown(true);

      assertThat(queue.qsize()).isZero();
      await(sleep(0));
      assertThat(joiner.done()).isFalse();
      assertTakesAndGivesNothing(queue);

      queue.taskDone();
      assertNothingLeftToDo(queue);
      await(sleep(0));
      assertThat(joiner.done()).isTrue();
    });
  }

  private static void assertTakesAndGivesNothing(Queue<Integer> queue) {
    assertShutDown(() -> await(queue.put(9)));
    assertShutDown(() -> queue.putNowait(9));
    assertShutDown(() -> await(queue.get()));
    assertShutDown(queue::getNowait);
  }

  private static void assertShutDown(ThrowingCallable call) {
    assertThatExceptionOfType(QueueShutDownException.class).isThrownBy(call);
  }

  private static void assertNothingLeftToDo(Queue<?> queue) {
    assertThatIllegalStateException().isThrownBy(queue::taskDone);
  }
}
