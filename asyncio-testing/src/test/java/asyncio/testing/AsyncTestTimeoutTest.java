package asyncio.testing;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.Event;
import asyncio.EventLoop;
import asyncio.TaskOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens to a test that does not end. */
@Timeout(60)
final class AsyncTestTimeoutTest {

  private static final List<String> LOG = new ArrayList<>();
  private static CountDownLatch free = new CountDownLatch(1);

  @BeforeEach
  void reset() {
    LOG.clear();
    free = new CountDownLatch(1);
  }

  static final class Waiting {
    @AsyncTest(realTime = true, timeout = 0.2)
    void test() {
      createTask(async(() -> await(sleep(1000))), TaskOptions.named("other"));
      try {
        await(new Event().whenSet());
      } finally {
        LOG.add("cleaned up");
      }
    }

    @AfterEach
    void fixture() {
      await(sleep(0));
      LOG.add("fixture");
    }
  }

  @Test
  void aTestThatDoesNotEndInTimeIsCancelledAndShowsAllTasksWithTheirStacks() {
    assertThat(Kit.failureOf(Waiting.class))
        .isInstanceOf(AssertionError.class)
        .message()
        .startsWith("the test did not end within 0.2 s\n2 tasks:\n")
        .containsPattern("<Task name='other' pending.*>\n    at .*Waiting.lambda\\$test")
        .containsPattern("<Task name='Task-\\d+' pending.*>\n    at .*Waiting.test\\(");
    assertThat(LOG).containsExactly("cleaned up", "fixture");
  }

  static final class Spinning {
    @AsyncTest(timeout = 0.2)
    void test() {
      while (true) {
        await(sleep(1));
      }
    }
  }

  @Test
  void theLimitIsOfRealTimeAlsoWhereTimeIsVirtual() {
    assertThat(Kit.failureOf(Spinning.class))
        .hasMessageStartingWith("the test did not end within 0.2 s\n1 task:\n");
  }

  static final class Blocking {
    static final List<EventLoop> LOOPS = new ArrayList<>();

    @AsyncTest(timeout = 0.2)
    void test() throws InterruptedException {
      LOOPS.add(runningLoop());
      free.await();
    }

    @AfterEach
    void fixture() {
      LOG.add("fixture");
    }
  }

  @Test
  void aTestThatBlocksTheLoopIsGivenUpSoThatTheOthersGoOn() {
    assertThat(Kit.failureOf(Blocking.class))
        .message()
        .startsWith("the test did not end within 0.2 s\nthe loop is stuck in <Task name=")
        .containsPattern("at .*Blocking.test\\(AsyncTestTimeoutTest.java:");
    assertThat(LOG).isEmpty();
    free.countDown();
  }

  static final class Interrupted {
    @Timeout(1)
    @AsyncTest(realTime = true)
    void test() {
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
  void theTimeoutOfJUnitCancelsTheTest() {
    assertThat(Kit.failureOf(Interrupted.class))
        .isInstanceOf(java.util.concurrent.TimeoutException.class);
    assertThat(LOG).containsExactly("cleaned up", "fixture");
  }

  static final class Unlimited {
    @AsyncTest(timeout = 0)
    void test() {
      await(sleep(1));
    }
  }

  @Test
  void noLimitIsZero() {
    Kit.run(Unlimited.class).testEvents().assertStatistics(all -> all.succeeded(1).failed(0));
  }
}
