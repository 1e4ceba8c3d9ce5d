package asyncio.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.util.List;
import java.util.function.BiConsumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** TLS on a channel. May lie on top of TLS. */
final class Tls {

  private final SslHandler handler;
  final TlsOptions options;

  private Tls(SslHandler handler, TlsOptions options) {
    this.handler = handler;
    this.options = options;
  }

  /**
   * Puts TLS between the channel and its end, and shakes hands. The loop's own thread.
   *
   * @param host what is connected to, or null if the options name it or nobody knows
   * @param early what has come of the handshake already
   * @param done gets null with it when that is over, or why it failed
   */
  static Tls start(
      Channel channel,
      SocketHandler end,
      TlsOptions options,
      @Nullable String host,
      byte[] early,
      BiConsumer<Tls, @Nullable Throwable> done) {
    String name = options.serverHostname() != null ? options.serverHostname() : host;
    SslHandler handler = handler(channel, options, name);
    Tls tls = new Tls(handler, options);
    handler.setHandshakeTimeoutMillis(Math.max(1, options.handshakeTimeout().toMillis()));
    handler.setCloseNotifyFlushTimeoutMillis(0);
    handler.setCloseNotifyReadTimeoutMillis(Math.max(1, options.shutdownTimeout().toMillis()));
    ChannelPipeline pipeline = channel.pipeline();
    ChannelHandlerContext at = pipeline.context(end);
    end.shakingHands(true);
    pipeline.addBefore(at.name(), null, handler);
    handler
        .handshakeFuture()
        .addListener(future -> {
          end.shakingHands(false);
          Throwable cause = future.cause();
          done.accept(tls, cause == null ? null : failure(channel, name, cause));
        });
    if (early.length > 0) {
      feed(pipeline.context(handler), handler, early);
    }
    channel.read(); // from here on the handler asks for more until hands are shaken
    return tls;
  }

  private static SslHandler handler(Channel channel, TlsOptions options, @Nullable String name) {
    TlsContext context = options.context();
    int port = channel.remoteAddress() instanceof InetSocketAddress address ? address.getPort() : 0;
    SslHandler handler =
        name == null
            ? context.netty.newHandler(channel.alloc())
            : context.netty.newHandler(channel.alloc(), name, port);
    if (context.isClient()) {
      SSLParameters parameters = handler.engine().getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm(context.checkHostname ? "HTTPS" : "");
      if (name != null) {
        askFor(name, parameters);
      }
      handler.engine().setSSLParameters(parameters);
    }
    return handler;
  }

  /** Sends the name to the server (SNI): the engines leave those out that have no dot. */
  private static void askFor(String name, SSLParameters parameters) {
    if (NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name)) {
      return;
    }
    try {
      parameters.setServerNames(List.of(new SNIHostName(name)));
    } catch (IllegalArgumentException e) {
      // no name that can be sent, such as my_host
    }
  }

  private static void feed(ChannelHandlerContext context, SslHandler handler, byte[] early) {
    ByteBuf bytes = Unpooled.wrappedBuffer(early);
    try {
      handler.channelRead(context, bytes);
      handler.channelReadComplete(context);
    } catch (Exception e) {
      context.fireExceptionCaught(e);
    }
  }

  private static Throwable failure(Channel channel, @Nullable String name, Throwable cause) {
    String peer = name != null ? name : String.valueOf(NettyIo.toJdk(channel.remoteAddress()));
    Throwable innermost = cause;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    SSLHandshakeException failure =
        new SSLHandshakeException(
            "the TLS handshake with "
                + peer
                + " failed: "
                + (innermost.getMessage() == null
                    ? "the connection was closed"
                    : innermost.getMessage()));
    failure.initCause(cause);
    return failure;
  }

  /** Whether the other side has agreed to the end of the connection. */
  boolean closedByPeer() {
    return handler.sslCloseFuture().isSuccess();
  }

  /** What is known of it, or null. */
  @Nullable Object extraInfo(ExtraInfo<?> info) {
    return switch (info.name()) {
      case "cipher" -> handler.engine().getSession().getCipherSuite();
      case "ssl_object" -> handler.engine();
      case "peercert" -> peerCertificate();
      default -> null;
    };
  }

  private @Nullable Certificate peerCertificate() {
    try {
      return handler.engine().getSession().getPeerCertificates()[0];
    } catch (SSLPeerUnverifiedException e) {
      return null;
    }
  }
}
