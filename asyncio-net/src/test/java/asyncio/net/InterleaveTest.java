package asyncio.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the families of addresses are mixed. */
@Timeout(60)
final class InterleaveTest {

  private static final String A4 = "192.0.2.1";
  private static final String B4 = "192.0.2.2";
  private static final String C4 = "192.0.2.3";
  private static final String A6 = "2001:db8:0:0:0:0:0:1";
  private static final String B6 = "2001:db8:0:0:0:0:0:2";
  private static final String C6 = "2001:db8:0:0:0:0:0:3";

  @Test
  void oneFamilyStaysAsItIs() {
    assertThat(mixed(1, C4, A4, B4)).containsExactly(C4, A4, B4);
  }

  @Test
  void twoFamiliesTakeTurns() {
    assertThat(mixed(1, A4, B4, A6, B6)).containsExactly(A4, A6, B4, B6);
  }

  @Test
  void theFirstAddressKeepsItsPlace() {
    assertThat(mixed(1, A6, B6, A4, B4)).containsExactly(A6, A4, B6, B4);
  }

  @Test
  void whatIsMixedAlreadyStaysSo() {
    assertThat(mixed(1, A4, A6, B4, B6, C4)).containsExactly(A4, A6, B4, B6, C4);
  }

  @Test
  void theRestOfTheLongerFamilyComesLast() {
    assertThat(mixed(1, A6, B6, C6, A4)).containsExactly(A6, A4, B6, C6);
    assertThat(mixed(1, A6, A4, B4, C4)).containsExactly(A6, A4, B4, C4);
  }

  @Test
  void theFirstFamilyMayHaveAHeadStart() {
    assertThat(mixed(2, A6, B6, C6, A4, B4)).containsExactly(A6, B6, A4, C6, B4);
    assertThat(mixed(3, A6, B6, C6, A4, B4)).containsExactly(A6, B6, C6, A4, B4);
  }

  @Test
  void aHeadStartThatIsLongerThanTheFamilyIsAllOfIt() {
    assertThat(mixed(9, A6, A4, B6, B4)).containsExactly(A6, B6, A4, B4);
  }

  @Test
  void zeroIsOne() {
    assertThat(mixed(0, A6, B6, A4, B4)).containsExactly(A6, A4, B6, B4);
  }

  @Test
  void noAddressesAreNone() {
    assertThat(mixed(2)).isEmpty();
  }

  private static List<String> mixed(int firstFamilyCount, String... addresses) {
    List<InetSocketAddress> given =
        Stream.of(addresses)
            .map(address -> new InetSocketAddress(InetAddress.ofLiteral(address), 80))
            .toList();
    return Interleave.families(given, firstFamilyCount).stream()
        .map(address -> address.getAddress().getHostAddress())
        .toList();
  }
}
