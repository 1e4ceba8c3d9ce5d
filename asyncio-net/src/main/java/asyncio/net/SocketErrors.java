package asyncio.net;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The errors of sockets in the JDK's types, with the address that they concern. */
final class SocketErrors {

  /** As Netty's native parts word it: {@code connect(..) failed with error(-111): Connection …}. */
  private static final Pattern NATIVE =
      Pattern.compile(".*?failed(?: with error\\(-?\\d+\\))?: ([^:]+).*", Pattern.DOTALL);

  private SocketErrors() {}

  /** Why no connection was made. */
  static Throwable connecting(SocketAddress address, Throwable cause) {
    return about("cannot connect to " + text(address), cause, ConnectException.class);
  }

  /** Why no server listens. */
  static Throwable binding(SocketAddress address, Throwable cause) {
    return about("cannot bind to " + text(address), cause, BindException.class);
  }

  /** Why a connection was lost. */
  static Throwable losing(@Nullable SocketAddress peer, Throwable cause) {
    String whom = peer == null ? "" : " to " + text(peer);
    return about("the connection" + whom + " is lost", cause, SocketException.class);
  }

  /** Why nothing can be sent to an address. */
  static SocketException ofAnotherFamily(SocketAddress address) {
    return new SocketException(
        "cannot send to " + text(address) + ": it is not of the family of the socket");
  }

  private static Throwable about(
      String what, Throwable cause, Class<? extends SocketException> type) {
    Throwable known = cause.getCause() instanceof IOException inner ? inner : cause;
    if (!(known instanceof IOException)) {
      return cause;
    }
    String message = what + ": " + reason(known);
    SocketException named =
        type == ConnectException.class
            ? new ConnectException(message)
            : type == BindException.class
                ? new BindException(message)
                : new SocketException(message);
    named.initCause(cause);
    return named;
  }

  private static String reason(Throwable e) {
    String message = e.getMessage();
    if (message == null) {
      return e.getClass().getSimpleName();
    }
    Matcher matcher = NATIVE.matcher(message);
    return matcher.matches() ? matcher.group(1) : message;
  }

  /** Without the name that a resolved address may have in front. */
  static String text(@Nullable SocketAddress address) {
    String text = String.valueOf(address);
    return address instanceof InetSocketAddress inet && !inet.isUnresolved()
        ? text.substring(text.indexOf('/') + 1)
        : text;
  }
}
