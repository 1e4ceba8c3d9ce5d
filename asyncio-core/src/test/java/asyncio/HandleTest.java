package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What can be done with a callback that was scheduled. */
@Timeout(60)
final class HandleTest {

  private final EventLoop loop = TestTime.newLoop();
  private final List<String> log = new ArrayList<>();

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void aCancelledCallbackDoesNotRun() {
    Handle handle = loop.callSoon(() -> log.add("cancelled"));
    loop.callSoon(() -> log.add("kept"));
    assertThat(handle.cancelled()).isFalse();
    handle.cancel();
    runOneIteration();

    assertThat(handle.cancelled()).isTrue();
    assertThat(log).containsExactly("kept");
  }

  @Test
  void cancellingTwiceIsCancellingOnce() {
    Handle handle = loop.callSoon(() -> log.add("cancelled"));
    handle.cancel();
    handle.cancel();
    runOneIteration();

    assertThat(handle.cancelled()).isTrue();
    assertThat(log).isEmpty();
  }

  @Test
  void aCallbackCanCancelOneThatComesLaterInTheSameIteration() {
    Handle[] later = new Handle[1];
    loop.callSoon(() -> later[0].cancel());
    later[0] = loop.callSoon(() -> log.add("later"));
    runOneIteration();

    assertThat(log).isEmpty();
  }

  @Test
  void aCancelledCallbackKeepsItsPlaceInTheIteration() {
    loop.callSoon(() -> loop.callSoon(() -> log.add("next iteration")));
    loop.callSoon(() -> log.add("cancelled")).cancel();
    runOneIteration();
    assertThat(log).isEmpty();

    runOneIteration();
    assertThat(log).containsExactly("next iteration");
  }

  @Test
  void cancellingWhatHasRunChangesNothing() {
    Handle handle = loop.callSoon(() -> log.add("ran"));
    runOneIteration();
    handle.cancel();

    assertThat(log).containsExactly("ran");
    assertThat(handle.cancelled()).isTrue();
  }

  @Test
  void aCallbackCanCancelItself() {
    Handle[] mine = new Handle[1];
    mine[0] =
        loop.callSoon(() -> {
          mine[0].cancel();
          log.add("runs to its end");
        });
    runOneIteration();

    assertThat(log).containsExactly("runs to its end");
  }

  @Test
  void aCallbackHandedInByAThreadCanBeCancelledByAnother() {
    Handle handle = loop.callSoonThreadsafe(() -> log.add("cancelled"));
    Wait.forEnd(Thread.ofPlatform().start(handle::cancel));
    runOneIteration();

    assertThat(handle.cancelled()).isTrue();
    assertThat(log).isEmpty();
  }

  @Test
  void aCallbackRunsInACopyOfTheContextItWasScheduledIn() {
    ContextVar<String> user = new ContextVar<>("user", "nobody");
    user.set("scheduler");
    Handle handle =
        loop.callSoon(() -> {
          log.add(user.get());
          user.set("callback");
        });
    user.set("changed since");
    runOneIteration();

    assertThat(log).containsExactly("scheduler");
    assertThat(user.get()).isEqualTo("changed since");
    assertThat(handle.context().run(() -> user.get())).isEqualTo("callback");
  }

  @Test
  void aCallbackRunsInTheVeryContextThatIsGiven() {
    ContextVar<String> user = new ContextVar<>("user", "nobody");
    Context context = new Context();
    Handle handle = loop.callSoon(() -> user.set("callback"), context);
    runOneIteration();

    assertThat(handle.context()).isSameAs(context);
    assertThat(context.run(() -> user.get())).isEqualTo("callback");
    assertThat(user.get()).isEqualTo("nobody");
  }

  @Test
  void aHandleTellsWhatItRunsUntilItIsCancelled() {
    Runnable callback =
        new Runnable() {
          @Override
          public void run() {}

          @Override
          public String toString() {
            return "callback";
          }
        };
    Handle handle = loop.callSoon(callback);
    TimerHandle timer = loop.callLater(1, callback);

    assertThat(handle).hasToString("<Handle callback>");
    assertThat(timer).hasToString("<TimerHandle callback>");
    handle.cancel();
    timer.cancel();
    assertThat(handle).hasToString("<Handle cancelled>");
    assertThat(timer).hasToString("<TimerHandle cancelled>");
  }

  private void runOneIteration() {
    loop.stop();
    loop.runForever();
  }
}
