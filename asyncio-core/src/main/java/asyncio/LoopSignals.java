package asyncio;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The signals that one loop listens to, until it is closed. */
final class LoopSignals {

  private final EventLoop loop;
  private final Map<String, Signals.Listening> handlers = new HashMap<>();
  private final Set<Signals.Listening> open = new LinkedHashSet<>();

  LoopSignals(EventLoop loop) {
    this.loop = loop;
  }

  /** Sets the loop's one handler of the signal, in the place of the one before. */
  void setHandler(String signal, Runnable callback) {
    Signals.Listening handler = listen(signal, callback);
    Signals.Listening replaced = handlers.put(Signals.of(signal).name(), handler);
    if (replaced != null) {
      replaced.close();
    }
  }

  boolean removeHandler(String signal) {
    loop.checkThread();
    Signals.Listening handler = handlers.remove(Signals.of(signal).name());
    if (handler == null) {
      return false;
    }
    handler.close();
    return true;
  }

  /** Has the loop run the callback whenever the signal comes, in the context of this moment. */
  Signals.Listening listen(String signal, Runnable callback) {
    loop.checkClosed();
    loop.checkThread();
    Handle handle = new Handle(loop, callback, Context.copyContext());
    Signals.Listening listening = Signals.of(signal).listen(() -> loop.post(handle::dispatch));
    var closing =
        new Signals.Listening() {
          @Override
          public void close() {
            handle.cancel(); // it may be on its way already
            listening.close();
            open.remove(this);
          }
        };
    open.add(closing);
    return closing;
  }

  void close() {
    List.copyOf(open).forEach(Signals.Listening::close);
    handlers.clear();
  }
}
