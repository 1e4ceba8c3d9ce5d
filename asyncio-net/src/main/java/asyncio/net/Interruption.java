package asyncio.net;

import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;

/**
 * Has a wait in native code end when the waiting thread is interrupted. To the JDK it is a
 * selector, as these have the only way to be told of that; it selects nothing.
 */
final class Interruption extends AbstractSelector {

  private final Runnable wakeup;

  Interruption(Runnable wakeup) {
    super(SelectorProvider.provider());
    this.wakeup = wakeup;
  }

  /** From now on an interrupt of this thread calls {@code wakeup}, on the interrupting thread. */
  void enter() {
    begin();
  }

  /** The wait is over. */
  void leave() {
    end();
  }

  @Override
  public Selector wakeup() {
    wakeup.run();
    return this;
  }

  @Override
  protected void implCloseSelector() {}

  @Override
  protected SelectionKey register(AbstractSelectableChannel channel, int ops, Object attachment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Set<SelectionKey> keys() {
    return Set.of();
  }

  @Override
  public Set<SelectionKey> selectedKeys() {
    return Set.of();
  }

  @Override
  public int selectNow() {
    return 0;
  }

  @Override
  public int select(long timeout) {
    return 0;
  }

  @Override
  public int select() {
    return 0;
  }
}
