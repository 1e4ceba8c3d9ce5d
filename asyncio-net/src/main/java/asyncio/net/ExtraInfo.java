package asyncio.net;

import java.net.SocketAddress;
import java.security.cert.Certificate;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of a transport with {@link BaseTransport#getExtraInfo}; the names are those of
 * {@code asyncio}'s {@code get_extra_info}.
 *
 * @param <I> its type
 * @param name its name in asyncio
 * @param type its type
 */
public record ExtraInfo<I>(String name, Class<I> type) {

  /** The address of the other end of a connection. */
  public static final ExtraInfo<SocketAddress> PEERNAME =
      new ExtraInfo<>("peername", SocketAddress.class);

  /** The socket's own address. */
  public static final ExtraInfo<SocketAddress> SOCKNAME =
      new ExtraInfo<>("sockname", SocketAddress.class);

  /** The socket, to look at and to set options of. */
  public static final ExtraInfo<TransportSocket> SOCKET =
      new ExtraInfo<>("socket", TransportSocket.class);

  /** The name of the cipher suite that TLS uses. */
  public static final ExtraInfo<String> CIPHER = new ExtraInfo<>("cipher", String.class);

  /** The certificate that the other side has identified itself with; none if it has not. */
  public static final ExtraInfo<Certificate> PEERCERT =
      new ExtraInfo<>("peercert", Certificate.class);

  /** The JDK's view of the TLS connection: protocol, application protocol (ALPN), session. */
  public static final ExtraInfo<SSLEngine> SSL_OBJECT =
      new ExtraInfo<>("ssl_object", SSLEngine.class);

  /** What is known, if it is of this type. */
  @Nullable I of(@Nullable Object known) {
    return type.isInstance(known) ? type.cast(known) : null;
  }

  @Override
  public String toString() {
    return name;
  }
}
