package asyncio;

/** What can stand in the loop's ready queue: a callback, or the next step of a task. */
abstract sealed class Ready permits Handle, DoneCallback, Fiber {

  /** Runs on the loop's thread. Nothing but a {@link KeyboardInterrupt} leaves it. */
  abstract void dispatch();
}
