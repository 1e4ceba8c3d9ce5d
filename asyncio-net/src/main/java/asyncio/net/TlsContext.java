package asyncio.net;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * What one side of TLS connections brings along: its certificate and whom it trusts; mirrors
 * Python's {@code ssl.SSLContext}. It may be used for any number of connections, on any thread.
 *
 * {@snippet :
 * openConnection("example.org", 443, new ConnectOptions().tls(TlsContext.client()))
 * }
 *
 * <p>A client verifies the server's certificate and its name, unless it is told not to. Keys and
 * certificates are read from PEM files; keys in PKCS #8 ({@code BEGIN PRIVATE KEY}). The engine is
 * the JDK's, or OpenSSL's if Netty's tcnative is on the path.
 */
public final class TlsContext {

  final SslContext netty;

  /** Whether a client verifies that the certificate is for the name that it connects to. */
  final boolean checkHostname;

  private TlsContext(SslContext netty, boolean checkHostname) {
    this.netty = netty;
    this.checkHostname = checkHostname;
  }

  /**
   * A client's side that trusts whom the JDK trusts; {@code ssl.create_default_context()}.
   *
   * @return the context
   * @throws IllegalStateException if this JVM has no TLS
   */
  public static TlsContext client() {
    try {
      return forClient().build();
    } catch (IOException e) {
      throw new IllegalStateException("there is no TLS here", e);
    }
  }

  /**
   * Begins a client's side.
   *
   * @return a builder
   */
  public static Builder forClient() {
    return new Builder(SslContextBuilder.forClient());
  }

  /**
   * Begins a server's side.
   *
   * @param certificate a PEM file with the server's certificate, and those that lead to its CA
   * @param key a PEM file with the certificate's key
   * @return a builder
   * @throws IOException if a file cannot be read, or holds something else
   */
  public static Builder forServer(Path certificate, Path key) throws IOException {
    checkReadable(certificate);
    checkReadable(key);
    try {
      return new Builder(SslContextBuilder.forServer(certificate.toFile(), key.toFile()));
    } catch (IllegalArgumentException e) {
      throw unusable(certificate + " and " + key, e);
    }
  }

  /**
   * A side that is set up with the JDK's means.
   *
   * @param context the JDK's context
   * @param client true for a client's side, false for a server's
   * @return the context. A client's verifies the server's name
   */
  public static TlsContext of(SSLContext context, boolean client) {
    return new TlsContext(
        new JdkSslContext(
            context,
            client,
            null,
            IdentityCipherSuiteFilter.INSTANCE,
            null,
            ClientAuth.NONE,
            null,
            false) {},
        client);
  }

  /** Whether it is a client's side. */
  boolean isClient() {
    return netty.isClient();
  }

  private static void checkReadable(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    Files.newByteChannel(file).close();
  }

  private static SSLException unusable(String what, Throwable cause) {
    Throwable reason = cause.getCause() == null ? cause : cause.getCause();
    SSLException unusable = new SSLException("cannot use " + what + ": " + reason.getMessage());
    unusable.initCause(cause);
    return unusable;
  }

  /** Sets a {@link TlsContext} up. Its methods return it itself. */
  public static final class Builder {

    private final SslContextBuilder netty;
    private boolean checkHostname = true;

    private Builder(SslContextBuilder netty) {
      this.netty = netty;
    }

    /**
     * Trusts these authorities, and no others; {@code load_verify_locations}.
     *
     * @param authorities a PEM file with their certificates
     * @return this
     * @throws IOException if the file cannot be read, or holds something else
     */
    public Builder trust(Path authorities) throws IOException {
      checkReadable(authorities);
      try {
        netty.trustManager(authorities.toFile());
      } catch (IllegalArgumentException e) {
        throw unusable(authorities.toString(), e);
      }
      return this;
    }

    /**
     * Trusts everybody: for tests. Whoever sits between the two sides can then read all and change
     * all.
     *
     * @return this
     */
    public Builder trustAnybody() {
      netty.trustManager(InsecureTrustManagerFactory.INSTANCE);
      checkHostname = false;
      return this;
    }

    /**
     * Does not verify that the certificate is for the name of the server that is connected to;
     * {@code check_hostname = False}.
     *
     * @return this
     */
    public Builder ignoreHostname() {
      checkHostname = false;
      return this;
    }

    /**
     * Identifies this side to a server that asks for it; {@code load_cert_chain}.
     *
     * @param certificate a PEM file with the certificate, and those that lead to its CA
     * @param key a PEM file with the certificate's key
     * @return this
     * @throws IOException if a file cannot be read, or holds something else
     */
    public Builder certificate(Path certificate, Path key) throws IOException {
      checkReadable(certificate);
      checkReadable(key);
      try {
        netty.keyManager(certificate.toFile(), key.toFile());
      } catch (IllegalArgumentException e) {
        throw unusable(certificate + " and " + key, e);
      }
      return this;
    }

    /**
     * Has a server refuse clients that do not identify themselves with a certificate which {@link
     * #trust} covers; {@code verify_mode = CERT_REQUIRED}.
     *
     * @return this
     */
    public Builder requireClientCertificate() {
      netty.clientAuth(ClientAuth.REQUIRE);
      return this;
    }

    /**
     * Sets the application protocols to agree on one of; {@code set_alpn_protocols}. Which it is,
     * {@code getExtraInfo(SSL_OBJECT).getApplicationProtocol()} says.
     *
     * @param protocols their names, the preferred first, such as {@code h2} and {@code http/1.1}
     * @return this
     */
    public Builder alpn(String... protocols) {
      netty.applicationProtocolConfig(
          new ApplicationProtocolConfig(
              ApplicationProtocolConfig.Protocol.ALPN,
              ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
              ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
              protocols));
      return this;
    }

    /**
     * Sets the versions of TLS to use.
     *
     * @param versions their names, such as {@code TLSv1.3}
     * @return this
     */
    public Builder versions(String... versions) {
      netty.protocols(versions);
      return this;
    }

    /**
     * Sets the cipher suites to use.
     *
     * @param names the JDK's names of them
     * @return this
     */
    public Builder ciphers(List<String> names) {
      netty.ciphers(names);
      return this;
    }

    /**
     * Makes the context.
     *
     * @return the context
     * @throws IOException if what was given does not go together
     */
    public TlsContext build() throws IOException {
      return new TlsContext(netty.endpointIdentificationAlgorithm("").build(), checkHostname);
    }
  }
}
