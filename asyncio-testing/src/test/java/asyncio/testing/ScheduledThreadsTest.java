package asyncio.testing;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import asyncio.EventLoop;
import asyncio.VoidBody;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Functions on other threads, under a schedule. */
@Timeout(60)
final class ScheduledThreadsTest {

  @Test
  void theyEndInAnyOrder() {
    Set<String> orders = new TreeSet<>();
    Schedules.exhaustive(100)
        .run(() -> {
          StringBuilder log = new StringBuilder();
          VoidBody a = () -> log.append(await(toThread(() -> "a")));
          VoidBody b = () -> log.append(await(toThread(() -> "b")));
          VoidBody c = () -> log.append(await(toThread(() -> "c")));
          await(gather(a, b, c));
          orders.add(log.toString());
        });
    assertThat(orders).containsExactly("abc", "acb", "bac", "bca", "cab", "cba");
  }

  @Test
  void theyEndInAnyIteration() {
    Set<String> orders = new TreeSet<>();
    Schedules.exhaustive(100)
        .run(() -> {
          StringBuilder log = new StringBuilder();
          VoidBody thread = () -> log.append(await(toThread(() -> "t")));
          VoidBody steps =
              () -> {
                for (int i = 1; i <= 6; i++) {
                  log.append(i);
                  await(sleep(0));
                }
              };
          await(gather(thread, steps));
          orders.add(log.toString());
        });
    assertThat(orders).containsExactly("123456t", "12345t6", "1234t56", "123t456");
  }

  @Test
  void theyEndBeforeTimeGoesOn() {
    Schedules.random(50)
        .run(() -> {
          List<String> log = new ArrayList<>();
          runningLoop().callLater(1, () -> log.add("timer"));
          VoidBody thread = () -> log.add(await(toThread(() -> "thread")));
          await(gather(thread, thread));
          await(sleep(2));
          assertThat(log).containsExactly("thread", "thread", "timer");
        });
  }

  @Test
  void theyRunOnAnotherThreadAndWhatTheyThrowArrives() {
    Schedules.random(3)
        .run(() -> {
          Thread mine = Thread.currentThread();
          assertThat(await(toThread(() -> Thread.currentThread()))).isNotSameAs(mine);
          assertThatThrownBy(() ->
                  await(
                      toThread(() -> {
                        throw new IOException("disk");
                      })))
              .isInstanceOf(IOException.class);
        });
  }

  @Test
  void functionsThatWaitForEachOtherRunSideBySide() {
    Schedules.random(2)
        .run(() -> {
          CountDownLatch begun = new CountDownLatch(2);
          VoidBody meeting =
              () -> {
                begun.countDown();
                begun.await();
              };
          await(gather(toThread(meeting), toThread(meeting)));
          assertThat(begun.getCount()).isZero();
        });
  }

  @Test
  void aFunctionMayCallIntoTheLoopAndWaitForIt() {
    Schedules.random(2)
        .run(() -> {
          EventLoop loop = runningLoop();
          String answer =
              await(toThread(() -> runCoroutineThreadsafe(sleep(0, "from the loop"), loop).join()));
          assertThat(answer).isEqualTo("from the loop");
        });
  }

  @Test
  void aFunctionWhoseTaskWasCancelledStillEnds() {
    List<String> log = new ArrayList<>();
    Schedules.random(20)
        .run(() -> {
          var task = createTask(() -> await(toThread(() -> "result")));
          await(sleep(0));
          task.cancel();
          await(waitAll(List.of(task)));
          log.add(task.cancelled() ? "cancelled" : "result");
        });
    assertThat(log).hasSize(20).contains("cancelled");
  }
}
