package asyncio.net;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Certificates for tests: an authority, a server it vouches for, and others it should not. */
final class TestCertificates {

  private final Path folder;
  private final X509Bundle authority;

  /** A certificate and its key, in PEM files. */
  record Identity(Path certificate, Path key) {}

  TestCertificates(Path folder) throws Exception {
    this.folder = folder;
    authority =
        new CertificateBuilder()
            .subject("CN=Test CA")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
  }

  /** The authority's certificate, in a PEM file. */
  Path authority() throws IOException {
    return Files.writeString(folder.resolve("ca.pem"), authority.getCertificatePEM());
  }

  /** For localhost and 127.0.0.1. */
  Identity localhost() throws Exception {
    return write("localhost", localhostBuilder().buildIssuedBy(authority));
  }

  Identity client() throws Exception {
    return write(
        "client",
        new CertificateBuilder()
            .subject("CN=a client")
            .addExtendedKeyUsageClientAuth()
            .buildIssuedBy(authority));
  }

  Identity expired() throws Exception {
    Instant now = Instant.now();
    return write(
        "expired",
        localhostBuilder()
            .notBefore(now.minus(Duration.ofDays(3)))
            .notAfter(now.minus(Duration.ofDays(1)))
            .buildIssuedBy(authority));
  }

  /** For localhost, by nobody that anybody trusts. */
  Identity selfSigned() throws Exception {
    return write(
        "self-signed", localhostBuilder().setIsCertificateAuthority(true).buildSelfSigned());
  }

  /** A server's side for localhost. */
  TlsContext serverSide() throws Exception {
    Identity identity = localhost();
    return TlsContext.forServer(identity.certificate(), identity.key()).build();
  }

  /** A client's side that trusts the authority. */
  TlsContext clientSide() throws Exception {
    return TlsContext.forClient().trust(authority()).build();
  }

  /** Certificates for servers of these names, and their keys, in a store of the JDK's. */
  KeyStore store(String... names) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (String name : names) {
      X509Bundle one =
          new CertificateBuilder()
              .subject("CN=" + name)
              .addSanDnsName(name)
              .buildIssuedBy(authority);
      store.setKeyEntry(
          name, one.getKeyPair().getPrivate(), new char[0], one.getCertificatePathWithRoot());
    }
    return store;
  }

  /** A server's side with what is in a store. */
  static SSLContext servers(KeyStore store) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, new char[0]);
    SSLContext servers = SSLContext.getInstance("TLS");
    servers.init(keys.getKeyManagers(), null, null);
    return servers;
  }

  private static CertificateBuilder localhostBuilder() {
    return new CertificateBuilder()
        .subject("CN=localhost")
        .addSanDnsName("localhost")
        .addSanIpAddress("127.0.0.1");
  }

  private Identity write(String name, X509Bundle bundle) throws IOException {
    return new Identity(
        Files.writeString(folder.resolve(name + ".pem"), bundle.getCertificatePathPEM()),
        Files.writeString(folder.resolve(name + ".key"), bundle.getPrivateKeyPEM()));
  }
}
