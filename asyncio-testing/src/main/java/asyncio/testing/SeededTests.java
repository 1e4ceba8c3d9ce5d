package asyncio.testing;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Gives JUnit the runs of a {@link SeededTest}, until one fails. */
final class SeededTests implements TestTemplateInvocationContextProvider {

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return AnnotationSupport.isAnnotated(context.getTestMethod(), SeededTest.class);
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    SeededTest test =
        AnnotationSupport.findAnnotation(context.getTestMethod(), SeededTest.class).orElseThrow();
    AtomicBoolean failed = new AtomicBoolean();
    return seeds(test).takeWhile(_ -> !failed.get()).mapToObj(seed -> new Run(seed, test, failed));
  }

  private static LongStream seeds(SeededTest test) {
    Replay replay = Replay.asked();
    if (replay != null && replay.seed() != null) {
      return LongStream.of(replay.seed());
    }
    return test.seeds().length > 0
        ? LongStream.of(test.seeds())
        : LongStream.rangeClosed(1, test.runs());
  }

  private record Run(long seed, SeededTest test, AtomicBoolean failed)
      implements TestTemplateInvocationContext {

    @Override
    public String getDisplayName(int invocation) {
      return "seed " + seed;
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      TestSchedule schedule = new TestSchedule.Seeded(seed, test.strict());
      return List.of(
          new AsyncExtension(new AsyncExtension.Settings(false, test.timeout(), schedule, failed)));
    }
  }
}
