package asyncio.net;

import asyncio.Asyncio;
import asyncio.CancelledError;
import asyncio.EventLoop;
import asyncio.ExceptionContext;
import asyncio.Future;
import asyncio.Task;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What is between a transport and a pair of streams. */
final class StreamProtocol implements Protocol {

  private final EventLoop loop;
  private final StreamReader reader;
  private final @Nullable ClientConnected clientConnected;
  private final ArrayDeque<Future<@Nullable Void>> drainers = new ArrayDeque<>();

  /** Done when the connection is lost. */
  final Future<@Nullable Void> closed;

  private boolean paused;
  private boolean lost;

  /**
   * A protocol that feeds a reader.
   *
   * @param clientConnected what serves the connection, if it is a server's
   */
  StreamProtocol(EventLoop loop, StreamReader reader, @Nullable ClientConnected clientConnected) {
    this.loop = loop;
    this.reader = reader;
    this.clientConnected = clientConnected;
    closed = loop.createFuture();
  }

  StreamReader reader() {
    return reader;
  }

  /** Whether the connection is one that a server has accepted. */
  boolean isServerSide() {
    return clientConnected != null;
  }

  @Override
  public void connectionMade(Transport made) {
    reader.setTransport(made);
    if (clientConnected != null) {
      serve(clientConnected, made);
    }
  }

  private void serve(ClientConnected server, Transport made) {
    StreamWriter writer = new StreamWriter(made, this);
    Task<@Nullable Void> task = loop.createTask(Asyncio.async(() -> server.serve(reader, writer)));
    task.addDoneCallback(done -> {
      if (done.cancelled()) {
        made.close();
      } else if (done.exception() != null) {
        loop.callExceptionHandler(
            ExceptionContext.of("the server of a connection failed", done.exception())
                .with("transport", made)
                .with("task", done));
        made.close();
      }
    });
  }

  /** Takes over a buffer. */
  void received(ByteBuf data) {
    reader.feed(data);
  }

  @Override
  public void dataReceived(byte[] data) {
    reader.feedData(data);
  }

  @Override
  public boolean eofReceived() {
    reader.feedEof();
    return true;
  }

  @Override
  public void connectionLost(@Nullable Throwable exception) {
    lost = true;
    if (exception == null) {
      reader.feedEof();
    } else {
      reader.setException(exception);
    }
    if (!closed.done()) {
      if (exception == null) {
        closed.setResult(null);
      } else {
        closed.setException(exception);
        var _ = closed.exception(); // who does not wait for the end need not hear of it
      }
    }
    wakeDrainers(exception);
  }

  @Override
  public void pauseWriting() {
    paused = true;
  }

  @Override
  public void resumeWriting() {
    paused = false;
    wakeDrainers(null);
  }

  private void wakeDrainers(@Nullable Throwable exception) {
    Future<@Nullable Void> drainer;
    while ((drainer = drainers.poll()) != null) {
      if (drainer.done()) {
        continue;
      }
      if (exception == null) {
        drainer.setResult(null);
      } else {
        drainer.setException(exception);
      }
    }
  }

  /** Waits, in a coroutine, until one may write. */
  void drain() throws IOException {
    if (lost) {
      throw new SocketException("the connection is lost");
    }
    if (!paused) {
      return;
    }
    Future<@Nullable Void> drainer = loop.createFuture();
    drainers.add(drainer);
    try {
      Asyncio.await(drainer);
    } catch (CancelledError e) {
      drainers.remove(drainer);
      throw e;
    }
  }

  /** Lets go of what belongs to Netty; what the reader has can still be read. */
  void dispose() {
    reader.detach();
  }
}
