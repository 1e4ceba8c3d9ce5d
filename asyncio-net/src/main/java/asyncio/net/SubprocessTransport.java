package asyncio.net;

import org.jspecify.annotations.Nullable;

/** A process as a protocol sees it; mirrors {@code asyncio.SubprocessTransport}. */
public interface SubprocessTransport extends BaseTransport {

  /**
   * The process's number.
   *
   * @return the number, also when the process has ended
   */
  long getPid();

  /**
   * How the process has ended.
   *
   * @return its exit code, as {@link Process#returncode} has it; null while it runs
   */
  @Nullable Integer getReturncode();

  /**
   * The transport of one of the process's pipes.
   *
   * @param fd which one: 0 is stdin, to write to; 1 is stdout and 2 is stderr, to read from
   * @return the transport, or null if that is no pipe
   */
  @Nullable Transport getPipeTransport(int fd);

  /**
   * Sends a signal, as {@link Process#sendSignal} does.
   *
   * @param signal the name, such as {@code INT} or {@code SIGINT}
   * @throws IllegalArgumentException if there is no such signal
   */
  void sendSignal(String signal);

  /** Asks the process to end, by {@code SIGTERM}. Has no effect if it has ended. */
  void terminate();

  /** Ends the process, by {@code SIGKILL}. Has no effect if it has ended. */
  void kill();

  /**
   * Closes the pipes, and kills the process if it still runs. {@link
   * SubprocessProtocol#processExited} and {@link BaseProtocol#connectionLost} are called when it
   * has ended.
   */
  @Override
  void close();
}
