package asyncio.net;

import asyncio.Asyncio;
import asyncio.Body;
import asyncio.Coroutine;
import asyncio.Future;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Looks names of hosts up, and the names of addresses, without blocking the loop; mirrors {@code
 * loop.getaddrinfo} and {@code loop.getnameinfo}.
 *
 * <p>It is the JDK that looks up, with its cache ({@code networkaddress.cache.ttl}) and its order
 * of the families ({@code java.net.preferIPv6Addresses}). Each look-up has a virtual thread of its
 * own, and none of the loop's executor: however busy that is, names are found.
 */
/*
 * In a look-up the JDK blocks in native code, and makes up for the carrier thread that this takes
 * from the other virtual threads: a slow name server holds nobody else up.
 */
public final class Dns {

  private static final Executor LOOK_UPS =
      lookUp -> Thread.ofVirtual().name("asyncio-dns").start(lookUp);

  private static final List<InetAddress> LOOPBACK =
      List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));

  private Dns() {}

  /**
   * What an address is called.
   *
   * @param host the name of the host, or its address as text if it has none
   * @param port the port
   */
  public record NameInfo(String host, int port) {}

  /**
   * The addresses of a host; mirrors {@code loop.getaddrinfo}. An address as text, such as {@code
   * 127.0.0.1}, {@code ::1} or {@code fe80::1%eth0}, is not looked up, and does not wait.
   *
   * @param host a name or an address; null or empty for this machine, by its loopback addresses
   * @param port the port that each of the addresses gets, 0 to 65535
   * @return a coroutine that gives at least one address, in the order in which to try them. It
   *     throws {@link UnknownHostException} if there is none. Cancelling it stops the waiting, not
   *     the look-up
   * @throws IllegalArgumentException if the port is out of range
   */
  public static Coroutine<List<InetSocketAddress>> getaddrinfo(@Nullable String host, int port) {
    return addresses(host, port, null);
  }

  /**
   * As {@link #getaddrinfo(String, int)}, with the addresses of one family only.
   *
   * @param host a name or an address; null or empty for this machine, by its loopback address
   * @param port the port that each of the addresses gets, 0 to 65535
   * @param family {@code INET} for IPv4, {@code INET6} for IPv6
   * @return a coroutine that gives at least one address. It throws {@link UnknownHostException} if
   *     there is none of the family
   * @throws IllegalArgumentException if the port is out of range, or the family another one
   */
  public static Coroutine<List<InetSocketAddress>> getaddrinfo(
      @Nullable String host, int port, StandardProtocolFamily family) {
    return addresses(host, port, Objects.requireNonNull(family, "family"));
  }

  /** Looks a host up in the calling coroutine; a family of null is both. */
  static List<InetSocketAddress> lookUp(
      String host, int port, @Nullable StandardProtocolFamily family) {
    return Asyncio.await(addresses(host, port, family));
  }

  /**
   * The address, looked up in the calling coroutine if it was not yet.
   *
   * @throws UnknownHostException if it is not of the family
   */
  static @Nullable InetSocketAddress resolved(
      @Nullable InetSocketAddress address, @Nullable StandardProtocolFamily family)
      throws UnknownHostException {
    if (address == null) {
      return null;
    }
    if (address.isUnresolved()) {
      return lookUp(address.getHostString(), address.getPort(), family).getFirst();
    }
    if (!isOf(address.getAddress(), family)) {
      throw notFound(address.getAddress().getHostAddress(), family);
    }
    return address;
  }

  /**
   * The name of an address, by a reverse look-up; mirrors {@code loop.getnameinfo}. A name whose
   * own addresses do not include this one is not believed.
   *
   * @param address a resolved address. A name that it may hold is not looked at
   * @return a coroutine that gives the name, or the address as text if there is none. Cancelling it
   *     stops the waiting, not the look-up
   * @throws IllegalArgumentException if the address is unresolved
   */
  public static Coroutine<NameInfo> getnameinfo(InetSocketAddress address) {
    InetAddress resolved = address.getAddress();
    if (resolved == null) {
      throw new IllegalArgumentException("the address is not resolved: " + address);
    }
    return Asyncio.async(
        () -> new NameInfo(Asyncio.await(lookUp(() -> nameOf(resolved))), address.getPort()));
  }

  private static Coroutine<List<InetSocketAddress>> addresses(
      @Nullable String host, int port, @Nullable StandardProtocolFamily family) {
    if (port < 0 || port > 0xFFFF) {
      throw new IllegalArgumentException("a port is a number from 0 to 65535, not " + port);
    }
    if (family == StandardProtocolFamily.UNIX) {
      throw new IllegalArgumentException("a host has no addresses of the family UNIX");
    }
    return Asyncio.async(() -> {
      String name = Objects.requireNonNullElse(host, "");
      List<InetSocketAddress> found =
          (name.isEmpty() ? LOOPBACK : resolve(name, family))
              .stream()
                  .filter(address -> isOf(address, family))
                  .map(address -> new InetSocketAddress(address, port))
                  .toList();
      if (found.isEmpty()) {
        throw notFound(name, family);
      }
      return found;
    });
  }

  private static List<InetAddress> resolve(String host, @Nullable StandardProtocolFamily family)
      throws UnknownHostException {
    try {
      return List.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      // it is a name
    }
    try {
      return Asyncio.await(
          lookUp(() -> List.of(InetAddress.getAllByName(host))), UnknownHostException.class);
    } catch (UnknownHostException e) {
      UnknownHostException named = notFound(host, family);
      named.initCause(e);
      throw named;
    }
  }

  private static boolean isOf(InetAddress address, @Nullable StandardProtocolFamily family) {
    return family == null
        || (family == StandardProtocolFamily.INET) == (address instanceof Inet4Address);
  }

  private static UnknownHostException notFound(
      String host, @Nullable StandardProtocolFamily family) {
    String kind = family == null ? "" : family == StandardProtocolFamily.INET ? "IPv4 " : "IPv6 ";
    return new UnknownHostException("no " + kind + "address found for " + host);
  }

  private static String nameOf(InetAddress address) throws UnknownHostException {
    InetAddress bare = InetAddress.getByAddress(address.getAddress()); // without a name or a scope
    String name = bare.getHostName();
    return name.equals(bare.getHostAddress()) ? address.getHostAddress() : name;
  }

  private static <T> Future<T> lookUp(Body<T> lookUp) {
    return Asyncio.runningLoop().runInExecutor(LOOK_UPS, lookUp);
  }
}
