package asyncio;

import org.jspecify.annotations.Nullable;

/** What a task has been asked to do about its end; most tasks never are, and have none of these. */
final class CancelRequests {

  /** The calls of {@code cancel}, less those of {@code uncancel}. */
  int count;

  /** How many requests wait for the task's next step, if a shielded block has held them back. */
  int undelivered;

  /** The message of the last one. */
  @Nullable String message;

  /** The innermost block that the task is in in which no cancellation from outside arrives. */
  @Nullable ShieldScope scope;
}
