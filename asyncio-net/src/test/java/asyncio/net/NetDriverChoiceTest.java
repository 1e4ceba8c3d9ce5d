package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.connect;
import static asyncio.net.NetTests.serverOf;
import static asyncio.net.NetTests.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kind of I/O that {@code -Dasyncio.io} asks for. */
@Timeout(60)
final class NetDriverChoiceTest {

  private static void withProperty(String value, Runnable test) {
    String before = System.getProperty("asyncio.io");
    System.setProperty("asyncio.io", value);
    try {
      test.run();
    } finally {
      if (before == null) {
        System.clearProperty("asyncio.io");
      } else {
        System.setProperty("asyncio.io", before);
      }
    }
  }

  @Test
  void nonsenseIsAnErrorThatSaysWhatThereIs() {
    withProperty(
        "nonsense",
        () ->
            assertThatIllegalArgumentException()
                .isThrownBy(() -> run(() -> serverOf(NetTests::echo)))
                .withMessageContaining("auto, epoll, nio or io_uring, not nonsense"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "nio", "epoll", "io_uring"})
  void eachKindWorksOrSaysThatItIsNotAvailable(String kind) {
    withProperty(
        kind,
        () -> {
          try {
            run(() -> {
              try (Server server = serverOf(NetTests::echo);
                  StreamPair connection = connect(server)) {
                connection.writer().write("hello\n");
                assertThat(text(await(connection.reader().readline()))).isEqualTo("hello\n");
              }
            });
          } catch (IllegalStateException e) {
            assertThat(kind).isIn("epoll", "io_uring");
            assertThat(e).hasMessageStartingWith("-Dasyncio.io=" + kind + " is not available");
          }
        });
  }

  @Test
  void onAVirtualThreadTheAutomaticChoiceIsTheJdks() {
    withProperty(
        "auto",
        () ->
            assertThat(NettyIo.chosen(Thread.ofVirtual().unstarted(() -> {})).name())
                .isEqualTo("nio"));
  }
}
