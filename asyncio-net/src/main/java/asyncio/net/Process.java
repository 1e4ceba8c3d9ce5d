package asyncio.net;

import asyncio.Asyncio;
import asyncio.Coroutine;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A process that this program has started; mirrors {@code asyncio.subprocess.Process}.
 *
 * {@snippet :
 * var process =
 *     await(createSubprocessExec(List.of("sort"), new SubprocessOptions().stdin(PIPE).stdout(PIPE)));
 * byte[] sorted = await(process.communicate("b\na\n".getBytes())).stdout();
 * }
 *
 * <p>It belongs to its loop's thread. Closing it, which is not in asyncio, kills a process that
 * still runs; so does closing the loop.
 */
@SuppressWarnings("AvoidCommonTypeNames") // it is asyncio's name
public final class Process implements AutoCloseable {

  private static final int BLOCK = 64 * 1024;

  // immutable state
  private final SubprocessConnection connection;
  private final @Nullable StreamWriter stdin;
  private final @Nullable StreamReader stdout;
  private final @Nullable StreamReader stderr;

  // what communicate() has read
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private boolean communicating;

  Process(SubprocessConnection connection, ProcessStreams streams) {
    this.connection = connection;
    PipeTransport in = connection.getPipeTransport(0);
    stdin = in == null ? null : new StreamWriter(in, streams.pipe(0));
    stdout = connection.getPipeTransport(1) == null ? null : streams.pipe(1).reader();
    stderr = connection.getPipeTransport(2) == null ? null : streams.pipe(2).reader();
  }

  // ----- its pipes

  /**
   * What goes into the process's standard input.
   *
   * @return the stream, or null if that is no pipe
   */
  public @Nullable StreamWriter stdin() {
    return stdin;
  }

  /**
   * What comes from the process's standard output.
   *
   * @return the stream, or null if that is no pipe
   */
  public @Nullable StreamReader stdout() {
    return stdout;
  }

  /**
   * What comes from the process's standard error output.
   *
   * @return the stream, or null if that is no pipe
   */
  public @Nullable StreamReader stderr() {
    return stderr;
  }

  /**
   * Closes stdin, reads stdout and stderr to their ends, and waits until the process has ended;
   * mirrors {@code Process.communicate}. Only of what is a pipe, in each case.
   *
   * @return as {@link #communicate(byte[])} does
   */
  public Coroutine<ProcessOutput> communicate() {
    return communicate(null);
  }

  /**
   * Writes to stdin and closes it, reads stdout and stderr to their ends, and waits until the
   * process has ended; mirrors {@code Process.communicate}. All at once, so that neither side waits
   * for ever; a process that ends without having read its input is no error.
   *
   * @param input what to write, or null for nothing
   * @return a coroutine that gives what was read. When it is cancelled, nothing is lost: calling
   *     this again, with null, goes on. It throws {@link IllegalStateException} if there is input
   *     and stdin is no pipe, or there was input, or none, in a call before
   */
  public Coroutine<ProcessOutput> communicate(byte @Nullable [] input) {
    return Asyncio.async(() -> {
      feed(input);
      Asyncio.await(
          Asyncio.gather(
              Asyncio.async(() -> collect(stdout, output)),
              Asyncio.async(() -> collect(stderr, errors))));
      Asyncio.await(whenExited());
      ProcessOutput read = new ProcessOutput(output.toByteArray(), errors.toByteArray());
      output.reset();
      errors.reset();
      return read;
    });
  }

  /**
   * The transport has it all from now on: whoever calls communicate() again need not go on here.
   */
  private void feed(byte @Nullable [] input) {
    if (input != null && stdin == null) {
      throw new IllegalStateException("the input cannot be sent: stdin is no pipe");
    }
    if (input != null && communicating) {
      throw new IllegalStateException("input cannot be sent once communicate() was called");
    }
    communicating = true;
    if (stdin != null) {
      if (input != null) {
        stdin.write(input);
      }
      stdin.close();
    }
  }

  private static void collect(@Nullable StreamReader from, ByteArrayOutputStream to) {
    if (from != null) {
      byte[] block;
      do {
        block = Asyncio.await(from.read(BLOCK));
        to.writeBytes(block);
      } while (block.length > 0);
    }
  }

  // ----- its end

  /**
   * Waits until the process has ended; mirrors {@code Process.wait}. Its pipes may have more to
   * read by then, and may even be open, if it has left processes of its own. A process that writes
   * more than its pipe holds, and that nobody reads, never ends.
   *
   * @return a coroutine that gives the exit code, as {@link #returncode} has it. Cancelling it has
   *     no effect on the process
   */
  public Coroutine<Integer> whenExited() {
    return Asyncio.async(() -> Asyncio.await(Asyncio.shield(connection.exited)));
  }

  /**
   * How the process has ended. The JDK does not tell a process that signal N has killed from one
   * that has ended with the exit code 128+N, for N up to 31. Of a program it is taken to be the
   * signal; of a shell command, to be the exit code, as a shell ends so when what it runs was
   * killed.
   *
   * @return its exit code, or -N if signal N has killed it; null while it runs
   */
  public @Nullable Integer returncode() {
    return connection.getReturncode();
  }

  /**
   * The process's number; that of the shell, for a shell command.
   *
   * @return the number, also when the process has ended
   */
  public long pid() {
    return connection.getPid();
  }

  /**
   * Sends a signal; mirrors {@code Process.send_signal}. Has no effect if the process has ended.
   * The signals sent arrive in order; apart from {@code TERM} and {@code KILL}, they do so a little
   * later.
   *
   * @param signal the name, such as {@code INT} or {@code SIGINT}
   * @throws IllegalArgumentException if there is no such signal
   */
  public void sendSignal(String signal) {
    connection.sendSignal(signal);
  }

  /** Asks the process to end, by {@code SIGTERM}. Has no effect if it has ended. */
  public void terminate() {
    connection.terminate();
  }

  /** Ends the process, by {@code SIGKILL}. Has no effect if it has ended. */
  public void kill() {
    connection.kill();
  }

  /** Closes the pipes, and kills the process if it still runs. */
  @Override
  public void close() {
    connection.close();
  }

  @Override
  public String toString() {
    return "<Process "
        + connection.getPid()
        + (returncode() == null ? " running" : " returncode=" + returncode())
        + ">";
  }
}
