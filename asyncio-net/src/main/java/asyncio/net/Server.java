package asyncio.net;

import asyncio.Asyncio;
import asyncio.CancelledError;
import asyncio.Context;
import asyncio.Coroutine;
import asyncio.EventLoop;
import asyncio.Future;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What listens for connections; mirrors {@code asyncio.Server}.
 *
 * {@snippet :
 * try (Server server = await(startServer(this::serve, "127.0.0.1", 8080))) {
 *   await(server.serveForever());
 * }
 * }
 *
 * <p>It belongs to its loop's thread.
 */
public final class Server implements AutoCloseable {

  // immutable state
  private final NettyLoop netty;
  private final Supplier<? extends Protocol> protocolFactory;
  private final @Nullable TlsOptions tls;
  private final Runnable cleanup;

  /** That of whoever has made the server; each connection gets a copy. */
  private final Context context = Context.copyContext();

  // mutable state
  private final List<Channel> listening = new ArrayList<>();
  private final NettyLoop.Disposed listeners = () -> listening.forEach(ListeningUnixSocket::close);
  private final Set<SocketTransport> clients = new LinkedHashSet<>();
  private final Set<Channel> shakingHands = new LinkedHashSet<>();
  private final Future<@Nullable Void> allEnded;
  private boolean serving;
  private boolean closed;
  private @Nullable Future<@Nullable Void> servingForever;

  /**
   * A server that does not listen yet.
   *
   * @param tls that of its connections, or null
   * @param cleanup what to do when it is closed
   */
  Server(
      NettyLoop netty,
      Supplier<? extends Protocol> protocolFactory,
      @Nullable TlsOptions tls,
      Runnable cleanup) {
    this.netty = netty;
    this.protocolFactory = protocolFactory;
    this.tls = tls;
    this.cleanup = cleanup;
    allEnded = netty.loop.createFuture();
    netty.open.add(listeners);
  }

  // ----- connections

  /** Adds a channel that listens. */
  void add(Channel channel) {
    listening.add(channel);
  }

  /** Takes a connection over. The loop's own thread, outside of a callback. */
  void accepted(Channel channel, SocketHandler handler) {
    Context own = context.copy();
    netty.callSoon(
        () -> {
          if (closed) {
            channel.close();
          } else if (tls == null) {
            serve(channel, handler, null, own);
          } else {
            shakeHands(channel, handler, tls, own);
          }
        },
        own);
  }

  private void shakeHands(Channel channel, SocketHandler handler, TlsOptions options, Context own) {
    shakingHands.add(channel);
    var _ =
        Tls.start(
            channel,
            handler,
            options,
            null,
            new byte[0],
            (started, failure) -> {
              if (failure == null) {
                netty.callSoon(() -> handsShaken(channel, handler, started, own), own);
              } else {
                notAccepted(channel, failure);
              }
            });
  }

  private void handsShaken(Channel channel, SocketHandler handler, Tls started, Context own) {
    if (shakingHands.contains(channel)) { // not closed by now
      try {
        serve(channel, handler, started, own);
      } finally {
        shakingHands.remove(channel);
        endIfAllHave();
      }
    }
  }

  private void notAccepted(Channel channel, Throwable failure) {
    shakingHands.remove(channel);
    endIfAllHave();
    if (netty.loop.debug()) {
      NettyLoop.LOGGER.log(System.Logger.Level.WARNING, "a client was not accepted", failure);
    }
  }

  private void serve(Channel channel, SocketHandler handler, @Nullable Tls started, Context own) {
    Protocol protocol;
    try {
      protocol = protocolFactory.get();
    } catch (Throwable e) {
      channel.close();
      throw e;
    }
    SocketTransport transport =
        new SocketTransport(netty, channel, handler, protocol, started, own, this);
    transport.start(null);
    handler.tell(transport); // behind it: with TLS there may be data already
  }

  void attach(SocketTransport client) {
    clients.add(client);
  }

  void detach(SocketTransport client) {
    clients.remove(client);
    endIfAllHave();
  }

  private void endIfAllHave() {
    if (closed && clients.isEmpty() && shakingHands.isEmpty() && !allEnded.done()) {
      allEnded.setResult(null);
    }
  }

  // ----- serving

  /**
   * The loop that it belongs to.
   *
   * @return the loop
   */
  public EventLoop loop() {
    return netty.loop;
  }

  /**
   * The sockets that listen, to ask for the port of a server that was started with port 0:
   *
   * {@snippet :
   * server.sockets().getFirst().localAddress()
   * }
   *
   * @return the sockets; none once it is closed
   */
  public List<TransportSocket> sockets() {
    return closed
        ? List.of()
        : listening.stream().<TransportSocket>map(ChannelSocket::new).toList();
  }

  /**
   * Whether it accepts connections.
   *
   * @return true if it does
   */
  public boolean isServing() {
    return serving;
  }

  /**
   * Begins to accept connections. Has no effect if it does already.
   *
   * @return a coroutine that does it; it throws {@link IllegalStateException} if it is closed
   */
  public Coroutine<@Nullable Void> startServing() {
    return Asyncio.async(() -> {
      accept();
      Asyncio.await(Asyncio.sleep(0)); // so that who accepts runs before who waits for this
    });
  }

  private void accept() {
    if (closed) {
      throw new IllegalStateException("the server is closed");
    }
    if (!serving) {
      serving = true;
      netty.execute(() -> listening.forEach(channel -> channel.config().setAutoRead(true)));
    }
  }

  /**
   * Accepts connections until it is cancelled, or the server is closed.
   *
   * @return a coroutine that never returns: it is cancelled. When it is, it closes the server and
   *     its connections, and waits for them. It throws {@link IllegalStateException} if the server
   *     is closed, or another coroutine waits for this already
   */
  public Coroutine<@Nullable Void> serveForever() {
    return Asyncio.async(() -> {
      if (servingForever != null) {
        throw new IllegalStateException("serveForever() is being awaited already");
      }
      accept();
      Future<@Nullable Void> forever = netty.loop.createFuture();
      servingForever = forever;
      try {
        Asyncio.await(forever);
      } catch (CancelledError e) {
        close();
        closeClients();
        Asyncio.await(waitClosed());
        throw e;
      } finally {
        servingForever = null;
      }
    });
  }

  // ----- closing

  /**
   * Stops listening. Connections that are there stay; {@link #serveForever} is cancelled. Closing
   * it again has no effect.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    serving = false;
    netty.open.remove(listeners);
    listeners.dispose();
    cleanup.run();
    if (servingForever != null) {
      servingForever.cancel();
    }
    endIfAllHave();
  }

  /** Closes the connections that are there, once what was written to them is sent. */
  public void closeClients() {
    List.copyOf(clients).forEach(SocketTransport::close);
    dropUnaccepted();
  }

  /** Closes the connections that are there, at once. */
  public void abortClients() {
    List.copyOf(clients).forEach(SocketTransport::abort);
    dropUnaccepted();
  }

  private void dropUnaccepted() {
    for (Channel channel : shakingHands) {
      netty.execute(() -> Channels.closeAtOnce(channel));
    }
    shakingHands.clear();
    endIfAllHave();
  }

  /**
   * Waits until it is closed and no connection is left, whichever comes last.
   *
   * @return a coroutine that waits
   */
  public Coroutine<@Nullable Void> waitClosed() {
    return Asyncio.async(() -> Asyncio.await(Asyncio.shield(allEnded)));
  }

  @Override
  public String toString() {
    return "<Server " + (closed ? "closed" : sockets()) + " clients=" + clients.size() + ">";
  }
}
