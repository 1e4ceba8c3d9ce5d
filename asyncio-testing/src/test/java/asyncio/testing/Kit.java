package asyncio.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Has JUnit run a class of tests, within a test, to see what comes of them. */
final class Kit {

  private Kit() {}

  static EngineExecutionResults run(Class<?> tests) {
    EngineTestKit.Builder kit = EngineTestKit.engine("junit-jupiter").selectors(selectClass(tests));
    assertThat(kit.discover().getDiscoveryIssues()).isEmpty();
    return kit.execute();
  }

  /** What the one test that fails, of those in the class, has failed with. */
  static Throwable failureOf(Class<?> tests) {
    List<Throwable> failures = failuresOf(run(tests));
    assertThat(failures).hasSize(1);
    return failures.getFirst();
  }

  static List<Throwable> failuresOf(EngineExecutionResults results) {
    return results.testEvents().failed().stream()
        .map(event -> event.getRequiredPayload(TestExecutionResult.class))
        .map(result -> result.getThrowable().orElseThrow())
        .toList();
  }
}
