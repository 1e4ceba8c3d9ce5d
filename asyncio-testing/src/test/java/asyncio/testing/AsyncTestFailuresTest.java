package asyncio.testing;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import asyncio.CancelledError;
import asyncio.Event;
import asyncio.EventLoop;
import asyncio.Task;
import asyncio.TaskOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That a test which fails, or leaves something behind, is reported, and how. */
final class AsyncTestFailuresTest {

  private static final List<String> LOG = new ArrayList<>();
  private static final List<Throwable> THROWN = new ArrayList<>();

  @BeforeEach
  void clearLog() {
    LOG.clear();
    THROWN.clear();
  }

  private static IOException thrown() {
    IOException failure = new IOException("disk");
    THROWN.add(failure);
    return failure;
  }

  static final class Throwing {
    @AsyncTest
    void test() throws IOException {
      await(sleep(1));
      throw thrown();
    }
  }

  @Test
  void whatTheTestThrowsIsItsFailureAsItIs() {
    Throwable failure = Kit.failureOf(Throwing.class);
    assertThat(failure).isSameAs(THROWN.getFirst()).hasNoSuppressedExceptions();
  }

  static final class Assuming {
    @AsyncTest
    void test() {
      createTask(sleep(10));
      assumeTrue(await(sleep(1, false)));
    }
  }

  @Test
  void anAssumptionThatDoesNotHoldEndsTheTestWithoutAFailure() {
    var events = Kit.run(Assuming.class).testEvents();
    events.assertStatistics(statistics -> statistics.started(1).aborted(1).failed(0));
  }

  static final class LeavingTask {
    @AsyncTest
    void test() {
      createTask(async(() -> napping()), TaskOptions.named("napper"));
      await(sleep(1));
    }

    static void napping() {
      await(sleep(1000));
    }
  }

  @Test
  void aTaskThatHasNotEndedFailsTheTestAndItSaysWhereItWasMadeAndWhereItWaits() {
    assertThat(Kit.failureOf(LeavingTask.class))
        .isInstanceOf(AssertionError.class)
        .message()
        .matches(
            """
            the test left behind
            - a task that has not ended: <Task name='napper' pending.*>
                made
                  at .*LeavingTask.test\\(AsyncTestFailuresTest.java:\\d+\\)
                waits
                  at .*LeavingTask.napping\\(AsyncTestFailuresTest.java:\\d+\\)
                  at .*LeavingTask.lambda\\$test.*\\(AsyncTestFailuresTest.java:\\d+\\)\
            """);
  }

  static final class LeavingFailedTask {
    @AsyncTest
    void test() {
      createTask(() -> {
        throw thrown();
      });
      await(sleep(1));
    }
  }

  @Test
  void anExceptionThatNobodyLookedAtFailsTheTest() {
    Throwable failure = Kit.failureOf(LeavingFailedTask.class);
    assertThat(failure)
        .hasSuppressedException(THROWN.getFirst())
        .hasMessageContaining("- an exception that nobody looked at: java.io.IOException: disk")
        .hasMessageContaining("Task exception was never retrieved")
        .hasMessageContaining("LeavingFailedTask.test(AsyncTestFailuresTest.java:");
  }

  static final class FailingCallback {
    @AsyncTest
    void test() {
      runningLoop()
          .callSoon(() -> {
            throw new IllegalStateException("in a callback");
          });
      await(sleep(1));
    }
  }

  @Test
  void anExceptionInACallbackFailsTheTest() {
    assertThat(Kit.failureOf(FailingCallback.class))
        .hasMessageContaining("nobody looked at: java.lang.IllegalStateException: in a callback");
  }

  static final class LeavingLoop {
    static final List<EventLoop> LEFT = new ArrayList<>();

    @AsyncTest
    void test() {
      LEFT.add(EventLoop.create());
    }
  }

  @Test
  void aLoopThatIsOpenFailsTheTestAndItSaysWhereItWasMade() {
    assertThat(Kit.failureOf(LeavingLoop.class))
        .message()
        .matches(
            """
            the test left behind
            - an event loop that was not closed: <EventLoop .*>
                made
                  at .*LeavingLoop.test\\(AsyncTestFailuresTest.java:\\d+\\)\
            """);
    LeavingLoop.LEFT.forEach(EventLoop::close);
  }

  static final class Hopeless {
    @AsyncTest
    void test() {
      createTask(() -> {
        throw new IOException("the reason");
      });
      try {
        await(new Event().whenSet());
      } finally {
        LOG.add("cleaned up");
      }
    }

    @AfterEach
    void fixture() {
      LOG.add("fixture");
    }
  }

  @Test
  void aDeadlockUnwindsTheTestBeforeItsFixturesRun() {
    assertThat(Kit.failureOf(Hopeless.class))
        .isInstanceOf(DeadlockException.class)
        .hasMessageContaining("Hopeless.test(AsyncTestFailuresTest.java:");
    assertThat(LOG).containsExactly("cleaned up", "fixture");
  }

  @Test
  void exceptionsThatNobodyLookedAtAreShownWithTheFailureOfTheTest() {
    assertThat(Kit.failureOf(Hopeless.class).getSuppressed())
        .satisfiesExactly(e -> assertThat(e).hasMessage("the reason"));
  }

  static final class FailingFixture {
    @BeforeEach
    void fixture() throws IOException {
      await(sleep(1));
      throw new IOException("fixture");
    }

    @AsyncTest
    void test() {
      LOG.add("test");
    }
  }

  @Test
  void aFixtureThatFailsFailsTheTest() {
    assertThat(Kit.failureOf(FailingFixture.class)).isInstanceOf(IOException.class);
    assertThat(LOG).isEmpty();
  }

  static final class LeftByFixture {
    @BeforeEach
    void fixture() {
      createTask(sleep(1000));
    }

    @AsyncTest
    void test() {}
  }

  @Test
  void aTaskThatAFixtureLeavesFailsTheTest() {
    assertThat(Kit.failureOf(LeftByFixture.class))
        .hasMessageContaining("LeftByFixture.fixture(AsyncTestFailuresTest.java:");
  }

  static final class Refusing {
    @AsyncTest
    void test() {
      Task<?> task =
          createTask(() -> {
            while (true) {
              try {
                await(runningLoop().createFuture());
              } catch (CancelledError e) {
                LOG.add("refused");
              }
            }
          });
      await(sleep(1));
      task.cancel();
    }
  }

  @Test
  void aTaskThatIsCancelledAndNeverEndsFailsTheTest() {
    assertThat(Kit.failureOf(Refusing.class))
        .hasMessageContaining("- a loop that could not be cleaned up: ")
        .hasMessageContaining("DeadlockException: every task waits");
    assertThat(LOG).contains("refused");
  }
}
