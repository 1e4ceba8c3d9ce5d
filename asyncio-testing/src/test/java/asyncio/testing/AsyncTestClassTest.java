package asyncio.testing;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code @AsyncTest} on a class. */
final class AsyncTestClassTest {

  private static final List<String> LOG = new ArrayList<>();

  @BeforeEach
  void clearLog() {
    LOG.clear();
  }

  private static void note(String what) {
    await(sleep(1));
    LOG.add(what + " at " + runningLoop().time());
  }

  @AsyncTest
  static class All {
    @BeforeEach
    void before() {
      note("before");
    }

    @AfterEach
    void after() {
      note("after");
    }
  }

  static final class Plain extends All {
    @Test
    void test() {
      note("test");
    }
  }

  @Test
  void itsOrdinaryTestsAreCoroutinesAndThoseOfItsSubclasses() {
    Kit.run(Plain.class).testEvents().assertStatistics(all -> all.succeeded(1).failed(0));
    assertThat(LOG).containsExactly("before at 1.0", "test at 2.0", "after at 3.0");
  }

  static final class Many extends All {
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void parameterized(int value) {
      note("parameter " + value);
    }

    @RepeatedTest(2)
    void repeated() {
      note("repeated");
    }
  }

  @Test
  void testsThatRunSeveralTimesHaveALoopForEach() {
    Kit.run(Many.class).testEvents().assertStatistics(all -> all.succeeded(4).failed(0));
    assertThat(LOG)
        .filteredOn(line -> !line.startsWith("before") && !line.startsWith("after"))
        .containsExactlyInAnyOrder(
            "parameter 1 at 2.0", "parameter 2 at 2.0", "repeated at 2.0", "repeated at 2.0");
  }

  static final class Factory extends All {
    @TestFactory
    Stream<DynamicTest> factory() {
      return Stream.of(
          dynamicTest("one", () -> note("one")), dynamicTest("two", () -> note("two")));
    }
  }

  @Test
  void dynamicTestsRunOnTheLoopOfTheirFactory() {
    Kit.run(Factory.class).testEvents().assertStatistics(all -> all.succeeded(2).failed(0));
    assertThat(LOG).containsExactly("before at 1.0", "one at 2.0", "two at 3.0", "after at 4.0");
  }

  @AsyncTest(timeout = 0.2)
  static final class Outer {
    @AsyncTest
    void ownAnnotation() {
      note("own");
    }

    @Nested
    final class Inner {
      @Test
      void test() {
        note("nested");
      }

      @Test
      void endless() {
        while (true) {
          await(sleep(1));
        }
      }
    }
  }

  @Test
  void nestedClassesHaveTheSettingsOfTheOuterOne() {
    assertThat(Kit.failureOf(Outer.class))
        .hasMessageStartingWith("the test did not end within 0.2");
    assertThat(LOG).containsExactlyInAnyOrder("own at 1.0", "nested at 1.0");
  }

  @AsyncTest
  static final class Leaving {
    @Test
    void test() {
      createTask(sleep(10));
    }
  }

  @Test
  void whatItsTestsLeaveBehindFailsThem() {
    assertThat(Kit.failureOf(Leaving.class)).hasMessageContaining("a task that has not ended");
  }
}
