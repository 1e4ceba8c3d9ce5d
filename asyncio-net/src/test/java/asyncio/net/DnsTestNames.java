package asyncio.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What the JDK asks for names in the tests of this module. Those that end in {@code .test} are
 * known if a test has given them addresses; addresses of 192.0.2.0/24, and of a link alone, have a
 * name if a test has given them one. All others are the system's business.
 *
 * <p>The JDK remembers what it was told: each test has names and addresses of its own.
 */
public final class DnsTestNames extends InetAddressResolverProvider {

  private static final Map<String, LookUp> ADDRESSES = new ConcurrentHashMap<>();
  private static final Map<String, String> NAMES = new ConcurrentHashMap<>();

  /** The way to the addresses of a name. */
  @FunctionalInterface
  interface LookUp {
    String[] addresses() throws UnknownHostException, InterruptedException;
  }

  /** For the JDK's service loader. */
  public DnsTestNames() {}

  static void give(String name, String... addresses) {
    ADDRESSES.put(name, () -> addresses);
  }

  /** Has a look-up of the name run this. */
  static void give(String name, LookUp lookUp) {
    ADDRESSES.put(name, lookUp);
  }

  static void nameAddress(String address, String name) {
    NAMES.put(InetAddress.ofLiteral(address).getHostAddress(), name);
  }

  @Override
  public String name() {
    return "names of tests";
  }

  @Override
  public InetAddressResolver get(Configuration configuration) {
    InetAddressResolver system = configuration.builtinResolver();
    return new InetAddressResolver() {
      @Override
      public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
          throws UnknownHostException {
        return host.endsWith(".test") ? ofTest(host) : system.lookupByName(host, policy);
      }

      @Override
      public String lookupByAddress(byte[] bytes) throws UnknownHostException {
        InetAddress address = InetAddress.getByAddress(bytes);
        String name = NAMES.get(address.getHostAddress());
        if (name != null) {
          return name;
        }
        if (address.getHostAddress().startsWith("192.0.2.") || address.isLinkLocalAddress()) {
          throw new UnknownHostException(address.getHostAddress());
        }
        return system.lookupByAddress(bytes);
      }
    };
  }

  private static Stream<InetAddress> ofTest(String host) throws UnknownHostException {
    LookUp lookUp = ADDRESSES.get(host);
    if (lookUp == null) {
      throw new UnknownHostException(host + ": not given by any test");
    }
    List<InetAddress> addresses = new ArrayList<>();
    try {
      for (String address : lookUp.addresses()) {
        byte[] bytes = InetAddress.ofLiteral(address).getAddress();
        addresses.add(InetAddress.getByAddress(host, bytes));
      }
    } catch (InterruptedException e) {
      throw new UnknownHostException(host + ": interrupted");
    }
    return addresses.stream();
  }
}
