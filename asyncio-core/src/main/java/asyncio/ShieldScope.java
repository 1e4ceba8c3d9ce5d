package asyncio;

import org.jspecify.annotations.Nullable;

/**
 * A block of a task in which no cancellation from outside arrives: it is held back until the block
 * ends.
 */
/*
 * What is inside of the block can still cancel the task: a time-out or a task group that was entered
 * in it. Each of those remembers the scope that it was entered in, and its request passes if that is
 * the task's innermost one. If not, the outermost scope in between holds it back, and the task does
 * not count it before it arrives: what is inside must be able to tell its own request from others.
 */
final class ShieldScope {

  private final @Nullable ShieldScope outer;

  /** How many requests it holds back. */
  private int held;

  /** The message of the last one. */
  private @Nullable String message;

  private ShieldScope(@Nullable ShieldScope outer) {
    this.outer = outer;
  }

  static <T extends @Nullable Object> T run(Body<T> block) {
    Task<?> task = Asyncio.awaitingTask();
    ShieldScope scope = new ShieldScope(task.shieldScope());
    boolean cancelledBefore = task.holdCancellation();
    task.setShieldScope(scope);
    try {
      return block.call();
    } catch (Throwable e) {
      throw Rethrow.asIs(e);
    } finally {
      task.setShieldScope(scope.outer);
      if (cancelledBefore || scope.held > 0) {
        task.cancelAtNextAwait(cancelledBefore, scope.held, scope.message);
      }
    }
  }

  /** Has a scope hold back a request of what was entered in {@code from}. */
  static void hold(ShieldScope innermost, @Nullable ShieldScope from, @Nullable String message) {
    ShieldScope holder = innermost;
    while (holder.outer != from && holder.outer != null) {
      holder = holder.outer;
    }
    holder.held++;
    holder.message = message;
  }

  /**
   * A request is taken back before it has arrived: one from outside, since what is inside takes its
   * own back when that has arrived.
   */
  static void takeBack(@Nullable ShieldScope innermost) {
    ShieldScope outermostHolder = null;
    for (ShieldScope scope = innermost; scope != null; scope = scope.outer) {
      if (scope.held > 0) {
        outermostHolder = scope;
      }
    }
    if (outermostHolder != null) {
      outermostHolder.held--;
    }
  }
}
