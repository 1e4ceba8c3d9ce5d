package asyncio.testing;

import asyncio.EventLoop;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs the test methods and fixtures of JUnit as coroutines, all those of a test on one loop. */
final class AsyncExtension implements BeforeEachCallback, AfterEachCallback, InvocationInterceptor {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(AsyncExtension.class);

  /**
   * How tests are run.
   *
   * @param failed is told if it fails
   */
  record Settings(
      boolean realTime, double timeout, @Nullable TestSchedule schedule, AtomicBoolean failed) {

    Supplier<EventLoop> loopFactory() {
      return realTime ? EventLoop::create : () -> VirtualDriver.newLoop(schedule, null);
    }
  }

  /** Null where the annotation has them. */
  private final @Nullable Settings settings;

  /** As the annotation says. */
  AsyncExtension() {
    this(null);
  }

  AsyncExtension(@Nullable Settings settings) {
    this.settings = settings;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (settings != null) {
      open(context, settings);
    } else if (!AnnotationSupport.isAnnotated(context.getTestMethod(), SeededTest.class)) {
      AsyncTest test = annotation(context);
      open(context, new Settings(test.realTime(), test.timeout(), null, new AtomicBoolean()));
    }
  }

  private void open(ExtensionContext context, Settings known) {
    boolean parallel =
        context
            .getConfigurationParameter("junit.jupiter.execution.parallel.enabled")
            .map(Boolean::parseBoolean)
            .orElse(false);
    store(context).put(this, new TestThread(known, parallel));
  }

  private static AsyncTest annotation(ExtensionContext context) {
    Optional<AsyncTest> ofMethod =
        AnnotationSupport.findAnnotation(context.getTestMethod(), AsyncTest.class);
    return ofMethod
        .or(() ->
            AnnotationSupport.findAnnotation(
                context.getRequiredTestClass(), AsyncTest.class, enclosing(context)))
        .orElseThrow();
  }

  private static List<Class<?>> enclosing(ExtensionContext context) {
    return context.getEnclosingTestClasses();
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    TestThread thread = store(context).remove(this, TestThread.class);
    if (thread != null) {
      thread.close(context.getExecutionException().orElse(null));
    }
  }

  @Override
  public void interceptBeforeEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> invocationContext,
      ExtensionContext context)
      throws Throwable {
    run(invocation, invocationContext.getExecutable(), context);
  }

  @Override
  public void interceptTestMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> invocationContext,
      ExtensionContext context)
      throws Throwable {
    run(invocation, invocationContext.getExecutable(), context);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> invocationContext,
      ExtensionContext context)
      throws Throwable {
    run(invocation, invocationContext.getExecutable(), context);
  }

  @Override
  public void interceptDynamicTest(
      Invocation<@Nullable Void> invocation,
      DynamicTestInvocationContext invocationContext,
      ExtensionContext context)
      throws Throwable {
    run(invocation, context.getTestMethod().orElse(null), context);
  }

  @Override
  public void interceptAfterEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> invocationContext,
      ExtensionContext context)
      throws Throwable {
    run(invocation, invocationContext.getExecutable(), context);
  }

  private void run(
      Invocation<@Nullable Void> invocation, @Nullable Method method, ExtensionContext context)
      throws Throwable {
    TestThread thread = store(context).get(this, TestThread.class);
    if (thread == null) {
      invocation.proceed(); // another instance of this extension runs it
    } else {
      thread.run(invocation, method);
    }
  }

  private static ExtensionContext.Store store(ExtensionContext context) {
    return context.getStore(NAMESPACE);
  }
}
