package asyncio;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.asyncGenerator;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.run;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Generators that were left in the middle, or have ended: they are closed once, and let go. */
final class GeneratorLeftOverTest {

  private final List<String> log = new ArrayList<>();

  private Yielder<Integer> leftInTheMiddle() {
    Yielder<Integer> generator =
        new Yielder<>(out -> {
          try {
            out.yield(1);
          } finally {
            await(sleep(0));
            log.add("closed");
          }
        });
    generator.fetch();
    return generator;
  }

  @Test
  void oneThatIsFoundToBeGarbageWhileAllAreClosedIsClosedOnce() {
    try (LoggingCapture logged = new LoggingCapture()) {
      TestTime.run(() -> {
        runningLoop().callSoon(leftInTheMiddle()::closeSoon); // its task comes behind the others
        await(runningLoop().shutdownAsyncgens());
        await(sleep(1));
      });

      assertThat(log).containsExactly("closed");
      assertThat(logged.messages()).isEmpty();
    }
  }

  @Test
  void oneThatIsFoundToBeGarbageJustBeforeAllAreClosedIsClosedOnce() {
    try (LoggingCapture logged = new LoggingCapture()) {
      TestTime.run(() -> {
        leftInTheMiddle().closeSoon();
        await(runningLoop().shutdownAsyncgens());
        assertThat(log).containsExactly("closed");
      });

      assertThat(logged.messages()).isEmpty();
    }
  }

  @Test
  void oneThatIsFoundToBeGarbageJustAsTheProgramEndsIsClosed() {
    try (LoggingCapture logged = new LoggingCapture()) {
      TestTime.run(() -> {
        runningLoop().callSoon(leftInTheMiddle()::closeSoon); // its task never begins
      });

      assertThat(log).containsExactly("closed");
      assertThat(logged.messages()).isEmpty();
    }
  }

  @Test
  @Timeout(60)
  void oneThatRanInsideOfAnotherKeepsNothing() {
    WeakReference<EventLoop> loop = run(async(GeneratorLeftOverTest::runNested));

    Wait.until(() -> {
      System.gc();
      return loop.refersTo(null);
    });
  }

  private static WeakReference<EventLoop> runNested() {
    AsyncGenerator<Integer> inner = asyncGenerator(out -> out.yield(1));
    AsyncGenerator<Integer> outer =
        asyncGenerator(out -> {
          for (int value : inner) {
            out.yield(value);
          }
        });
    for (int value : outer) {
      assertThat(value).isEqualTo(1);
    }
    return new WeakReference<>(runningLoop());
  }
}
