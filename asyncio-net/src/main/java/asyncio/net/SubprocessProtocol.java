package asyncio.net;

import org.jspecify.annotations.Nullable;

/**
 * Who is told what a process does; mirrors {@code asyncio.SubprocessProtocol}.
 *
 * <p>{@link #connectionMade} comes first and {@link #connectionLost} last, when the process has
 * ended and all its pipes are closed. In between, {@link #processExited} may come before, between
 * or after what comes from the pipes. {@link #pauseWriting} and {@link #resumeWriting} speak of the
 * process's stdin.
 */
public interface SubprocessProtocol extends BaseProtocol {

  /**
   * The process is started and its pipes are connected.
   *
   * @param transport the process
   */
  default void connectionMade(SubprocessTransport transport) {}

  /**
   * The process has written something.
   *
   * @param fd where to: 1 is stdout, 2 is stderr
   * @param data at least one byte
   */
  default void pipeDataReceived(int fd, byte[] data) {}

  /**
   * One of the pipes is closed.
   *
   * @param fd which one: 0 is stdin, 1 is stdout, 2 is stderr
   * @param exception why, or null if one of the two sides has closed it
   */
  default void pipeConnectionLost(int fd, @Nullable Throwable exception) {}

  /** The process has ended; {@link SubprocessTransport#getReturncode} is known. */
  default void processExited() {}
}
