package asyncio.net;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.Future;
import java.io.IOException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of watched channels when the system selects no more. */
@Timeout(60)
final class BrokenSelectorTest {

  /** Fails when it is woken up. */
  private static final class Broken extends AbstractSelector {
    private final CountDownLatch woken = new CountDownLatch(1);

    Broken() {
      super(SelectorProvider.provider());
    }

    @Override
    public int select(Consumer<SelectionKey> action, long timeout) throws IOException {
      woken.countDown();
      throw new IOException("broken");
    }

    @Override
    public Selector wakeup() {
      return this;
    }

    @Override
    protected void implCloseSelector() {}

    @Override
    protected SelectionKey register(
        AbstractSelectableChannel channel, int ops, @Nullable Object attachment) {
      throw new IllegalStateException("too late");
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
    public int select(long timeout) throws IOException {
      return select(key -> {}, timeout);
    }

    @Override
    public int select() throws IOException {
      return select(0);
    }
  }

  @Test
  void whatIsArmedAfterTheSelectorHasFailedIsLost() {
    run(() -> {
      Broken selector = new Broken();
      Future<Exception> lost = runningLoop().createFuture();
      ReadinessThread thread =
          new ReadinessThread(
              runningLoop(), selector, watch -> {}, (watch, why) -> lost.setResult(why));
      selector.woken.await();
      Pipe pipe = Pipe.open();
      pipe.source().configureBlocking(false);
      ReadinessWatch watch =
          new ReadinessWatch(
              pipe.source(),
              SelectionKey.OP_READ,
              new ReadinessWatch.Target.Waiter(runningLoop().createFuture()));
      thread.arm(watch);
      assertThat(await(lost)).isInstanceOf(IOException.class).hasMessage("broken");
      thread.disarm(watch);
      pipe.source().close();
      pipe.sink().close();
      thread.close();
    });
  }
}
