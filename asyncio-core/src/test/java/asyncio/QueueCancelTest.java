package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is cancelled while it waits at a queue takes nothing, puts nothing, and holds up nobody. */
final class QueueCancelTest {

  private final List<String> log = new ArrayList<>();

  @Test
  void aGetterThatWasCancelledLeavesTheItemToTheNext() {
    TestTime.run(() -> {
      Queue<Integer> queue = new Queue<>();
      var a = getter("a", queue);
      var b = getter("b", queue);
      await(sleep(0));

      a.cancel();
      queue.putNowait(1);

      await(waitAll(List.of(a, b)));
    });
    assertThat(log).containsExactly("a cancelled", "b got 1");
  }

  @Test
  void aGetterThatIsCancelledAfterItsWakeUpPassesThatOn() {
    TestTime.run(() -> {
      Queue<Integer> queue = new Queue<>();
      var a = getter("a", queue);
      var b = getter("b", queue);
      await(sleep(0));

      queue.putNowait(1);
      a.cancel();

      await(waitAll(List.of(a, b)));
      assertThat(queue.empty()).isTrue();
    });
    assertThat(log).containsExactly("a cancelled", "b got 1");
  }

  @Test
  void aWakeUpIsPassedOnUntilItFindsOneWhoIsNotCancelled() {
    TestTime.run(() -> {
      Queue<Integer> queue = new Queue<>();
      var getters = IntStream.range(0, 5).mapToObj(i -> getter("g" + i, queue)).toList();
      await(sleep(0));

      queue.putNowait(1);
      getters.subList(0, 4).forEach(Task::cancel);

      await(waitAll(getters));
    });
    assertThat(log).last().isEqualTo("g4 got 1");
  }

  @Test
  void aGetterThatIsCancelledAfterItsWakeUpLeavesTheItemInTheQueue() {
    TestTime.run(() -> {
      Queue<Integer> queue = new Queue<>();
      var getter = getter("a", queue);
      await(sleep(0));

      queue.putNowait(1);
      getter.cancel();

      await(waitAll(List.of(getter)));
      assertThat(queue.getNowait()).isEqualTo(1);
    });
    assertThat(log).containsExactly("a cancelled");
  }

  @Test
  void aPutterThatWasCancelledLeavesTheRoomToTheNext() {
    TestTime.run(() -> {
      Queue<Integer> queue = new Queue<>(1);
      queue.putNowait(0);
      var one = putter(1, queue);
      var two = putter(2, queue);
      await(sleep(0));

      one.cancel();
      assertThat(await(queue.get())).isZero();

      await(waitAll(List.of(one, two)));
      assertThat(queue.getNowait()).isEqualTo(2);
      assertThat(queue.empty()).isTrue();
    });
    assertThat(log).containsExactly("1 cancelled", "put 2");
  }

  @Test
  void aPutterThatIsCancelledAfterItsWakeUpPassesThatOn() {
    TestTime.run(() -> {
      Queue<Integer> queue = new Queue<>(1);
      queue.putNowait(0);
      var one = putter(1, queue);
      var two = putter(2, queue);
      await(sleep(0));

      assertThat(queue.getNowait()).isZero();
      one.cancel();

      await(waitAll(List.of(one, two)));
      assertThat(queue.getNowait()).isEqualTo(2);
    });
    assertThat(log).containsExactly("1 cancelled", "put 2");
  }

  @Test
  void whoWasCancelledIsNotKeptAmongThoseWhoWait() {
    TestTime.run(() -> {
      Queue<Integer> queue = new Queue<>(1);
      for (int i = 0; i < 100; i++) {
        assertThatExceptionOfType(TimeoutException.class)
            .isThrownBy(() -> await(waitFor(() -> queue.get(), 0.1)));
      }
      assertThat(queue).hasToString("<Queue maxsize=1 items=[]>");

      queue.putNowait(1);
      for (int i = 0; i < 100; i++) {
        assertThatExceptionOfType(TimeoutException.class)
            .isThrownBy(() -> await(waitFor(() -> queue.put(2), 0.1)));
      }
      assertThat(queue).hasToString("<Queue maxsize=1 items=[1] tasks=1>");
    });
  }

  @Test
  void aTaskThatIsCancelledBeforeItsFirstStepTakesNothing() {
    TestTime.run(() -> {
      Queue<Integer> queue = new Queue<>();
      queue.putNowait(1);
      Task<Integer> getter = createTask(queue.get());
      getter.cancel();
      await(waitAll(List.of(getter)));

      assertThat(getter.cancelled()).isTrue();
      assertThat(queue.qsize()).isEqualTo(1);
    });
  }

  @Test
  void aGetThatNeedNotWaitIsNotWhereACancellationComes() {
    TestTime.run(() -> {
      Queue<Integer> queue = new Queue<>();
      queue.putNowait(1);
      Task<Void> task =
          createTask(() -> {
            currentTask().cancel();
            log.add("got " + await(queue.get()));
            await(sleep(0));
            log.add("not reached");
          });
      await(waitAll(List.of(task)));
      assertThat(task.cancelled()).isTrue();
    });
    assertThat(log).containsExactly("got 1");
  }

  @Test
  void anItemThatComesWithTheDeadlineStaysInTheQueueIfItsGetterTimesOut() {
    TestTime.run(() -> {
      Queue<Integer> queue = new Queue<>();
      runningLoop().callLater(1, () -> queue.putNowait(1));
      Task<Integer> getter = createTask(waitFor(() -> queue.get(), 1));
      await(waitAll(List.of(getter)));

      assertThat(getter.exception()).isInstanceOf(TimeoutException.class);
      assertThat(queue.getNowait()).isEqualTo(1);
    });
  }

  @Test
  void anItemWhoseWakeUpComesBeforeTheDeadlineIsTaken() {
    TestTime.run(() -> {
      Queue<Integer> queue = new Queue<>();
      Timeout timeout = timeout(1);
      Task<Integer> getter = createTask(() -> timeout.run(() -> queue.get()));
      await(sleep(0));

      queue.putNowait(1);
      timeout.reschedule(0.0);

      assertThat(await(getter)).isEqualTo(1);
      assertThat(timeout.expired()).isFalse();
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void nothingIsLostOrDoubledHoweverMuchIsCancelled(int maxsize) {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      List<Integer> put = new ArrayList<>();
      List<Integer> got = new ArrayList<>();
      TestTime.run(() -> {
        Queue<Integer> queue = new Queue<>(maxsize);
        List<Task<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
          int item = i;
          switch (random.nextInt(5)) {
            case 0, 1 -> tasks.add(createTask(() -> got.add(await(queue.get()))));
            case 2, 3 ->
                tasks.add(
                    createTask(() -> {
                      await(queue.put(item));
                      return put.add(item);
                    }));
            default -> await(sleep(0));
          }
          if (random.nextInt(3) == 0 && !tasks.isEmpty()) {
            tasks.get(random.nextInt(tasks.size())).cancel();
          }
        }
        await(sleep(1));
        // who can go on has gone on
        boolean someWait = tasks.stream().anyMatch(task -> !task.done());
        assertThat(someWait).isEqualTo(queue.toString().contains("ters["));
        assertThat(queue.toString().contains("getters[") && !queue.empty()).isFalse();
        assertThat(queue.toString().contains("putters[") && !queue.full()).isFalse();
        tasks.forEach(Task::cancel);
        await(gatherOutcomes(tasks));
        while (!queue.empty()) {
          got.add(queue.getNowait());
        }
      });
      assertThat(got).as("seed " + seed).containsExactlyInAnyOrderElementsOf(put);
    }
  }

  private Task<Void> getter(String name, Queue<?> queue) {
    return createTask(() -> {
      try {
        log.add(name + " got " + await(queue.get()));
      } catch (CancelledError e) {
        log.add(name + " cancelled");
        throw e;
      }
    });
  }

  private Task<Void> putter(int item, Queue<Integer> queue) {
    return createTask(() -> {
      try {
        await(queue.put(item));
        log.add("put " + item);
      } catch (CancelledError e) {
        log.add(item + " cancelled");
        throw e;
      }
    });
  }
}
