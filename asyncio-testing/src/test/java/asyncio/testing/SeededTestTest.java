package asyncio.testing;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests that JUnit runs under many schedules. */
@Timeout(60)
final class SeededTestTest {

  private static final List<String> LOG = new ArrayList<>();

  @BeforeEach
  @AfterEach
  void reset() {
    LOG.clear();
    System.clearProperty("asyncio.testing.replay");
  }

  private static String order() {
    StringBuilder log = new StringBuilder();
    for (String name : List.of("a", "b", "c")) {
      runningLoop().callLater(1, () -> log.append(name));
    }
    await(sleep(2));
    return log.toString();
  }

  static final class Orders {
    private static final Set<Object> INSTANCES = new LinkedHashSet<>();

    @BeforeEach
    void fixture() {
      await(sleep(1));
      INSTANCES.add(this);
    }

    @SeededTest(runs = 60)
    void test() {
      assertThat(runningLoop().time()).isEqualTo(1);
      LOG.add(order());
    }
  }

  @Test
  void itRunsWithItsFixturesUnderAnotherScheduleEachTime() {
    Kit.run(Orders.class).testEvents().assertStatistics(all -> all.succeeded(60).failed(0));
    assertThat(Orders.INSTANCES).hasSize(60);
    assertThat(new TreeSet<>(LOG)).containsExactly("abc", "acb", "bac", "bca", "cab", "cba");
  }

  static final class Fragile {
    @SeededTest(runs = 100)
    void test() {
      String order = order();
      LOG.add(order);
      assertThat(order).isNotEqualTo("cab");
    }
  }

  private static String seedOf(Throwable failure) {
    return failure.getMessage().replaceAll("(?s).*seeds = (\\d+).*", "$1");
  }

  @Test
  void theFirstRunThatFailsIsTheLastAndNamesItsSeed() {
    Throwable failure = Kit.failureOf(Fragile.class);
    assertThat(failure)
        .hasMessageMatching(
            "(?s)failed with seed:(\\d+); replay it with @SeededTest\\(seeds = \\1\\)"
                + " or -Dasyncio.testing.replay=seed:\\1\n.*")
        .hasCauseInstanceOf(AssertionError.class);
    assertThat(LOG).hasSize(Integer.parseInt(seedOf(failure))).containsOnlyOnce("cab");
  }

  @Test
  void theNameOfARunIsItsSeed() {
    var names =
        Kit.run(Fragile.class).testEvents().failed().stream()
            .map(event -> event.getTestDescriptor().getDisplayName())
            .toList();
    assertThat(names).singleElement().asString().matches("seed \\d+");
  }

  @Test
  void theSystemPropertyReplaysARun() {
    String seed = seedOf(Kit.failureOf(Fragile.class));
    LOG.clear();
    System.setProperty("asyncio.testing.replay", "seed:" + seed);
    assertThat(seedOf(Kit.failureOf(Fragile.class))).isEqualTo(seed);
    assertThat(LOG).containsExactly("cab");
  }

  @Test
  void theSystemPropertyReplaysSchedulesAndSweepsToo() {
    System.setProperty("asyncio.testing.replay", "seed:5");
    assertThat(Schedules.random(100).run(() -> LOG.add(order()))).isEqualTo(1);
    System.setProperty("asyncio.testing.replay", "cancel:2+seed:5");
    int moments =
        CancelSweep.run(sweep -> {
          LOG.add("sweep");
          sweep.victim(() -> await(sleep(1)));
        });
    assertThat(moments).isEqualTo(1);
    assertThat(LOG).hasSize(2).endsWith("sweep");
  }

  static final class Chosen {
    @SeededTest(seeds = {7, 7, 8})
    void test() {
      LOG.add(order());
    }
  }

  @Test
  void theSeedsMayBeGiven() {
    Kit.run(Chosen.class).testEvents().assertStatistics(all -> all.succeeded(3));
    assertThat(LOG).hasSize(3);
    assertThat(LOG.get(0)).isEqualTo(LOG.get(1));
  }

  @AsyncTest
  static final class Strict {
    @SeededTest(runs = 50, strict = true)
    void strict() {
      StringBuilder log = new StringBuilder();
      await(gather(() -> async(() -> log.append("a")), () -> async(() -> log.append("b"))));
      LOG.add(log.toString());
    }
  }

  @Test
  void aStrictOnePermutesTasksAlsoInAClassOfAsyncTests() {
    Kit.run(Strict.class).testEvents().assertStatistics(all -> all.succeeded(50).failed(0));
    assertThat(new TreeSet<>(LOG)).containsExactly("ab", "ba");
  }

  static final class Leaving {
    @SeededTest(runs = 10)
    void test() {
      createTask(sleep(10));
    }
  }

  @Test
  void whatARunLeavesBehindFailsIt() {
    assertThat(Kit.failureOf(Leaving.class))
        .hasMessageStartingWith("failed with seed:1;")
        .hasMessageContaining("a task that has not ended");
  }

  static final class Assuming {
    @SeededTest(runs = 20)
    void test() {
      assumeTrue(order().startsWith("a"));
    }
  }

  @Test
  void anAssumptionThatDoesNotHoldEndsOneRunOnly() {
    Kit.run(Assuming.class)
        .testEvents()
        .assertStatistics(all -> all.started(20).failed(0))
        .aborted()
        .assertThatEvents()
        .isNotEmpty();
  }
}
