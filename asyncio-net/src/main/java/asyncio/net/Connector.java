package asyncio.net;

import asyncio.Asyncio;
import asyncio.Context;
import asyncio.Coroutine;
import asyncio.ExceptionGroup;
import asyncio.Future;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes connections, in the calling coroutine. */
final class Connector {

  private final NettyLoop netty;

  Connector(NettyLoop netty) {
    this.netty = netty;
  }

  /** A channel that is connected, and the handler that waits for its transport. */
  private record Connected(Channel channel, SocketHandler handler) {}

  /** Connects to the first of a host's addresses that can be connected to. */
  <P extends Protocol> Connection<Transport, P> connect(
      Supplier<P> protocolFactory, String host, int port, ConnectOptions options) throws Exception {
    InetSocketAddress local = Dns.resolved(options.localAddress(), options.family());
    List<InetSocketAddress> addresses = addresses(host, port, local, options);
    List<Supplier<Coroutine<Connected>>> attempts = new ArrayList<>();
    for (InetSocketAddress address : addresses) {
      attempts.add(() -> Asyncio.async(() -> open(address, local)));
    }
    StaggeredRace.Result<Connected> race =
        Asyncio.await(
            StaggeredRace.run(
                attempts, options.happyEyeballsDelay(), loser -> loser.channel().close()));
    Connected winner = race.winner();
    if (winner == null) {
      throw failure(host, port, race.exceptions(), options);
    }
    TlsOptions tls = options.tls();
    return serve(protocolFactory, winner, tls == null ? null : shakeHands(winner, tls, host));
  }

  /** Connects to one address. */
  <P extends Protocol> Connection<Transport, P> connect(
      Supplier<P> protocolFactory, SocketAddress address, ConnectOptions options) {
    TlsOptions tls = options.tls();
    if (tls != null) {
      tls.checkNameIsGiven();
    }
    Connected connected = open(address, null);
    return serve(protocolFactory, connected, tls == null ? null : shakeHands(connected, tls, null));
  }

  private Tls shakeHands(Connected connected, TlsOptions options, @Nullable String host) {
    Future<Tls> done = netty.loop.createFuture();
    Channel channel = connected.channel();
    netty.execute(() -> {
      var _ =
          Tls.start(
              channel,
              connected.handler(),
              options,
              host,
              new byte[0],
              (started, failure) -> {
                if (done.done()) {
                  return;
                }
                if (failure == null) {
                  done.setResult(started);
                } else {
                  done.setException(failure);
                }
              });
    });
    try {
      return Asyncio.await(done);
    } catch (Throwable e) {
      netty.execute(() -> Channels.closeAtOnce(channel));
      throw e;
    }
  }

  private static List<InetSocketAddress> addresses(
      String host, int port, @Nullable InetSocketAddress local, ConnectOptions options)
      throws IOException {
    List<InetSocketAddress> found = Dns.lookUp(host, port, options.family());
    if (options.interleave() > 0) {
      found = Interleave.families(found, options.interleave());
    }
    if (local == null) {
      return found;
    }
    Class<?> family = local.getAddress().getClass();
    List<InetSocketAddress> matching =
        found.stream().filter(address -> address.getAddress().getClass() == family).toList();
    if (matching.isEmpty()) {
      throw new ConnectException(
          "no address of " + host + " is of the family of the local address " + local);
    }
    return matching;
  }

  private Connected open(SocketAddress address, @Nullable SocketAddress local) {
    SocketHandler handler = new SocketHandler();
    return new Connected(Channels.connect(netty, address, local, handler), handler);
  }

  /** The error of a host none of whose addresses could be connected to. */
  private static Exception failure(
      String host, int port, List<@Nullable Throwable> exceptions, ConnectOptions options) {
    List<Throwable> all =
        exceptions.stream().filter(Objects::nonNull).<Throwable>map(e -> e).toList();
    if (options.allErrors()) {
      return new ExceptionGroup("cannot connect to " + host + " port " + port, all);
    }
    if (all.size() == 1 && all.getFirst() instanceof Exception only) {
      return only;
    }
    List<String> messages = all.stream().map(e -> String.valueOf(e.getMessage())).toList();
    ConnectException failure =
        new ConnectException(
            "cannot connect to " + host + " port " + port + ": " + String.join("; ", messages));
    all.forEach(failure::addSuppressed);
    return failure;
  }

  private <P extends Protocol> Connection<Transport, P> serve(
      Supplier<P> protocolFactory, Connected connected, @Nullable Tls tls) {
    P protocol;
    try {
      protocol = protocolFactory.get();
    } catch (Throwable e) {
      connected.channel().close();
      throw e;
    }
    SocketTransport transport =
        new SocketTransport(
            netty,
            connected.channel(),
            connected.handler(),
            protocol,
            tls,
            Context.copyContext(),
            null);
    netty.execute(() -> connected.handler().tell(transport));
    TransportStart.await(transport, transport::start);
    return new Connection<>(transport, protocol);
  }
}
