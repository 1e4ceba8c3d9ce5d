package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.asyncGenerator;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where a task can start at once: in callbacks, in generators, in contexts. */
@Timeout(60)
final class EagerTaskPlacesTest {

  private final List<String> log = new ArrayList<>();

  private static Task<Void> eager(String name, VoidBody body) {
    return createTask(async(body), TaskOptions.named(name).withEagerStart(true));
  }

  private void note(String words) {
    Task<?> task = currentTask();
    log.add(words + " in " + (task == null ? "no task" : task.name()));
  }

  private void startsAndGoesOn(String name) {
    note("before");
    eager(
        name,
        () -> {
          note("starts");
          await(sleep(0));
          note("goes on");
        });
    note("after");
  }

  // ----- callbacks

  @Test
  void inACallbackOfTheLoop() {
    TestTime.run(() -> {
      runningLoop().callSoon(() -> startsAndGoesOn("child"));
      await(sleep(1));
    });
    assertThat(log)
        .containsExactly(
            "before in no task", "starts in child", "after in no task", "goes on in child");
  }

  @Test
  void inATimer() {
    TestTime.run(() -> {
      runningLoop().callLater(1, () -> startsAndGoesOn("child"));
      await(sleep(2));
    });
    assertThat(log)
        .containsExactly(
            "before in no task", "starts in child", "after in no task", "goes on in child");
  }

  @Test
  void inTheCallbackOfAFuture() {
    TestTime.run(() -> {
      Task<String> task = createTask(sleep(1, "value"));
      task.addDoneCallback(done -> startsAndGoesOn("child of " + done.result()));
      await(sleep(2));
    });
    assertThat(log)
        .containsExactly(
            "before in no task",
            "starts in child of value",
            "after in no task",
            "goes on in child of value");
  }

  @Test
  void aCallbackKeepsItsContext() {
    ContextVar<String> var = new ContextVar<>("var", "unset");
    TestTime.run(() -> {
      var.set("main");
      runningLoop()
          .callSoon(() -> {
            eager(
                "child",
                () -> {
                  var.set("child");
                  await(sleep(0));
                  log.add(var.get());
                });
            log.add(var.get());
          });
      await(sleep(1));
    });
    assertThat(log).containsExactly("main", "child");
  }

  // ----- generators

  private AsyncGenerator<String> generator(String name) {
    return asyncGenerator(out -> {
      note(name + " begins");
      startsAndGoesOn(name + "'s child");
      out.yield(name + " one");
      await(sleep(1));
      startsAndGoesOn(name + "'s second child");
      out.yield(name + " two");
    });
  }

  @Test
  void inAGenerator() {
    TestTime.run(() -> {
      currentTask().setName("main");
      for (String value : generator("gen")) {
        note(value);
      }
      await(sleep(1));
    });
    assertThat(log)
        .containsExactly(
            "gen begins in main",
            "before in main",
            "starts in gen's child",
            "after in main",
            "gen one in main",
            "goes on in gen's child",
            "before in main",
            "starts in gen's second child",
            "after in main",
            "gen two in main",
            "goes on in gen's second child");
  }

  @Test
  void aGeneratorInATaskThatStartsAtOnceInAGenerator() {
    TestTime.run(() -> {
      AsyncGenerator<Integer> outer =
          asyncGenerator(out -> {
            List<Integer> seen = new ArrayList<>();
            Task<Void> child =
                eager(
                    "child",
                    () -> {
                      AsyncGenerator<Integer> inner =
                          asyncGenerator(in -> {
                            in.yield(1);
                            await(sleep(1));
                            in.yield(2);
                          });
                      inner.forEach(seen::add);
                    });
            out.yield(seen.size());
            await(child);
            out.yield(seen.size());
          });
      outer.forEach(size -> note("" + size));
      assertThat(runningLoop().time()).isEqualTo(1);
    });
    assertThat(log).hasSize(2);
    assertThat(log.getFirst()).startsWith("1 in");
    assertThat(log.getLast()).startsWith("2 in");
  }

  // ----- contexts

  @Test
  void inAContextThatIsEnteredForAWhile() {
    ContextVar<String> var = new ContextVar<>("var", "unset");
    TestTime.run(() -> {
      var.set("main");
      new Context()
          .run(() -> {
            var.set("inside");
            eager(
                "child",
                () -> {
                  log.add(var.get());
                  await(sleep(0));
                  log.add(var.get());
                });
            var.set("changed");
            await(sleep(1));
            log.add(var.get());
          });
      log.add(var.get());
    });
    assertThat(log).containsExactly("inside", "inside", "changed", "main");
  }
}
