package asyncio;

import org.jspecify.annotations.Nullable;

/** Brings an error that nobody can be told of to the loop's exception handler, or to the log. */
final class ErrorReports {

  private ErrorReports() {}

  static void log(ExceptionContext context) {
    StringBuilder text = new StringBuilder(context.message());
    context
        .details()
        .forEach((key, value) ->
            text.append(System.lineSeparator()).append(key).append(": ").append(value));
    Throwable exception = context.exception();
    if (exception == null) {
      EventLoop.LOGGER.log(System.Logger.Level.ERROR, text.toString());
    } else {
      EventLoop.LOGGER.log(System.Logger.Level.ERROR, text.toString(), exception);
    }
  }

  static void report(EventLoop loop, @Nullable ExceptionHandler handler, ExceptionContext context) {
    if (handler == null) {
      loop.defaultExceptionHandler(context);
      return;
    }
    try {
      if (context.details().get("task") instanceof Task<?> task) {
        task.context().run(() -> handler.handle(loop, context));
      } else {
        handler.handle(loop, context);
      }
    } catch (KeyboardInterrupt e) {
      throw e;
    } catch (Throwable e) {
      loop.defaultExceptionHandler(
          ExceptionContext.of("Unhandled error in exception handler", e).with("context", context));
    }
  }
}
