package asyncio.net;

import asyncio.Asyncio;
import asyncio.Context;
import asyncio.EventLoop;
import asyncio.Future;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A process that was started, and its pipes. */
/*
 * What comes from the pipes and from the process before the protocol knows of the connection is kept
 * until it does. The protocol hears of everything in callbacks of their own, so that the order is
 * that in which it has happened.
 */
final class SubprocessConnection implements SubprocessTransport, NettyLoop.Disposed {

  private static final int SIGNALS = 31;

  // immutable state
  private final NettyLoop netty;
  private final java.lang.Process process;
  private final boolean shell;
  private final SubprocessProtocol protocol;
  private final Context context = Context.copyContext();
  private final @Nullable PipeTransport[] pipes = new @Nullable PipeTransport[3];
  private final ProcessSignals signals;

  /** Its exit code. */
  final Future<Integer> exited;

  // mutable state
  private @Nullable ArrayDeque<Runnable> early = new ArrayDeque<>();
  private @Nullable Integer returncode;
  private int pipesOpen;
  private boolean closed;

  private SubprocessConnection(
      NettyLoop netty,
      SubprocessSpawn.Spawned spawned,
      boolean shell,
      SubprocessProtocol protocol) {
    this.netty = netty;
    this.shell = shell;
    this.protocol = protocol;
    process = spawned.process();
    signals = new ProcessSignals(process);
    exited = netty.loop.createFuture();
    netty.open.add(this);
    if (spawned.stdin() != null) {
      pipes[0] = new PipeWriteTransport(netty, spawned.stdin(), name("stdin"), pipe(0), context);
    }
    if (spawned.stdout() != null) {
      pipes[1] = new PipeReadTransport(netty, spawned.stdout(), name("stdout"), pipe(1), context);
    }
    if (spawned.stderr() != null) {
      pipes[2] = new PipeReadTransport(netty, spawned.stderr(), name("stderr"), pipe(2), context);
    }
  }

  private String name(String pipe) {
    return pipe + " of process " + process.pid();
  }

  private Protocol pipe(int fd) {
    pipesOpen++;
    return protocol instanceof ProcessStreams streams
        ? streams.pipe(fd)
        : new SubprocessPipe(this, protocol, fd);
  }

  /**
   * Starts a process, in the calling coroutine. If that is cancelled, the process is killed.
   *
   * @param byDefault where its input comes from and its output goes to, if the options do not say
   */
  static SubprocessConnection open(
      NettyLoop netty,
      SubprocessProtocol protocol,
      List<String> command,
      boolean shell,
      SubprocessOptions options,
      SubprocessRedirect byDefault) {
    CompletableFuture<SubprocessSpawn.Spawned> spawning =
        SubprocessSpawn.start(netty, command, options, byDefault);
    SubprocessSpawn.Spawned spawned;
    try {
      spawned = Asyncio.await(spawning.copy());
    } catch (Throwable e) {
      var _ = spawning.thenAccept(SubprocessSpawn.Spawned::discard);
      throw e;
    }
    SubprocessConnection connection = new SubprocessConnection(netty, spawned, shell, protocol);
    try {
      Asyncio.await(connection.start());
    } catch (Throwable e) { // cancelled: nobody else knows the process
      connection.close();
      throw e;
    }
    return connection;
  }

  private Future<@Nullable Void> start() {
    Future<java.lang.Process> end = Future.from(process.onExit(), netty.loop);
    end.addDoneCallback(_ -> processExited());
    for (PipeTransport pipe : pipes) {
      if (pipe != null) {
        pipe.start(null);
      }
    }
    Future<@Nullable Void> made = netty.loop.createFuture();
    netty.callSoon(() -> connected(made), context);
    return made;
  }

  private void connected(Future<@Nullable Void> made) {
    netty.callSoon(() -> protocol.connectionMade(this), context);
    ArrayDeque<Runnable> happened = Objects.requireNonNull(early);
    early = null;
    happened.forEach(call -> netty.callSoon(call, context));
    if (!made.done()) {
      made.setResult(null);
    }
  }

  // ----- what the protocol is told

  /** Has the protocol told, once it knows of the connection. */
  void tell(Runnable call) {
    if (early != null) {
      early.add(call);
    } else {
      netty.callSoon(call, context);
    }
  }

  void pipeLost() {
    pipesOpen--;
    endIfAllHas();
  }

  private void processExited() {
    returncode = returncode(process.exitValue());
    netty.open.remove(this);
    tell(protocol::processExited);
    if (pipes[0] instanceof PipeWriteTransport stdin) {
      stdin.processExited();
    }
    exited.setResult(returncode);
    endIfAllHas();
  }

  /**
   * The JDK tells a process that signal N has killed and one that has ended with 128+N alike. A
   * shell does end so when what it runs was killed, hardly any other program.
   */
  private int returncode(int exitValue) {
    int signal = exitValue - 128;
    boolean killed =
        signal > 0 && signal <= SIGNALS && !shell && process.supportsNormalTermination();
    return killed ? -signal : exitValue;
  }

  private void endIfAllHas() {
    if (returncode != null && pipesOpen == 0) {
      tell(() -> protocol.connectionLost(null));
    }
  }

  // ----- what one can do to it

  @Override
  public void sendSignal(String signal) {
    signals.send(signal);
  }

  @Override
  public void terminate() {
    signals.send("TERM");
  }

  @Override
  public void kill() {
    signals.send("KILL");
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    for (PipeTransport pipe : pipes) {
      if (pipe != null) {
        pipe.close();
      }
    }
    kill();
  }

  @Override
  public boolean isClosing() {
    return closed;
  }

  @Override
  public void dispose() {
    netty.open.remove(this);
    kill();
  }

  // ----- what is known of it

  @Override
  public long getPid() {
    return process.pid();
  }

  @Override
  public @Nullable Integer getReturncode() {
    return returncode;
  }

  @Override
  public @Nullable PipeTransport getPipeTransport(int fd) {
    return fd < 0 || fd >= pipes.length ? null : pipes[fd];
  }

  @Override
  public <I> @Nullable I getExtraInfo(ExtraInfo<I> info) {
    return info.of(info.name().equals("subprocess") ? process.toHandle() : null);
  }

  @Override
  public EventLoop loop() {
    return netty.loop;
  }

  @Override
  public String toString() {
    return "<SubprocessTransport"
        + (closed ? " closed" : "")
        + " pid="
        + process.pid()
        + (returncode == null ? " running" : " returncode=" + returncode)
        + ">";
  }
}
