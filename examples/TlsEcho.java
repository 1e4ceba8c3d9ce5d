import static asyncio.Asyncio.*;
import static asyncio.net.Streams.*;

import asyncio.net.ConnectOptions;
import asyncio.net.ExtraInfo;
import asyncio.net.Server;
import asyncio.net.ServerOptions;
import asyncio.net.StreamPair;
import asyncio.net.StreamReader;
import asyncio.net.StreamWriter;
import asyncio.net.TlsContext;
import java.net.InetSocketAddress;
import java.nio.file.Path;

// The echo server with TLS, and a client that trusts its certificate and no other.
//
//     openssl req -x509 -newkey rsa:2048 -nodes -days 30 -keyout key.pem -out cert.pem \
//         -subj /CN=localhost -addext subjectAltName=DNS:localhost
//     ./asyncio run examples/TlsEcho.java cert.pem key.pem

void serve(StreamReader reader, StreamWriter writer) {
  try (writer) {
    for (byte[] line : reader) {
      writer.write(line);
      await(writer.drain());
    }
  }
}

void main(String[] args) throws Exception {
  Path certificate = Path.of(args[0]);
  Path key = Path.of(args[1]);
  TlsContext serverSide = TlsContext.forServer(certificate, key).build();
  TlsContext clientSide = TlsContext.forClient().trust(certificate).build();
  run(() -> {
    var server =
        await(startServer(this::serve, "localhost", 0, new ServerOptions().tls(serverSide)));
    try (Server _ = server) {
      int port = ((InetSocketAddress) server.sockets().getFirst().localAddress()).getPort();
      var options = new ConnectOptions().tls(clientSide);
      try (StreamPair connection = await(openConnection("localhost", port, options))) {
        var session = connection.writer().getExtraInfo(ExtraInfo.SSL_OBJECT).getSession();
        IO.println("connected with " + session.getProtocol());
        connection.writer().write("a secret\n");
        IO.println("got back: " + new String(await(connection.reader().readline())).strip());
      }
      try {
        await(openConnection("localhost", port, new ConnectOptions().tls(TlsContext.client())));
      } catch (Exception e) {
        IO.println("without trust: " + e.getMessage());
      }
    }
  });
}
