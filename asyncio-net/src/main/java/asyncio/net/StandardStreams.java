package asyncio.net;

import asyncio.Asyncio;
import asyncio.Context;
import asyncio.Coroutine;
import java.io.PrintStream;

/**
 * This program's stdin, stdout and stderr as streams for coroutines, made for a static import. Not
 * in asyncio, which needs three steps for it.
 *
 * {@snippet :
 * for (String line : await(openStdin()).lines()) {
 *   IO.println(line.toUpperCase());
 * }
 * }
 *
 * <p>They are {@link System#in}, {@link System#out} and {@link System#err} as these are when they
 * are opened; a thread of its own waits for each. That leaves a terminal as it is, which other
 * programs share. Closing a stream, or the loop, closes none of the three.
 */
public final class StandardStreams {

  private StandardStreams() {}

  /**
   * Opens stdin. From now on it is read ahead: what comes is kept for the reader, and is lost for
   * others, such as {@link java.util.Scanner}.
   *
   * @return a coroutine that gives the stream, with a limit of 64 KiB
   */
  public static Coroutine<StreamReader> openStdin() {
    return Asyncio.async(() -> {
      NettyLoop netty = NetDriver.ofRunningLoop();
      StreamProtocol protocol = protocol(netty);
      StandardInput stdin = new StandardInput(System.in);
      PipeReadTransport transport =
          new PipeReadTransport(netty, stdin, "stdin", protocol, Context.copyContext());
      TransportStart.await(transport, transport::start);
      return protocol.reader();
    });
  }

  /**
   * Opens stdout. What is written is on its way when {@link StreamWriter#drain} returns, and
   * written when {@link StreamWriter#waitClosed} returns after {@link StreamWriter#close}.
   *
   * @return a coroutine that gives the stream
   */
  public static Coroutine<StreamWriter> openStdout() {
    return open(System.out, "stdout");
  }

  /**
   * Opens stderr, as {@link #openStdout} does stdout.
   *
   * @return a coroutine that gives the stream
   */
  public static Coroutine<StreamWriter> openStderr() {
    return open(System.err, "stderr");
  }

  private static Coroutine<StreamWriter> open(PrintStream output, String name) {
    return Asyncio.async(() -> {
      NettyLoop netty = NetDriver.ofRunningLoop();
      StreamProtocol protocol = protocol(netty);
      PipeSink sink = new PipeWriter(new StandardOutput(output));
      PipeWriteTransport transport =
          new PipeWriteTransport(netty, sink, name, protocol, Context.copyContext());
      TransportStart.await(transport, transport::start);
      return new StreamWriter(transport, protocol);
    });
  }

  private static StreamProtocol protocol(NettyLoop netty) {
    return new StreamProtocol(
        netty.loop, new StreamReader(netty.loop, StreamReader.DEFAULT_LIMIT), null);
  }
}
