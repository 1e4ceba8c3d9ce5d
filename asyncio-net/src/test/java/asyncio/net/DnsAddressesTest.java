package asyncio.net;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses a host has. */
@Timeout(60)
final class DnsAddressesTest {

  @Test
  void anIpv4AddressIsItself() {
    assertThat(texts(resolve("192.0.2.1", 80))).containsExactly("192.0.2.1:80");
  }

  @Test
  void anIpv6AddressIsItself() {
    assertThat(texts(resolve("2001:db8::3", 80))).containsExactly("2001:db8:0:0:0:0:0:3:80");
  }

  @Test
  void theScopeOfAnIpv6AddressStays() {
    InetSocketAddress address = resolve("fe80::1%1", 80).getFirst();

    assertThat(address.getAddress())
        .isInstanceOfSatisfying(
            Inet6Address.class, scoped -> assertThat(scoped.getScopeId()).isEqualTo(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "2001:db8::3", "fe80::1%1"})
  void anAddressIsNotWaitedFor(String host) {
    AtomicBoolean othersRan = new AtomicBoolean();
    run(() -> {
      runningLoop().callSoon(() -> othersRan.set(true));
      await(Dns.getaddrinfo(host, 80));
      assertThat(othersRan).isFalse();
    });
  }

  @Test
  void anAddressOfTheFamilyAskedForIsItself() {
    assertThat(texts(resolve("192.0.2.1", 80, StandardProtocolFamily.INET)))
        .containsExactly("192.0.2.1:80");
    assertThat(texts(resolve("2001:db8::3", 80, StandardProtocolFamily.INET6)))
        .containsExactly("2001:db8:0:0:0:0:0:3:80");
  }

  @Test
  void anAddressOfTheOtherFamilyIsUnknown() {
    assertThatExceptionOfType(UnknownHostException.class)
        .isThrownBy(() -> resolve("192.0.2.1", 80, StandardProtocolFamily.INET6))
        .withMessage("no IPv6 address found for 192.0.2.1");
    assertThatExceptionOfType(UnknownHostException.class)
        .isThrownBy(() -> resolve("::1", 80, StandardProtocolFamily.INET))
        .withMessage("no IPv4 address found for ::1");
  }

  @Test
  void anAddressOfAnInterfaceThatIsNotThereIsUnknown() {
    assertThatExceptionOfType(UnknownHostException.class)
        .isThrownBy(() -> resolve("fe80::1%nosuch", 80))
        .withMessage("no address found for fe80::1%nosuch");
  }

  @ParameterizedTest
  @NullAndEmptySource
  void withoutAHostItIsThisMachine(String host) {
    assertThat(texts(resolve(host, 80))).containsExactly("127.0.0.1:80", "0:0:0:0:0:0:0:1:80");
    assertThat(texts(resolve(host, 80, StandardProtocolFamily.INET6)))
        .containsExactly("0:0:0:0:0:0:0:1:80");
  }

  @Test
  void aNameGivesItsAddressesInTheirOrder() {
    DnsTestNames.give("mixed.test", "2001:db8::2", "192.0.2.1", "192.0.2.2");

    assertThat(texts(resolve("mixed.test", 80)))
        .containsExactly("2001:db8:0:0:0:0:0:2:80", "192.0.2.1:80", "192.0.2.2:80");
  }

  @Test
  void anAddressKnowsTheNameThatItWasFoundBy() {
    DnsTestNames.give("known.test", "192.0.2.1");

    assertThat(resolve("known.test", 80).getFirst().getHostString()).isEqualTo("known.test");
  }

  @Test
  void aNameGivesTheAddressesOfTheFamilyAskedFor() {
    DnsTestNames.give("families.test", "2001:db8::2", "192.0.2.1", "192.0.2.2");

    assertThat(texts(resolve("families.test", 80, StandardProtocolFamily.INET)))
        .containsExactly("192.0.2.1:80", "192.0.2.2:80");
    assertThat(texts(resolve("families.test", 80, StandardProtocolFamily.INET6)))
        .containsExactly("2001:db8:0:0:0:0:0:2:80");
  }

  @Test
  void aNameWithoutAddressesOfTheFamilyIsUnknown() {
    DnsTestNames.give("v4.test", "192.0.2.1");

    assertThatExceptionOfType(UnknownHostException.class)
        .isThrownBy(() -> resolve("v4.test", 80, StandardProtocolFamily.INET6))
        .withMessage("no IPv6 address found for v4.test")
        .withNoCause();
  }

  @Test
  void aNameThatIsNotFoundIsNamedWithWhatTheSystemSays() {
    assertThatExceptionOfType(UnknownHostException.class)
        .isThrownBy(() -> resolve("nowhere.test", 80))
        .withMessage("no address found for nowhere.test")
        .havingCause()
        .withMessageContaining("not given by any test");
  }

  @Test
  void localhostIsThisMachine() {
    assertThat(resolve("localhost", 80))
        .isNotEmpty()
        .allMatch(address -> address.getAddress().isLoopbackAddress());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65536})
  void aPortOutOfRangeIsRefused(int port) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dns.getaddrinfo("localhost", port))
        .withMessageContaining("not " + port);
  }

  @Test
  void aFamilyWithoutHostsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dns.getaddrinfo("localhost", 80, StandardProtocolFamily.UNIX));
  }

  private static List<InetSocketAddress> resolve(String host, int port) {
    return run(Dns.getaddrinfo(host, port));
  }

  private static List<InetSocketAddress> resolve(
      String host, int port, StandardProtocolFamily family) {
    return run(Dns.getaddrinfo(host, port, family));
  }

  private static List<String> texts(List<InetSocketAddress> addresses) {
    return addresses.stream()
        .map(address -> address.getAddress().getHostAddress() + ":" + address.getPort())
        .toList();
  }
}
