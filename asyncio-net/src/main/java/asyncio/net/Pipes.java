package asyncio.net;

import asyncio.Asyncio;
import asyncio.Context;
import asyncio.Coroutine;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Pipes for protocols, made for a static import; mirrors {@code loop.connect_read_pipe} and {@code
 * loop.connect_write_pipe}.
 *
 * <p>A pipe is a named one (FIFO), a device such as {@code /dev/tty}, or any stream of the JDK.
 * Each has a thread of its own, which waits for it: what cannot be waited for otherwise is meant to
 * be used here. Closing the transport closes the pipe, as soon as that thread comes back from it.
 */
public final class Pipes {

  private Pipes() {}

  /**
   * Opens a pipe to read from.
   *
   * @param <P> the protocol's type
   * @param protocolFactory makes the protocol, once the pipe is open
   * @param pipe the path of a named pipe or of a device
   * @return a coroutine that gives the transport and the protocol. It waits until somebody has
   *     opened a named pipe to write to it. It throws {@link NoSuchFileException} if there is none,
   *     {@link java.io.FileNotFoundException} if it cannot be opened, and {@link
   *     IllegalArgumentException} if it is a file or a directory
   */
  public static <P extends Protocol> Coroutine<Connection<ReadTransport, P>> connectReadPipe(
      Supplier<P> protocolFactory, Path pipe) {
    return Asyncio.async(() -> {
      NettyLoop netty = NetDriver.ofRunningLoop();
      InputStream stream = open(pipe, () -> new FileInputStream(pipe.toFile()));
      return reading(netty, protocolFactory, stream, pipe.toString());
    });
  }

  /**
   * Reads from a stream.
   *
   * @param <P> the protocol's type
   * @param protocolFactory makes the protocol
   * @param pipe the stream, which belongs to the transport from now on
   * @return a coroutine that gives the transport and the protocol
   */
  public static <P extends Protocol> Coroutine<Connection<ReadTransport, P>> connectReadPipe(
      Supplier<P> protocolFactory, InputStream pipe) {
    return Asyncio.async(
        () -> reading(NetDriver.ofRunningLoop(), protocolFactory, pipe, pipe.toString()));
  }

  /**
   * Opens a pipe to write to.
   *
   * @param <P> the protocol's type
   * @param protocolFactory makes the protocol, once the pipe is open
   * @param pipe the path of a named pipe or of a device
   * @return a coroutine that gives the transport and the protocol. It waits until somebody has
   *     opened a named pipe to read from it. It throws {@link NoSuchFileException} if there is
   *     none, {@link java.io.FileNotFoundException} if it cannot be opened, and {@link
   *     IllegalArgumentException} if it is a file or a directory
   */
  public static <P extends Protocol> Coroutine<Connection<WriteTransport, P>> connectWritePipe(
      Supplier<P> protocolFactory, Path pipe) {
    return Asyncio.async(() -> {
      NettyLoop netty = NetDriver.ofRunningLoop();
      OutputStream stream = open(pipe, () -> new FileOutputStream(pipe.toFile()));
      return writing(netty, protocolFactory, stream, pipe.toString());
    });
  }

  /**
   * Writes to a stream.
   *
   * @param <P> the protocol's type
   * @param protocolFactory makes the protocol
   * @param pipe the stream, which belongs to the transport from now on; it is flushed after each
   *     write
   * @return a coroutine that gives the transport and the protocol
   */
  public static <P extends Protocol> Coroutine<Connection<WriteTransport, P>> connectWritePipe(
      Supplier<P> protocolFactory, OutputStream pipe) {
    return Asyncio.async(
        () -> writing(NetDriver.ofRunningLoop(), protocolFactory, pipe, pipe.toString()));
  }

  private static <S extends Closeable> S open(Path path, Callable<S> opener) {
    CompletableFuture<S> opening =
        PipeThreads.call(() -> {
          if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
          }
          if (Files.isRegularFile(path) || Files.isDirectory(path)) {
            throw new IllegalArgumentException("it is neither a pipe nor a device: " + path);
          }
          return opener.call();
        });
    try {
      return Asyncio.await(opening.copy());
    } catch (Throwable e) { // cancelled: when it is open after all, nobody wants it
      var _ = opening.thenAccept(PipeThreads::close);
      throw e;
    }
  }

  private static <P extends Protocol> Connection<ReadTransport, P> reading(
      NettyLoop netty, Supplier<P> protocolFactory, InputStream stream, String name) {
    P protocol = make(protocolFactory, stream);
    PipeSource source = new PipeReader(stream);
    PipeReadTransport transport =
        new PipeReadTransport(netty, source, name, protocol, Context.copyContext());
    TransportStart.await(transport, transport::start);
    return new Connection<>(transport, protocol);
  }

  private static <P extends Protocol> Connection<WriteTransport, P> writing(
      NettyLoop netty, Supplier<P> protocolFactory, OutputStream stream, String name) {
    P protocol = make(protocolFactory, stream);
    PipeSink sink = new PipeWriter(stream);
    PipeWriteTransport transport =
        new PipeWriteTransport(netty, sink, name, protocol, Context.copyContext());
    TransportStart.await(transport, transport::start);
    return new Connection<>(transport, protocol);
  }

  private static <P extends Protocol> P make(Supplier<P> protocolFactory, Closeable stream) {
    try {
      return protocolFactory.get();
    } catch (Throwable e) {
      PipeThreads.close(stream);
      throw e;
    }
  }
}
