package asyncio.conformance;

import asyncio.BrokenBarrierException;
import asyncio.CancelledError;
import asyncio.ExceptionGroup;
import asyncio.InvalidStateException;
import asyncio.Outcome;
import asyncio.QueueEmptyException;
import asyncio.QueueFullException;
import asyncio.QueueShutDownException;
import asyncio.TimeoutException;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values and errors in the words of the trace. */
final class Describe {

  private Describe() {}

  static String value(@Nullable Object value) {
    return switch (value) {
      case null -> "none";
      case Collection<?> values ->
          values.stream().map(Describe::value).collect(Collectors.joining(",", "[", "]"));
      case Outcome.Value<?>(var returned) -> value(returned);
      case Outcome.Failure<?>(var exception) -> error(exception);
      case Outcome.Cancellation<?>(var cancelled) -> error(cancelled);
      case Throwable error -> error(error);
      default -> value.toString();
    };
  }

  static String error(Throwable error) {
    return switch (error) {
      case CancelledError e ->
          e.getMessage() == null ? "Cancelled" : "Cancelled(" + e.getMessage() + ")";
      case TimeoutException e -> "Timeout";
      case AppException e -> "App(" + e.getMessage() + ")";
      case BrokenBarrierException e -> "BrokenBarrier";
      case ExceptionGroup e ->
          e.exceptions().stream()
              .map(Describe::error)
              .collect(Collectors.joining(",", "Group[", "]"));
      case QueueEmptyException e -> "QueueEmpty";
      case QueueFullException e -> "QueueFull";
      case QueueShutDownException e -> "QueueShutDown";
      case InvalidStateException e -> "InvalidState";
      case IllegalArgumentException e -> "Value";
      case IllegalStateException e -> "Runtime";
      case StackOverflowError e -> "Runtime"; // CPython's RecursionError is a RuntimeError
      default -> throw new ProgramError("the trace has no word for " + error, error);
    };
  }
}
