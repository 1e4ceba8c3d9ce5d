package asyncio.net;

import asyncio.Queue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A protocol for datagrams that keeps what comes. */
class NetDatagrams implements DatagramProtocol {

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Received(byte[] data, SocketAddress from) {
    String text() {
      return NetTests.text(data);
    }
  }

  /** The calls in order, but those for datagrams. */
  final List<String> calls = new ArrayList<>();

  final Queue<Received> received = new Queue<>();
  final Queue<IOException> errors = new Queue<>();
  final asyncio.Event lost = new asyncio.Event();
  DatagramTransport transport;
  @Nullable Throwable lostBy;

  InetSocketAddress address() {
    return (InetSocketAddress) transport.getExtraInfo(ExtraInfo.SOCKNAME);
  }

  <V> V option(SocketOption<V> option) throws IOException {
    return transport.getExtraInfo(ExtraInfo.SOCKET).getOption(option);
  }

  @Override
  public void connectionMade(DatagramTransport made) {
    transport = made;
    calls.add("made");
  }

  @Override
  public void datagramReceived(byte[] data, SocketAddress from) {
    received.putNowait(new Received(data, from));
  }

  @Override
  public void errorReceived(IOException exception) {
    errors.putNowait(exception);
  }

  @Override
  public void pauseWriting() {
    calls.add("pause");
  }

  @Override
  public void resumeWriting() {
    calls.add("resume");
  }

  @Override
  public void connectionLost(@Nullable Throwable exception) {
    calls.add("lost");
    lostBy = exception;
    lost.set();
  }
}
