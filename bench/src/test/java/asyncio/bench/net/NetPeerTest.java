package asyncio.bench.net;

import static asyncio.Asyncio.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.net.Server;
import asyncio.net.StreamPair;
import asyncio.net.Streams;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each server sends back what it gets, and each transfer finds its own result right. */
@Timeout(60)
final class NetPeerTest {

  private static String said(String... args) throws Exception {
    InputStream in = System.in;
    PrintStream out = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setIn(new ByteArrayInputStream("go\n".getBytes(UTF_8)));
    System.setOut(new PrintStream(said, true, UTF_8));
    try {
      NetPeer.main(args);
    } finally {
      System.setIn(in);
      System.setOut(out);
    }
    return said.toString(UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"streams", "protocol"})
  void aServerSendsBackWhatItGets(String kind) {
    byte[] data = "hello".repeat(100_000).getBytes(UTF_8);

    byte[] echoed =
        run(() -> {
          try (Server server = await(Echo.start(kind, 0))) {
            try (StreamPair client = await(Streams.openConnection(Echo.HOST, Echo.port(server)))) {
              client.writer().write(data);
              client.writer().writeEof();
              return await(client.reader().read());
            }
          }
        });

    assertThat(echoed).isEqualTo(data);
  }

  @Test
  void aServerEndsWithItsInput() throws Exception {
    assertThat(said("streams", "0")).isEqualToIgnoringNewLines("ready");
  }

  @ParameterizedTest
  @CsvSource({"readline, 2500, ns", "tcp, 2, ms", "tls, 2, ms"})
  void aTransferIsMeasured(String name, String n, String metric) throws Exception {
    assertThat(said(name, n).lines()).hasSize(2).last().asString().matches(metric + "=\\d+\\.\\S+");
  }
}
