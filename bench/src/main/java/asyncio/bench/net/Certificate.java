package asyncio.bench.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import asyncio.net.TlsContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate that is made for the occasion, by {@code openssl}.
 *
 * @param server of a server that has it
 * @param client of a client that trusts it, and nobody else
 */
record Certificate(TlsContext server, TlsContext client) {

  /** Whose it is. */
  static final String HOST = "localhost";

  static Certificate create() throws IOException, InterruptedException {
    Path key = Files.createTempFile("asyncio-bench", ".key");
    Path certificate = Files.createTempFile("asyncio-bench", ".pem");
    try {
      make(key, certificate);
      return new Certificate(
          TlsContext.forServer(certificate, key).build(),
          TlsContext.forClient().trust(certificate).build());
    } finally {
      Files.delete(key);
      Files.delete(certificate);
    }
  }

  private static void make(Path key, Path certificate) throws IOException, InterruptedException {
    String command =
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=%s -addext subjectAltName=DNS:%s"
            .formatted(HOST, HOST);
    List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
    words.addAll(List.of("-keyout", key.toString(), "-out", certificate.toString()));
    Process openssl = new ProcessBuilder(words).redirectErrorStream(true).start();
    byte[] said = openssl.getInputStream().readAllBytes();
    if (openssl.waitFor() != 0) {
      throw new IOException("openssl made no certificate: " + new String(said, UTF_8));
    }
  }
}
