package asyncio.examples;

import static org.assertj.core.api.Assertions.assertThat;

import asyncio.examples.Program.Fiber;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The examples with sockets, files and processes print what they promise, on both fibers. */
@Timeout(120)
final class NetworkExamplesTest {

  @ParameterizedTest
  @EnumSource
  void theEchoServerSendsBackWhatItsClientsSay(Fiber fiber) throws Exception {
    assertThat(Program.run(fiber, "Echo.java"))
        .isEqualTo(
            new Program(
                0,
                """
                got back: one
                got back: two
                got back: three
                """,
                ""));
  }

  @ParameterizedTest
  @EnumSource
  void theChatServerTellsEachGuestWhatTheOthersSay(Fiber fiber) throws Exception {
    assertThat(Program.run(fiber, "Chat.java"))
        .isEqualTo(
            new Program(
                0,
                """
                Ann reads: * Bob has come
                Ann reads: Bob: hello, Ann
                Bob reads: Ann: hello, Bob
                Bob reads: * Ann has left
                """,
                ""));
  }

  @ParameterizedTest
  @EnumSource
  void thePortScannerFindsAPortThatIsOpen(Fiber fiber) throws Exception {
    try (var server = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
      int port = server.getLocalPort();

      Program program =
          Program.run(fiber, "PortScanner.java", String.valueOf(port - 2), String.valueOf(port));

      assertThat(program.out()).contains("port " + port + " is open\n");
      assertThat(program.err()).contains("[").contains("]");
      assertThat(program.status()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theTlsEchoServerIsTrustedByWhoHasItsCertificate(Fiber fiber, @TempDir Path folder)
      throws Exception {
    X509Bundle localhost =
        new CertificateBuilder()
            .subject("CN=localhost")
            .addSanDnsName("localhost")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    Path certificate =
        Files.writeString(folder.resolve("cert.pem"), localhost.getCertificatePathPEM());
    Path key = Files.writeString(folder.resolve("key.pem"), localhost.getPrivateKeyPEM());

    Program program = Program.run(fiber, "TlsEcho.java", certificate.toString(), key.toString());

    assertThat(program)
        .isEqualTo(
            new Program(
                0,
                """
                connected with TLSv1.3
                got back: a secret
                without trust: the TLS handshake with localhost failed: unable to find valid\
                 certification path to requested target
                """,
                ""));
  }

  @ParameterizedTest
  @EnumSource
  void tailFollowsAFileThatGrowsAndIsCut(Fiber fiber) throws Exception {
    assertThat(Program.run(fiber, "TailF.java"))
        .isEqualTo(
            new Program(
                0,
                """
                one
                two
                three
                four with a late end
                --- the file was cut ---
                a new log
                the end
                """,
                ""));
  }

  @ParameterizedTest
  @EnumSource
  void thePipelineCountsTheWordsOfAText(Fiber fiber) throws Exception {
    Program program = Program.run(fiber, "ProcessPipeline.java");

    assertThat(program.err()).isEmpty();
    assertThat(program.out()).contains("2 shoes\n").contains("exit codes: [0, 0, 0]\n");
    assertThat(program.status()).isZero();
  }
}
