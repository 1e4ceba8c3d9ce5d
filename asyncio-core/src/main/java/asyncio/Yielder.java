package asyncio;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the body of an {@link AsyncGenerator} gives its values to.
 *
 * @param <T> the values' type
 */
/*
 * The body has a fiber of its own. Asking for a value switches the asking task to that fiber, and
 * yielding one switches it back: what the body awaits, the asking task awaits.
 */
public final class Yielder<T> {

  private enum State {
    CREATED,
    RUNNING,
    YIELDED,
    ENDED
  }

  private final AsyncGenerator.Body<T> body;
  private final ArrayDeque<T> value = new ArrayDeque<>(1);

  private State state = State.CREATED;
  private @Nullable Fiber fiber;
  private @Nullable Fiber asking;
  private @Nullable ShieldScope scopeOfAsking;
  private boolean closing;
  private @Nullable Task<?> closer;
  private @Nullable Throwable thrown;

  Yielder(AsyncGenerator.Body<T> body) {
    this.body = body;
  }

  /**
   * Gives a value to who asked for one, and waits until the next one is asked for.
   *
   * @param item the value
   */
  @SuppressWarnings("NamedLikeContextualKeyword") // Python's word, and always called on an object
  public void yield(T item) {
    Fiber mine = fiber;
    if (mine == null || state != State.RUNNING || mine.thread() != Thread.currentThread()) {
      throw new IllegalStateException("yield outside of the generator's body");
    }
    if (mine.task.shieldScope() != scopeOfAsking) {
      throw new IllegalStateException("yield in a shielded block: who asked would stay in it");
    }
    value.add(item);
    state = State.YIELDED;
    goBack(mine);
    if (!mine.suspend()) {
      throw Task.stuck();
    }
    state = State.RUNNING;
    if (closing) {
      throw new CoroutineExit();
    }
  }

  // ----- for the one who asks

  boolean started() {
    return state != State.CREATED;
  }

  /** Runs the body until it has a value, or has ended; false if it has ended. */
  boolean fetch() {
    if (value.isEmpty() && state != State.ENDED) {
      advance(Asyncio.awaitingTask());
    }
    return !value.isEmpty();
  }

  T take() {
    return value.remove();
  }

  void close() {
    if (state == State.CREATED) {
      state = State.ENDED;
    }
    if (state == State.ENDED) {
      return;
    }
    Task<?> task = Asyncio.awaitingTask();
    value.clear();
    closing = true;
    advance(task);
    if (state != State.ENDED) {
      throw new IllegalStateException("the generator yields although it is being closed");
    }
  }

  /** Closes it in a task of its own: it is garbage. */
  void closeSoon() {
    if (state == State.YIELDED) {
      closer = Asyncio.createTask(this::closeIfLeft);
    }
  }

  /** Closes it, or waits until it is closed. */
  void closeAtShutdown() {
    if (closer != null) {
      Asyncio.await(Asyncio.waitAll(List.of(closer)));
    }
    closeIfLeft(); // it may have been cancelled before it began
  }

  private void closeIfLeft() {
    if (state == State.YIELDED) {
      close();
    }
  }

  /** Unwinds the body without waiting for anything: its loop has been closed. */
  void abandon() {
    closing = true;
    asking = null;
    if (fiber != null && state == State.YIELDED) {
      fiber.resume();
    }
  }

  private void advance(Task<?> task) {
    if (state == State.RUNNING) {
      throw new IllegalStateException("the generator is running already");
    }
    EventLoop loop = task.loop;
    Fiber its = fiber;
    if (its == null) {
      its = loop.fibers.create(task, this);
      fiber = its;
      loop.addGenerator(this);
    }
    state = State.RUNNING;
    asking = task.active();
    scopeOfAsking = task.shieldScope();
    task.switchTo(its);
    Throwable failure = thrown;
    if (failure != null) {
      thrown = null;
      throw Rethrow.asIs(failure);
    }
  }

  /** The whole life of the fiber's thread. */
  void runBody() {
    Fiber mine = fiber;
    assert mine != null;
    try {
      body.run(this);
    } catch (CoroutineExit e) {
      // it was closed
    } catch (Throwable e) {
      thrown = e;
    }
    state = State.ENDED;
    mine.task.loop.generators.remove(this);
    goBack(mine);
    fiber = null;
  }

  /**
   * Who asked goes on. It is not remembered: it may hold this generator, whose garbage we await.
   */
  private void goBack(Fiber mine) {
    Fiber asked = asking;
    asking = null;
    if (asked != null) {
      mine.task.goOnWith(asked);
    }
  }
}
