package asyncio.net;

import static asyncio.Asyncio.*;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * A process of CPython's asyncio, which is client or server of one connection after the other: to
 * start one for each would take most of the tests' time.
 */
final class RealPeersPython implements AutoCloseable {

  /** How the two are connected. */
  enum Way {
    TCP,
    TLS,
    UNIX
  }

  /** Does what a line of its input says, such as "half TCP 1234". */
  private static final String CLIENT =
      """
      import asyncio, hashlib, os, ssl, sys

      tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
      tls.load_verify_locations(sys.argv[1])

      async def lines(reader, writer):
          for i in range(100):
              writer.write(b"line %d\\n" % i)
              await writer.drain()
              print((await reader.readline()).decode(), end="")

      async def mebibyte(reader, writer):
          data = os.urandom(1 << 20)
          writer.write(data)
          back = await reader.readexactly(len(data))
          print(hashlib.sha256(data).hexdigest())
          print(hashlib.sha256(back).hexdigest())

      async def half(reader, writer):
          writer.write(bytes(300000))
          writer.write_eof()
          print((await reader.read()).decode())

      async def rest(reader, writer):
          print(len(await reader.read()))

      async def upgrade(reader, writer):
          writer.write(b"STARTTLS\\n")
          print((await reader.readline()).decode(), end="")
          await writer.start_tls(tls, server_hostname="localhost")
          await lines(reader, writer)

      async def cut(reader, writer):
          print((await reader.readline()).decode(), end="")
          writer.transport.abort()

      async def slow(reader, writer):
          incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
          inner = tls.wrap_bio(incoming, outgoing, server_hostname="localhost")

          async def send():
              for byte in outgoing.read():
                  writer.write(bytes([byte]))
                  await asyncio.sleep(0)

          async def finish(step):
              while True:
                  try:
                      return step()
                  except ssl.SSLWantReadError:
                      await send()
                      incoming.write(await reader.read(65536))

          await finish(inner.do_handshake)
          inner.write(b"slow but sure\\n")
          await send()
          print((await finish(lambda: inner.read(100))).decode(), end="")

      async def visit(task, way, where):
          if way == "UNIX":
              reader, writer = await asyncio.open_unix_connection(where)
          else:
              secret = way == "TLS" and task != "slow"
              options = {"ssl": tls, "server_hostname": "localhost"} if secret else {}
              reader, writer = await asyncio.open_connection("127.0.0.1", int(where), **options)
          await globals()[task](reader, writer)
          writer.close()
          await writer.wait_closed()

      print(sys.version_info[1], flush=True)
      for line in sys.stdin:
          asyncio.run(visit(*line.split()))
          print("end", flush=True)
      """;

  /** Says where it is, and does what the first line of a connection says; until its input ends. */
  private static final String SERVER =
      """
      import asyncio, hashlib, ssl, sys

      certificate, key, path = sys.argv[1:]
      tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
      tls.load_cert_chain(certificate, key)

      async def lines(reader, writer):
          async for line in reader:
              writer.write(line.upper())
              await writer.drain()

      async def mebibyte(reader, writer):
          data = await reader.readexactly(1 << 20)
          writer.write(data)
          print(hashlib.sha256(data).hexdigest())

      async def half(reader, writer):
          writer.write(b"got %d" % len(await reader.read()))

      async def rest(reader, writer):
          writer.write(bytes(300000))

      async def upgrade(reader, writer):
          writer.write(b"go\\n")
          await writer.start_tls(tls)
          await lines(reader, writer)

      async def serve(reader, writer):
          try:
              task = await reader.readline()
              await globals()[task.decode().strip()](reader, writer)
              writer.close()
              await writer.wait_closed()
          except Exception as error:
              print(repr(error))
          print("end", flush=True)

      async def main():
          plain = await asyncio.start_server(serve, "127.0.0.1", 0)
          secret = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
          await asyncio.start_unix_server(serve, path)
          print(sys.version_info[1])
          print(plain.sockets[0].getsockname()[1])
          print(secret.sockets[0].getsockname()[1], flush=True)
          await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)

      asyncio.run(main())
      """;

  private final java.lang.Process process;
  private final OutputStream input;
  private final BufferedReader output;
  private final int minorVersion;

  private RealPeersPython(String... command) throws IOException {
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    input = process.getOutputStream();
    output = process.inputReader();
    minorVersion = Integer.parseInt(line());
  }

  /** Starts a client, or skips the test. */
  static RealPeersPython client(Path authority) throws Exception {
    assumePython();
    return new RealPeersPython("python3", "-c", CLIENT, authority.toString());
  }

  /** Starts a server, or skips the test. */
  static RealPeersPython server(TestCertificates.Identity identity, Path socket) throws Exception {
    assumePython();
    return new RealPeersPython(
        "python3",
        "-c",
        SERVER,
        identity.certificate().toString(),
        identity.key().toString(),
        socket.toString());
  }

  private static void assumePython() throws Exception {
    RealPeers.assumeInstalled("python3");
    int exitCode =
        new ProcessBuilder("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 9))")
            .inheritIO()
            .start()
            .waitFor();
    assumeTrue(exitCode == 0, "Python 3.9 or newer is needed");
  }

  void assumeStreamsCanStartTls() {
    assumeTrue(minorVersion >= 11, "the streams of Python 3.11 are the first that can start TLS");
  }

  /** Reads one line, waiting for it. */
  String line() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new IOException("Python has ended");
    }
    return line;
  }

  /** Has a client visit, and gives what it says of it. In a coroutine. */
  String visit(String task, Way way, String where) throws IOException {
    input.write(NetTests.bytes(task + " " + way + " " + where + "\n"));
    input.flush();
    return saidOfAVisit();
  }

  /** Waits for the end of a visit, and gives what was said of it. In a coroutine. */
  String saidOfAVisit() {
    return await(
        toThread(() -> {
          StringBuilder said = new StringBuilder();
          for (String line = output.readLine(); !"end".equals(line); line = output.readLine()) {
            if (line == null) {
              throw new AssertionError("Python has ended: " + said);
            }
            said.append(line).append('\n');
          }
          return said.toString();
        }));
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    output.close();
  }
}
