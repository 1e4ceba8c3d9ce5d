package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which context a task, a callback or a thread runs in. */
@Timeout(60)
final class ContextTest {

  private final ContextVar<String> var = new ContextVar<>("var", "unset");
  private final List<String> log = new ArrayList<>();

  // ----- tasks

  @Test
  void aTaskRunsInACopyOfTheContextItWasMadeIn() {
    run(() -> {
      var.set("maker");
      Task<String> task =
          createTask(() -> {
            String before = var.get();
            var.set("task");
            return before;
          });
      var.set("changed since");

      assertThat(await(task)).isEqualTo("maker");
      assertThat(var.get()).isEqualTo("changed since");
    });
  }

  @Test
  void allStepsOfATaskRunInItsContext() {
    run(() -> {
      List<Task<?>> tasks = new ArrayList<>();
      for (String name : List.of("a", "b", "c")) {
        tasks.add(
            createTask(() -> {
              var.set(name);
              for (int i = 0; i < 5; i++) {
                await(sleep(0));
                assertThat(var.get()).isEqualTo(name);
              }
              await(toThread(() -> 1));
              assertThat(var.get()).isEqualTo(name);
            }));
      }
      await(gather(tasks));
      assertThat(var.get()).isEqualTo("unset");
    });
  }

  @Test
  void aTaskRunsInTheVeryContextThatIsGiven() {
    run(() -> {
      Context context = new Context();
      Task<?> first =
          createTask(
              async(() -> {
                var.set("first");
                await(sleep(0));
              }),
              TaskOptions.DEFAULT.withContext(context));
      Task<String> second =
          createTask(async(() -> var.get()), TaskOptions.DEFAULT.withContext(context));

      assertThat(first.context()).isSameAs(context);
      assertThat(await(second)).isEqualTo("first");
      assertThat(var.get()).isEqualTo("unset");
    });
  }

  @Test
  void anAwaitedCoroutineSharesTheContextOfItsAwaiter() {
    run(() -> {
      await(
          async(() -> {
            await(sleep(0));
            var.set("inner");
          }));
      assertThat(var.get()).isEqualTo("inner");
    });
  }

  @Test
  void whatIsGatheredRunsInCopies() {
    run(() -> {
      var.set("outer");
      List<String> seen =
          await(
              gather(
                  () -> {
                    String before = var.get();
                    var.set("first");
                    return before;
                  },
                  () -> var.get()));
      assertThat(seen).containsExactly("outer", "outer");
      assertThat(var.get()).isEqualTo("outer");
    });
  }

  // ----- callbacks

  @Test
  void callbacksRunInACopyOfTheContextInWhichTheyWereScheduled() {
    TestTime.run(() -> {
      EventLoop loop = runningLoop();
      Runnable callback =
          () -> {
            log.add(var.get());
            var.set("callback");
          };
      var.set("soon");
      loop.callSoon(callback);
      var.set("later");
      loop.callLater(1, callback);
      var.set("at");
      loop.callAt(2, callback);
      var.set("thread-safe");
      loop.callSoonThreadsafe(callback);
      var.set("changed since");
      await(sleep(3));

      assertThat(log).containsExactly("soon", "thread-safe", "later", "at");
      assertThat(var.get()).isEqualTo("changed since");
    });
  }

  @Test
  void aDoneCallbackRunsInACopyOfTheContextInWhichItWasAdded() {
    run(() -> {
      Future<String> future = runningLoop().createFuture();
      var.set("first");
      future.addDoneCallback(done -> log.add(var.get()));
      var.set("second");
      future.addDoneCallback(done -> log.add(var.get()));
      Context given = new Context();
      future.addDoneCallback(done -> var.set("in the one given"), given);
      var.set("setter");
      future.setResult("value");
      await(sleep(0));

      assertThat(log).containsExactly("first", "second");
      assertThat(given.run(() -> var.get())).isEqualTo("in the one given");
      assertThat(var.get()).isEqualTo("setter");
    });
  }

  // ----- plain threads

  @Test
  void aPlainThreadHasAContextOfItsOwn() {
    var.set("mine");
    AtomicReference<String> seen = new AtomicReference<>();
    Wait.forEnd(
        Thread.ofPlatform()
            .start(() -> {
              String before = var.get();
              var.set("other");
              seen.set(before + ", " + var.get());
            }));

    assertThat(seen).hasValue("unset, other");
    assertThat(var.get()).isEqualTo("mine");
  }

  @Test
  void aProgramStartsInACopyOfItsThreadsContext() {
    var.set("thread");
    run(() -> {
      assertThat(var.get()).isEqualTo("thread");
      var.set("program");
    });

    assertThat(var.get()).isEqualTo("thread");
  }
}
