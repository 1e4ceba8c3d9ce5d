package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callbacks that other threads hand to a loop. */
@Timeout(60)
final class CallSoonThreadsafeTest {

  private final EventLoop loop = EventLoop.create();
  private final List<String> log = new ArrayList<>();
  private final List<ExceptionContext> reports = new ArrayList<>();

  @BeforeEach
  void noteReports() {
    loop.setExceptionHandler((where, context) -> reports.add(context));
  }

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void callbacksOfAThreadRunInTheOrderInWhichItHandedThemIn() {
    Wait.forEnd(
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; i < 1000; i++) {
                String number = "" + i;
                loop.callSoonThreadsafe(() -> log.add(number));
              }
            }));
    runOneIteration();

    assertThat(log).hasSize(1000);
    for (int i = 0; i < 1000; i++) {
      assertThat(log.get(i)).isEqualTo("" + i);
    }
  }

  @Test
  void onTheLoopsThreadItIsTheSameAsCallSoon() {
    loop.callSoon(() -> {
      loop.callSoon(() -> log.add("a"));
      loop.callSoonThreadsafe(() -> log.add("b"));
      loop.callSoon(() -> log.add("c"));
    });
    loop.runUntilComplete(
        async(() -> {
          await(sleep(0));
          loop.callSoon(() -> log.add("d"));
          loop.callSoonThreadsafe(() -> log.add("e"));
          loop.callSoon(() -> log.add("f"));
          await(sleep(0));
        }));

    assertThat(log).containsExactly("a", "b", "c", "d", "e", "f");
  }

  @Test
  void onALoopThatDoesNotRunItIsTheSameAsCallSoon() {
    loop.callSoon(() -> log.add("a"));
    loop.callSoonThreadsafe(() -> log.add("b"));
    loop.callSoon(() -> log.add("c"));
    loop.callSoonThreadsafe(() -> log.add("d"));
    runOneIteration();

    assertThat(log).containsExactly("a", "b", "c", "d");
  }

  @Test
  void itWakesALoopThatWaits() {
    run(() -> {
      EventLoop running = runningLoop();
      Future<String> future = running.createFuture();
      Thread[] loopThread = new Thread[1];
      running.callSoon(() -> loopThread[0] = Thread.currentThread());
      await(sleep(0));
      Thread.ofPlatform()
          .start(() -> {
            Wait.untilBlocked(loopThread[0]);
            running.callSoonThreadsafe(() -> future.setResult("woken"));
          });

      assertThat(await(future)).isEqualTo("woken");
    });
  }

  @Test
  void itTakesACopyOfTheCallersContext() {
    ContextVar<String> user = new ContextVar<>("user", "nobody");
    Wait.forEnd(
        Thread.ofPlatform()
            .start(() -> {
              user.set("thread");
              loop.callSoonThreadsafe(() -> log.add(user.get()));
              user.set("changed since");
            }));
    runOneIteration();

    assertThat(log).containsExactly("thread");
  }

  @Test
  void anErrorOfTheCallbackIsReported() {
    RuntimeException failure = new RuntimeException();
    Handle handle =
        loop.callSoonThreadsafe(() -> {
          throw failure;
        });
    runOneIteration();

    assertThat(reports.getFirst().exception()).isSameAs(failure);
    assertThat(reports.getFirst().details()).containsEntry("handle", handle);
  }

  private void runOneIteration() {
    loop.stop();
    loop.runForever();
  }
}
