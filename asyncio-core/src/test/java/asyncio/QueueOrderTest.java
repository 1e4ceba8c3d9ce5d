package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who waits at a queue, and in which order they get their turns. */
final class QueueOrderTest {

  private final List<String> log = new ArrayList<>();

  @Test
  void gettersGetItemsInTheOrderInWhichTheyBeganToWait() {
    TestTime.run(() -> {
      Queue<Integer> queue = new Queue<>();
      var getters = List.of(getter("a", queue), getter("b", queue), getter("c", queue));
      await(sleep(0));
      queue.putNowait(1);
      queue.putNowait(2);
      queue.putNowait(3);
      await(waitAll(getters));
    });
    assertThat(log).containsExactly("a got 1", "b got 2", "c got 3");
  }

  @Test
  void puttersGetRoomInTheOrderInWhichTheyBeganToWait() {
    TestTime.run(() -> {
      Queue<Integer> queue = new Queue<>(1);
      queue.putNowait(0);
      var putters = List.of(putter(1, queue), putter(2, queue), putter(3, queue));
      await(sleep(0));
      List<Integer> got = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        got.add(await(queue.get()));
      }
      await(waitAll(putters));
      assertThat(got).containsExactly(0, 1, 2, 3);
    });
    assertThat(log).containsExactly("put 1", "put 2", "put 3");
  }

  @Test
  void aGetterThatWasWokenButRobbedWaitsAgainBehindTheOthers() {
    TestTime.run(() -> {
      Queue<String> queue = new Queue<>();
      var getters = List.of(getter("g0", queue), getter("g1", queue));
      await(sleep(0));

      queue.putNowait("x");
      assertThat(queue.getNowait()).isEqualTo("x");
      await(sleep(0));
      queue.putNowait("y");
      queue.putNowait("z");
      await(waitAll(getters));
    });
    assertThat(log).containsExactly("g1 got y", "g0 got z");
  }

  @Test
  void aPutterThatWasWokenButRobbedWaitsAgainBehindTheOthers() {
    TestTime.run(() -> {
      Queue<Integer> queue = new Queue<>(1);
      queue.putNowait(0);
      var putters = List.of(putter(1, queue), putter(2, queue));
      await(sleep(0));

      queue.getNowait();
      queue.putNowait(9);
      await(sleep(0));
      assertThat(await(queue.get())).isEqualTo(9);
      assertThat(await(queue.get())).isEqualTo(2);
      assertThat(await(queue.get())).isEqualTo(1);
      await(waitAll(putters));
    });
    assertThat(log).containsExactly("put 2", "put 1");
  }

  @Test
  void aGetterThatRunsMayTakeWhatWokeAnother() {
    TestTime.run(() -> {
      Queue<Integer> queue = new Queue<>();
      var getters =
          List.of(
              createTask(() -> twice(() -> log.add("a got " + await(queue.get())))),
              createTask(() -> twice(() -> log.add("b got " + await(queue.get())))));
      await(sleep(0));
      for (int i = 0; i < 4; i++) {
        queue.putNowait(i);
      }
      await(waitAll(getters));
    });
    assertThat(log).containsExactly("a got 0", "a got 1", "b got 2", "b got 3");
  }

  @Test
  void producerAndConsumerOfASmallQueueTakeTurns() {
    TestTime.run(() -> {
      Queue<Integer> queue = new Queue<>(1);
      VoidBody producer =
          () -> {
            for (int i = 0; i < 3; i++) {
              await(queue.put(i));
              log.add("put " + i);
            }
          };
      VoidBody consumer =
          () -> {
            for (int i = 0; i < 3; i++) {
              log.add("got " + await(queue.get()));
            }
          };
      await(gather(producer, consumer));
    });
    assertThat(log).containsExactly("put 0", "got 0", "put 1", "got 1", "put 2", "got 2");
  }

  @Test
  void aQueueMayBeMadeOutsideOfALoop() {
    Queue<Integer> queue = new Queue<>();
    queue.putNowait(1);
    TestTime.run(() -> assertThat(await(queue.get())).isEqualTo(1));
    TestTime.run(() -> {
      Task<String> getter = getter("a", queue);
      await(sleep(0));
      queue.putNowait(2);
      await(getter);
    });
    assertThat(log).containsExactly("a got 2");
  }

  @Test
  void whereSomebodyHasWaitedOnOneLoopNobodyMayWaitOnAnother() {
    Queue<Integer> queue = new Queue<>();
    TestTime.run(() ->
        assertThatExceptionOfType(TimeoutException.class)
            .isThrownBy(() -> await(waitFor(() -> queue.get(), 1))));
    TestTime.run(() ->
        assertThatIllegalStateException()
            .isThrownBy(() -> await(queue.get()))
            .withMessage("<Queue maxsize=0 items=[]> is bound to a different event loop"));
  }

  @Test
  void itsTextShowsWhatIsInItAndWhoWaits() {
    TestTime.run(() -> {
      Queue<Integer> queue = new Queue<>(1);
      assertThat(queue).hasToString("<Queue maxsize=1 items=[]>");

      Task<String> getter = getter("a", queue);
      await(sleep(0));
      assertThat(queue).hasToString("<Queue maxsize=1 items=[] getters[1]>");
      queue.putNowait(1);
      await(getter);
      queue.putNowait(2);
      Task<Void> putter = putter(3, queue);
      await(sleep(0));
      assertThat(queue).hasToString("<Queue maxsize=1 items=[2] putters[1] tasks=2>");
      queue.shutdown();
      assertThat(queue).hasToString("<Queue maxsize=1 items=[2] tasks=2 shutdown>");
      await(waitAll(List.of(putter)));
      assertThat(putter.exception()).isInstanceOf(QueueShutDownException.class);
    });
  }

  private Task<String> getter(String name, Queue<?> queue) {
    return createTask(() -> {
      String line = name + " got " + await(queue.get());
      log.add(line);
      return line;
    });
  }

  private Task<Void> putter(int item, Queue<Integer> queue) {
    return createTask(() -> {
      await(queue.put(item));
      log.add("put " + item);
    });
  }

  private static void twice(Runnable step) {
    step.run();
    step.run();
  }
}
