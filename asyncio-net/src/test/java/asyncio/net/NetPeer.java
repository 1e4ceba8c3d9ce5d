package asyncio.net;

import static asyncio.Asyncio.*;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * The other end of a connection when it is not ours: a plain socket of the JDK, for coroutines.
 * What waits does so on a thread of its own.
 */
record NetPeer(SocketChannel channel) implements AutoCloseable {

  static NetPeer connectTo(Server server) {
    return connectTo(server.sockets().getFirst().localAddress());
  }

  static NetPeer connectTo(SocketAddress address) {
    return new NetPeer(await(toThread(() -> SocketChannel.open(address))));
  }

  /** A plain socket that listens. */
  record Listening(ServerSocketChannel channel) implements AutoCloseable {

    static Listening start() throws IOException {
      ServerSocketChannel channel = ServerSocketChannel.open();
      channel.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
      return new Listening(channel);
    }

    int port() throws IOException {
      return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    NetPeer accept() {
      return new NetPeer(await(toThread(() -> channel.accept())));
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  void send(String text) {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  void send(byte[] data) {
    await(
        toThread(() -> {
          for (ByteBuffer left = ByteBuffer.wrap(data); left.hasRemaining(); ) {
            channel.write(left);
          }
        }));
  }

  /** Receives so many bytes, or fewer if there is an end. */
  byte[] receive(int bytes) {
    ByteBuffer into = ByteBuffer.allocate(bytes);
    return await(
        toThread(() -> {
          while (into.hasRemaining() && channel.read(into) >= 0) {}
          byte[] received = new byte[into.position()];
          into.flip().get(received);
          return received;
        }));
  }

  String receiveText(int bytes) {
    return new String(receive(bytes), StandardCharsets.UTF_8);
  }

  /** Receives until the end, however much, and counts. */
  long receiveAll() {
    return await(
        toThread(() -> {
          ByteBuffer into = ByteBuffer.allocate(64 * 1024);
          long total = 0;
          int read = channel.read(into);
          while (read >= 0) {
            total += read;
            into.clear();
            read = channel.read(into);
          }
          return total;
        }));
  }

  /** Sends no more. */
  void endOutput() throws IOException {
    channel.shutdownOutput();
  }

  /** Ends the connection the hard way. */
  void reset() throws IOException {
    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    channel.close();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
