package asyncio.net;

import asyncio.Asyncio;
import asyncio.Context;
import asyncio.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How each transport starts: its protocol is told, then it is opened, then who waits for it goes
 * on; each in a callback of its own.
 */
final class TransportStart {

  private TransportStart() {}

  static void schedule(
      NettyLoop netty,
      Context context,
      Runnable connectionMade,
      Runnable open,
      @Nullable Future<@Nullable Void> made) {
    netty.callSoon(connectionMade, context);
    netty.callSoon(open, context);
    if (made != null) {
      netty.callSoon(() -> complete(made), context);
    }
  }

  static void complete(Future<@Nullable Void> future) {
    if (!future.done()) {
      future.setResult(null);
    }
  }

  /** Starts a transport, and waits for it in the calling coroutine. */
  static void await(BaseTransport transport, Consumer<Future<@Nullable Void>> starting) {
    Future<@Nullable Void> made = transport.loop().createFuture();
    starting.accept(made);
    try {
      Asyncio.await(made);
    } catch (Throwable e) { // cancelled: nobody else knows the transport
      transport.close();
      throw e;
    }
  }
}
