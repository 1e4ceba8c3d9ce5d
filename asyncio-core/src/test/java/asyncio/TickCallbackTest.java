package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.gather;
import static asyncio.Asyncio.runCoroutineThreadsafe;
import static asyncio.Asyncio.sleep;
import static asyncio.Ticks.assertTrace;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** In which iteration callbacks, timers and events come. Measured on CPython. */
class TickCallbackTest {

  @Test
  void timersThatAreDueComeAfterWhatWasScheduled() {
    assertTrace(
        t -> {
          t.loop().callLater(0, () -> t.log("callLater(0)"));
          t.loop().callSoon(() -> t.log("callSoon 1"));
          t.loop().callAt(-1, () -> t.log("callAt(past)"));
          t.loop().callSoon(() -> t.log("callSoon 2"));
          await(sleep(0));
          t.log("main after sleep(0)");
          await(sleep(0));
        },
        "+1: callSoon 1",
        "+1: callSoon 2",
        "+1: main after sleep(0)",
        "+1: callAt(past)",
        "+1: callLater(0)");
  }

  @Test
  void timersThatAreDueComeInTheOrderOfTheirTimes() {
    assertTrace(
        t -> {
          t.loop().callAt(-0.7, () -> t.log("timer 0.3"));
          t.loop().callAt(-0.9, () -> t.log("timer 0.1"));
          t.loop().callAt(-0.8, () -> t.log("timer 0.2"));
          t.loop().callSoon(() -> t.log("soon"));
          await(sleep(0));
          t.log("main");
          await(sleep(0));
        },
        "+1: soon",
        "+1: main",
        "+1: timer 0.1",
        "+1: timer 0.2",
        "+1: timer 0.3");
  }

  @Test
  void aCallbackMayCancelAnotherOfItsIteration() {
    assertTrace(
        t -> {
          List<Handle> later = new ArrayList<>();
          t.loop().callSoon(() -> later.forEach(Handle::cancel));
          later.add(t.loop().callSoon(() -> t.log("NO")));
          later.add(t.loop().callAt(-1, () -> t.log("NO TIMER")));
          t.loop().callSoon(() -> t.log("yes"));
          await(sleep(0));
          t.log("main");
          await(sleep(0));
        },
        "+1: yes",
        "+1: main");
  }

  @Test
  void aTimerMayCancelAnotherThatIsDue() {
    assertTrace(
        t -> {
          List<Handle> later = new ArrayList<>();
          t.loop().callAt(-1, () -> later.forEach(Handle::cancel));
          later.add(t.loop().callAt(-0.5, () -> t.log("NO")));
          await(sleep(0));
          await(sleep(0));
          t.log("main");
        },
        "+2: main");
  }

  @Test
  void aCallbackThatFailsIsReportedAndTheLoopGoesOn() {
    assertTrace(
        t -> {
          IllegalStateException failure = new IllegalStateException("x");
          Future<Integer> future = t.loop().createFuture();
          future.addDoneCallback(
              new Consumer<>() {
                @Override
                public void accept(Future<Integer> done) {
                  throw failure;
                }

                @Override
                public String toString() {
                  return "callback";
                }
              });
          future.setResult(1);
          await(sleep(0));
          t.log("the loop survives");
        },
        "+1: reported: Exception in done callback callback java.lang.IllegalStateException: x",
        "+1: the loop survives");
  }

  @Test
  void aCoroutineHandedInFromOutsideStartsInTwoIterations() {
    assertTrace(
        t -> {
          CompletableFuture<Integer> stage =
              runCoroutineThreadsafe(
                  () -> {
                    t.log("body");
                    return 1;
                  },
                  t.loop());
          var _ = stage.thenAccept(result -> t.log("stage completed"));
          for (int i = 0; i < 4; i++) {
            await(sleep(0));
            t.log("main");
          }
        },
        "+1: main",
        "+2: body",
        "+2: main",
        "+3: stage completed",
        "+3: main",
        "+4: main");
  }

  @Test
  void whatTheMainTaskScheduledLastStillRunsAndNoMore() {
    List<String> seen = new ArrayList<>();
    try (EventLoop loop = TestTime.newLoop()) {
      VoidBody main =
          () ->
              loop.callSoon(() -> {
                seen.add("scheduled by main");
                loop.callSoon(() -> seen.add("scheduled by that"));
              });
      loop.runUntilComplete(async(main));
      assertThat(seen).containsExactly("scheduled by main");
    }
  }

  @Test
  void anEventWakesAllThatWaitInOneIteration() {
    assertTrace(
        t -> {
          Event event = new Event();
          List<Task<Void>> waiting =
              IntStream.range(0, 3).mapToObj(i -> createTask(() -> waitFor(t, event, i))).toList();
          await(sleep(0));
          t.mark();
          event.set();
          event.clear();
          await(gather(waiting));
        },
        "+1: 0 woke; set: false",
        "+1: 1 woke; set: false",
        "+1: 2 woke; set: false");
  }

  private static void waitFor(Ticks t, Event event, int number) {
    await(event.whenSet());
    t.log(number, "woke; set:", event.isSet());
  }

  @Test
  void tasksAndCallbacksSeeTheContextOfTheirCreation() {
    assertTrace(
        t -> {
          ContextVar<Integer> variable = new ContextVar<>("variable", 0);
          variable.set(1);
          VoidBody body =
              () -> {
                t.log("task sees", variable.get());
                variable.set(2);
              };
          Task<Void> task = createTask(body);
          variable.set(3);
          await(task);
          t.log("main has", variable.get());
          await(async(() -> variable.set(4)));
          t.log("a coroutine shares it", variable.get());
          t.loop()
              .callSoon(() -> {
                t.log("callback sees", variable.get());
                variable.set(9);
              });
          variable.set(5);
          await(sleep(0));
          t.log("main has", variable.get());
        },
        "+1: task sees 1",
        "+2: main has 3",
        "+2: a coroutine shares it 4",
        "+3: callback sees 4",
        "+3: main has 5");
  }
}
