package asyncio;

import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.gather;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.waitAll;
import static asyncio.Ticks.assertTrace;

import java.util.List;
import org.junit.jupiter.api.Test;

/** In which iteration what waits at a queue goes on. Measured on CPython. */
class TickQueueTest {

  private static Task<Void> getter(Ticks t, String name, Queue<?> queue) {
    return createTask(() -> {
      try {
        t.log(name, "got", await(queue.get()));
      } catch (CancelledError e) {
        t.log(name, "cancelled");
        throw e;
      } catch (QueueShutDownException e) {
        t.log(name, "shut down");
      }
    });
  }

  private static <T> Task<Void> putter(Ticks t, Queue<T> queue, T item) {
    return createTask(() -> {
      try {
        await(queue.put(item));
        t.log("put", item);
      } catch (CancelledError e) {
        t.log("cancelled", item);
        throw e;
      } catch (QueueShutDownException e) {
        t.log("shut down", item);
      }
    });
  }

  @Test
  void eachItemWakesOneGetter() {
    assertTrace(
        t -> {
          Queue<String> queue = new Queue<>();
          Task<Void> first = getter(t, "g0", queue);
          Task<Void> second = getter(t, "g1", queue);
          await(sleep(0));
          t.mark();
          queue.putNowait("x");
          queue.putNowait("y");
          t.log("qsize", queue.qsize());
          await(gather(first, second));
        },
        "+0: qsize 2",
        "+1: g0 got x",
        "+1: g1 got y");
  }

  @Test
  void aGetterWhoseItemIsTakenWaitsBehindTheOthers() {
    assertTrace(
        t -> {
          Queue<String> queue = new Queue<>();
          Task<Void> first = getter(t, "g0", queue);
          Task<Void> second = getter(t, "g1", queue);
          await(sleep(0));
          t.mark();
          queue.putNowait("x");
          t.log("took", queue.getNowait());
          await(sleep(0));
          await(sleep(0));
          t.log("both wait:", queue.toString().contains("getters[2]"));
          queue.putNowait("y");
          queue.putNowait("z");
          await(gather(first, second));
        },
        "+0: took x",
        "+2: both wait: true",
        "+3: g1 got y",
        "+3: g0 got z");
  }

  @Test
  void aGetterThatGoesOnMayTakeWhatWokeAnother() {
    assertTrace(
        t -> {
          Queue<Integer> queue = new Queue<>();
          Task<Void> a = createTask(() -> getTwo(t, "A", queue));
          Task<Void> b = createTask(() -> getTwo(t, "B", queue));
          await(sleep(0));
          t.mark();
          for (int i = 0; i < 4; i++) {
            queue.putNowait(i);
          }
          await(waitAll(List.of(a, b)));
        },
        "+1: A 0",
        "+1: A 1",
        "+1: B 2",
        "+1: B 3");
  }

  private static void getTwo(Ticks t, String name, Queue<Integer> queue) {
    t.log(name, await(queue.get()));
    t.log(name, await(queue.get()));
  }

  @Test
  void throughAQueueOfOneAnItemTakesTwoIterations() {
    assertTrace(
        t -> {
          Queue<Integer> queue = new Queue<>(1);
          VoidBody producer =
              () -> {
                for (int i = 0; i < 3; i++) {
                  await(queue.put(i));
                  t.log("put", i);
                }
              };
          VoidBody consumer =
              () -> {
                for (int i = 0; i < 3; i++) {
                  t.log("got", await(queue.get()));
                }
              };
          await(gather(producer, consumer));
        },
        "+1: put 0",
        "+1: got 0",
        "+2: put 1",
        "+3: got 1",
        "+4: put 2",
        "+5: got 2");
  }

  @Test
  void whoJoinsGoesOnAfterTheLastTaskIsDone() {
    assertTrace(
        t -> {
          Queue<Integer> queue = new Queue<>();
          queue.putNowait(1);
          createTask(() -> {
            await(queue.get());
            t.log("task done");
            queue.taskDone();
          });
          await(queue.join());
          t.log("joined");
        },
        "+1: task done",
        "+2: joined");
  }

  @Test
  void shuttingDownWakesAGetter() {
    assertTrace(
        t -> {
          Queue<Integer> queue = new Queue<>();
          Task<Void> getter = getter(t, "g", queue);
          await(sleep(0));
          t.mark();
          queue.shutdown();
          t.log("shutdown");
          await(getter);
        },
        "+0: shutdown",
        "+1: g shut down");
  }

  @Test
  void shuttingDownAtOnceWakesPuttersAndWhoJoins() {
    assertTrace(
        t -> {
          Queue<Integer> queue = new Queue<>(1);
          queue.putNowait(0);
          Task<Void> putter = putter(t, queue, 1);
          Task<Void> joining =
              createTask(() -> {
                await(queue.join());
                t.log("joined");
              });
          await(sleep(0));
          t.mark();
          queue.shutdown(true);
          t.log("qsize", queue.qsize());
          await(waitAll(List.of(putter, joining)));
        },
        "+0: qsize 0",
        "+1: joined",
        "+1: shut down 1");
  }

  @Test
  void aGetterThatIsWokenAndCancelledPassesTheItemOn() {
    assertTrace(
        t -> {
          Queue<Integer> queue = new Queue<>();
          Task<Void> a = getter(t, "a", queue);
          Task<Void> b = getter(t, "b", queue);
          await(sleep(0));
          t.mark();
          queue.putNowait(1);
          a.cancel();
          await(waitAll(List.of(a, b)));
          t.log("qsize", queue.qsize());
        },
        "+1: a cancelled",
        "+2: b got 1",
        "+4: qsize 0");
  }

  @Test
  void aPutterThatIsWokenAndCancelledPassesTheRoomOn() {
    assertTrace(
        t -> {
          Queue<String> queue = new Queue<>(1);
          queue.putNowait("0");
          Task<Void> a = putter(t, queue, "a");
          Task<Void> b = putter(t, queue, "b");
          await(sleep(0));
          t.mark();
          t.log("got", queue.getNowait());
          a.cancel();
          await(waitAll(List.of(a, b)));
          t.log("qsize", queue.qsize());
        },
        "+0: got 0",
        "+1: cancelled a",
        "+2: put b",
        "+4: qsize 1");
  }
}
