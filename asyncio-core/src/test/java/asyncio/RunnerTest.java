package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A runner's loop and context, from its first run to the order in which it ends what is left. */
@Timeout(60)
final class RunnerTest {

  @Test
  void nothingIsMadeBeforeItIsNeeded() {
    AtomicInteger made = new AtomicInteger();
    Supplier<EventLoop> factory =
        () -> {
          made.incrementAndGet();
          return EventLoop.create();
        };
    try (Runner runner = new Runner(null, factory)) {
      assertThat(made).hasValue(0);
      EventLoop loop = runner.loop();
      assertThat(made).hasValue(1);
      assertThat(runner.loop()).isSameAs(loop);
      assertThat(runner.run(async(() -> runningLoop()))).isSameAs(loop);
    }
    assertThat(made).hasValue(1);
  }

  @Test
  void aProgramCanBeRunOnALoopOfItsOwnKind() {
    for (Boolean debug : new Boolean[] {null, true, false}) {
      List<EventLoop> made = new ArrayList<>();
      Supplier<EventLoop> factory =
          () -> {
            made.add(TestTime.newLoop());
            return made.getLast();
          };
      Coroutine<Boolean> main =
          async(() -> {
            await(sleep(3600));
            assertThat(made).containsExactly(runningLoop());
            return runningLoop().debug();
          });

      assertThat(run(main, debug, factory)).isEqualTo(debug != null && debug);
      assertThat(made.getFirst().isClosed()).isTrue();
    }
  }

  @Test
  void closingARunnerThatWasNotUsedHasNoEffect() {
    Runner runner = new Runner();
    runner.close();

    assertThat(runner.run(async(() -> "value"))).isEqualTo("value");
    runner.close();
  }

  @Test
  void severalRunsShareALoopAndAContext() {
    ContextVar<Integer> runs = new ContextVar<>("runs", 0);
    List<EventLoop> loops = new ArrayList<>();
    try (Runner runner = new Runner()) {
      for (int i = 0; i < 3; i++) {
        int before = i;
        runner.run(
            async(() -> {
              loops.add(runningLoop());
              assertThat(runs.get()).isEqualTo(before);
              runs.set(before + 1);
            }));
      }
      assertThat(loops).hasSize(3).containsOnly(runner.loop());
    }
    assertThat(runs.get()).isZero();
  }

  @Test
  void aRunCanHaveAContextOfItsOwn() {
    ContextVar<String> var = new ContextVar<>("var", "unset");
    Context context = new Context();
    try (Runner runner = new Runner()) {
      runner.run(
          async(() -> {
            var.set("given");
          }),
          context);
      assertThat(runner.run(async(() -> var.get()))).isEqualTo("unset");
    }
    assertThat(context.run(() -> var.get())).isEqualTo("given");
  }

  @Test
  void aTaskGoesOnInTheNextRun() {
    try (Runner runner = new Runner()) {
      List<Task<String>> tasks = new ArrayList<>();
      runner.run(
          async(() -> {
            tasks.add(
                createTask(() -> {
                  for (int i = 0; i < 10; i++) {
                    await(sleep(0));
                  }
                  return "value";
                }));
          }));
      assertThat(tasks.getFirst().done()).isFalse();
      assertThat(runner.run(tasks.getFirst())).isEqualTo("value");
    }
  }

  @Test
  void anythingThatCanBeAwaitedCanBeRun() {
    try (Runner runner = new Runner()) {
      Future<String> future = runner.loop().createFuture();
      runner.loop().callSoon(() -> future.setResult("value"));

      assertThat(runner.run(future)).isEqualTo("value");
    }
  }

  @Test
  void whatTheMainTaskThrowsComesOutAsItIs() {
    Exception failure = new Exception("checked");
    CancelledError cancelled = new CancelledError("by itself");
    try (Runner runner = new Runner()) {
      assertThatThrownBy(() -> runner.run(async(() -> raise(failure)))).isSameAs(failure);
      assertThatThrownBy(() -> runner.run(async(() -> raise(cancelled)))).isSameAs(cancelled);
      assertThat(runner.run(async(() -> "still usable"))).isEqualTo("still usable");
    }
  }

  @Test
  void aMainTaskThatIsCancelledFromInsideEndsAsCancelled() {
    assertThatExceptionOfType(CancelledError.class)
        .isThrownBy(() ->
            run(() -> {
              currentTask().cancel("enough");
              await(sleep(1));
            }))
        .withMessage("enough");
  }

  @Test
  void aClosedRunnerIsOfNoUse() {
    Runner runner = new Runner();
    EventLoop loop = runner.loop();
    runner.close();
    runner.close();

    assertThat(loop.isClosed()).isTrue();
    assertThatThrownBy(runner::loop)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the runner is closed");
    assertThatThrownBy(() -> runner.run(async(() -> 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the runner is closed");
  }

  @Test
  void theLoopIsClosedHoweverTheProgramEnds() {
    AtomicReference<EventLoop> loop = new AtomicReference<>();
    run(() -> loop.set(runningLoop()));
    assertThat(loop.get().isClosed()).isTrue();

    assertThatExceptionOfType(KeyboardInterrupt.class)
        .isThrownBy(() ->
            run(() -> {
              loop.set(runningLoop());
              throw new KeyboardInterrupt();
            }));
    assertThat(loop.get().isClosed()).isTrue();
  }

  @Test
  void debugModeIsSetOnlyIfItIsGiven() {
    Supplier<EventLoop> factory =
        () -> {
          EventLoop loop = EventLoop.create();
          loop.setDebug(true);
          return loop;
        };
    for (Boolean given : new Boolean[] {true, false, null}) {
      try (Runner runner = new Runner(given, factory)) {
        assertThat(runner.loop().debug()).isEqualTo(given == null || given);
      }
    }
    try (Runner runner = new Runner(true)) {
      assertThat(runner.loop().debug()).isTrue();
    }
    assertThat(run(async(() -> runningLoop().debug()), true)).isTrue();
    assertThat(run(async(() -> runningLoop().debug()), false)).isFalse();
  }

  @Test
  void aRunnerRunsNothingInsideARunningLoop() {
    try (Runner runner = new Runner()) {
      runner.run(
          async(() ->
              assertThatThrownBy(() -> runner.run(async(() -> 1)))
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessage("run() cannot be called from a running event loop")));
    }
  }

  private static Object raise(Throwable exception) {
    throw Rethrow.asIs(exception);
  }
}
