package asyncio;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Signals of the operating system, one after the other; anyio's {@code open_signal_receiver}. Not
 * in asyncio.
 *
 * {@snippet :
 * try (SignalReceiver signals = SignalReceiver.open("HUP", "TERM")) {
 *   for (String signal : signals) { // awaits the next one
 *     …
 *   }
 * }
 * }
 *
 * <p>There may be several for the same signal, beside a handler of {@link
 * EventLoop#addSignalHandler}: each gets every signal. While there is any, the signal does nothing
 * else: with {@code INT}, Ctrl-C does not cancel what {@link Runner#run} runs. It belongs to the
 * loop's thread.
 */
public final class SignalReceiver implements Iterable<String>, AutoCloseable {

  private final Queue<String> arrived = new Queue<>();
  private final List<Signals.Listening> listening = new ArrayList<>();

  private SignalReceiver() {}

  /**
   * Receives these signals from now on, until it is closed, or its loop is.
   *
   * @param signals at least one name, such as {@code TERM} or {@code SIGTERM}
   * @return the receiver
   * @throws IllegalArgumentException if there is none, or no such signal
   * @throws IllegalStateException if a signal cannot be caught, or no loop runs this thread
   */
  public static SignalReceiver open(String... signals) {
    EventLoop loop = RunningLoops.current();
    Set<String> names = new LinkedHashSet<>();
    for (String signal : signals) {
      names.add(Signals.of(signal).name());
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to receive: no signals were given");
    }
    SignalReceiver receiver = new SignalReceiver();
    try {
      for (String name : names) {
        receiver.listening.add(loop.signals.listen(name, () -> receiver.arrived.putNowait(name)));
      }
    } catch (Throwable e) {
      receiver.close();
      throw e;
    }
    return receiver;
  }

  /**
   * The names of the signals, without {@code SIG}, as they come. {@code hasNext} awaits the next
   * one, and is false once the receiver is closed.
   *
   * @return an iterator; all iterators of a receiver share its signals
   */
  @Override
  public Iterator<String> iterator() {
    return new Iterator<>() {
      private @Nullable String next;

      @Override
      public boolean hasNext() {
        if (next == null) {
          try {
            next = Asyncio.await(arrived.get());
          } catch (QueueShutDownException e) {
            return false;
          }
        }
        return true;
      }

      @Override
      public String next() {
        if (!hasNext()) {
          throw new NoSuchElementException("the receiver is closed");
        }
        String taken = next;
        next = null;
        assert taken != null;
        return taken;
      }
    };
  }

  /**
   * Stops receiving: the signals do again what they did before. What has not been taken is dropped,
   * and iterators end.
   */
  @Override
  public void close() {
    listening.forEach(Signals.Listening::close);
    listening.clear();
    arrived.shutdown(true);
  }
}
