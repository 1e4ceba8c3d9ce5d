package asyncio;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings an error that nobody can be told of to the loop's exception handler, or to the log. */
final class ErrorReports {

  private ErrorReports() {}

  static void log(EventLoop loop, ExceptionContext context) {
    StringBuilder text = new StringBuilder(context.message());
    context
        .details()
        .forEach((key, value) -> {
          text.append(System.lineSeparator()).append(key).append(": ").append(Future.text(value));
          if (value instanceof Future<?> || value instanceof Handle) {
            for (StackTraceElement frame : loop.origins.stackOf(value)) {
              text.append(System.lineSeparator()).append("  made at ").append(frame);
            }
          }
        });
    Throwable exception = context.exception();
    if (exception == null) {
      EventLoop.LOGGER.log(System.Logger.Level.ERROR, text.toString());
    } else {
      EventLoop.LOGGER.log(System.Logger.Level.ERROR, text.toString(), exception);
    }
  }

  /** Runs in the context given, or else in that of the task or handle which the report names. */
  static void report(
      EventLoop loop,
      @Nullable ExceptionHandler handler,
      ExceptionContext context,
      @Nullable Context in) {
    if (handler == null) {
      loop.defaultExceptionHandler(context);
      return;
    }
    try {
      Context where = in != null ? in : contextOf(context.details());
      if (where != null) {
        where.run(() -> handler.handle(loop, context));
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

  private static @Nullable Context contextOf(Map<String, Object> details) {
    for (String key : List.of("task", "future", "handle")) {
      switch (details.get(key)) {
        case Task<?> task -> {
          return task.context();
        }
        case Handle handle -> {
          return handle.context();
        }
        case null, default -> {
          // it has none
        }
      }
    }
    return null;
  }
}
