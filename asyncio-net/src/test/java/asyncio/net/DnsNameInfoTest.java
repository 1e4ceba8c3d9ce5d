package asyncio.net;

import static asyncio.Asyncio.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an address is called. */
@Timeout(60)
final class DnsNameInfoTest {

  @Test
  void anAddressThatHasANameGivesIt() {
    DnsTestNames.nameAddress("192.0.2.101", "called.test");
    DnsTestNames.give("called.test", "192.0.2.101");

    assertThat(nameOf("192.0.2.101", 80)).isEqualTo(new Dns.NameInfo("called.test", 80));
  }

  @Test
  void anAddressWithoutANameGivesItself() {
    assertThat(nameOf("192.0.2.102", 80)).isEqualTo(new Dns.NameInfo("192.0.2.102", 80));
  }

  @Test
  void anAddressWithoutANameKeepsItsScope() {
    assertThat(nameOf("fe80::1%1", 80)).isEqualTo(new Dns.NameInfo("fe80:0:0:0:0:0:0:1%1", 80));
  }

  @Test
  void aNameWithOtherAddressesIsNotBelieved() {
    DnsTestNames.nameAddress("192.0.2.103", "liar.test");
    DnsTestNames.give("liar.test", "192.0.2.1");

    assertThat(nameOf("192.0.2.103", 80).host()).isEqualTo("192.0.2.103");
  }

  @Test
  void aNameThatTheAddressHoldsIsNotLookedAt() throws UnknownHostException {
    DnsTestNames.nameAddress("192.0.2.104", "real.test");
    DnsTestNames.give("real.test", "192.0.2.104");
    InetAddress renamed =
        InetAddress.getByAddress("alias.test", new byte[] {(byte) 192, 0, 2, 104});

    assertThat(run(Dns.getnameinfo(new InetSocketAddress(renamed, 80))).host())
        .isEqualTo("real.test");
  }

  @Test
  void anUnresolvedAddressIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dns.getnameinfo(InetSocketAddress.createUnresolved("a.test", 80)))
        .withMessageContaining("a.test");
  }

  private static Dns.NameInfo nameOf(String address, int port) {
    return run(Dns.getnameinfo(new InetSocketAddress(InetAddress.ofLiteral(address), port)));
  }
}
