package asyncio;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The signals that one loop listens to, until it is closed. */
final class LoopSignals {

  private final EventLoop loop;
  private final Map<String, Listener> handlers = new HashMap<>();
  private final Set<Listener> open = new LinkedHashSet<>();

  LoopSignals(EventLoop loop) {
    this.loop = loop;
  }

  /** Runs a callback, not always the same, whenever a signal comes. */
  private final class Listener implements Signals.Listening {
    private Handle handle;
    private final Signals.Listening listening;

    Listener(String signal, Runnable callback) {
      handle = handle(callback);
      listening = Signals.of(signal).listen(() -> loop.post(this::dispatch));
      open.add(this);
    }

    private Handle handle(Runnable callback) {
      return new Handle(loop, callback, Context.copyContext());
    }

    private void dispatch() {
      handle.dispatch();
    }

    /** A signal that is on its way is for the new callback. */
    void replace(Runnable callback) {
      handle = handle(callback);
    }

    @Override
    public void close() {
      handle.cancel(); // it may be on its way already
      listening.close();
      open.remove(this);
    }
  }

  /** Sets the loop's one handler of the signal, in the place of the one before. */
  void setHandler(String signal, Runnable callback) {
    loop.checkClosed();
    loop.checkThread();
    String name = Signals.of(signal).name();
    Listener listener = handlers.get(name);
    if (listener == null) {
      handlers.put(name, new Listener(signal, callback));
    } else {
      listener.replace(callback);
    }
  }

  boolean removeHandler(String signal) {
    loop.checkThread();
    Listener listener = handlers.remove(Signals.of(signal).name());
    if (listener == null) {
      return false;
    }
    listener.close();
    return true;
  }

  /** Has the loop run the callback whenever the signal comes, in the context of this moment. */
  Signals.Listening listen(String signal, Runnable callback) {
    loop.checkClosed();
    loop.checkThread();
    return new Listener(signal, callback);
  }

  void close() {
    List.copyOf(open).forEach(Signals.Listening::close);
    handlers.clear();
  }
}
