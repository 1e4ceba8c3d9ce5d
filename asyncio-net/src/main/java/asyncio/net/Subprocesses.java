package asyncio.net;

import asyncio.Asyncio;
import asyncio.Coroutine;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Processes for coroutines and for protocols, made for a static import; mirrors asyncio's
 * subprocesses.
 *
 * {@snippet :
 * var process = await(createSubprocessExec("ls", "-l"));
 * int code = await(process.whenExited());
 * }
 *
 * <p>All of them belong to the running loop; without one they throw an {@link
 * IllegalStateException}. A process is started on another thread, so the loop does not wait for it.
 */
public final class Subprocesses {

  private Subprocesses() {}

  // ----- for coroutines

  /**
   * Starts a program with this program's stdin, stdout and stderr; mirrors {@code
   * asyncio.create_subprocess_exec}.
   *
   * @param program the program's name, looked for in {@code PATH}, or its path
   * @param arguments its arguments
   * @return a coroutine that gives the process. It throws {@link java.nio.file.NoSuchFileException}
   *     if there is no such program. If it is cancelled, the process is killed
   */
  public static Coroutine<Process> createSubprocessExec(String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.addFirst(program);
    return createSubprocessExec(command, new SubprocessOptions());
  }

  /**
   * Starts a program, with options; mirrors {@code asyncio.create_subprocess_exec}.
   *
   * @param command the program and its arguments
   * @param options how to start it
   * @return as {@link #createSubprocessExec(String, String...)} does; it throws {@link
   *     java.nio.file.NoSuchFileException} if there is no such directory, too
   * @throws IllegalArgumentException if the command is empty
   */
  public static Coroutine<Process> createSubprocessExec(
      List<String> command, SubprocessOptions options) {
    return create(copy(command), false, options);
  }

  /**
   * Runs a command of the system's shell with this program's stdin, stdout and stderr; mirrors
   * {@code asyncio.create_subprocess_shell}. Whatever goes into the command has to be quoted for
   * the shell.
   *
   * @param command the command, for {@code /bin/sh} or Windows's {@code cmd.exe}
   * @return a coroutine that gives the shell's process. If it is cancelled, the shell is killed
   */
  public static Coroutine<Process> createSubprocessShell(String command) {
    return createSubprocessShell(command, new SubprocessOptions());
  }

  /**
   * Runs a command of the system's shell, with options; mirrors {@code
   * asyncio.create_subprocess_shell}.
   *
   * @param command the command
   * @param options how to start it
   * @return as {@link #createSubprocessShell(String)} does
   */
  public static Coroutine<Process> createSubprocessShell(
      String command, SubprocessOptions options) {
    return create(shell(command), true, options);
  }

  private static Coroutine<Process> create(
      List<String> command, boolean shell, SubprocessOptions options) {
    return Asyncio.async(() -> {
      NettyLoop netty = NetDriver.ofRunningLoop();
      ProcessStreams streams = new ProcessStreams(netty.loop, options.limit());
      return new Process(
          SubprocessConnection.open(
              netty, streams, command, shell, options, SubprocessRedirect.INHERIT),
          streams);
    });
  }

  // ----- for protocols

  /**
   * Starts a program for a protocol, with pipes for stdin, stdout and stderr; mirrors {@code
   * loop.subprocess_exec}.
   *
   * @param <P> the protocol's type
   * @param protocolFactory makes the protocol
   * @param program the program's name, looked for in {@code PATH}, or its path
   * @param arguments its arguments
   * @return a coroutine that gives the transport and the protocol. It throws as {@link
   *     #createSubprocessExec(String, String...)} does
   */
  public static <P extends SubprocessProtocol>
      Coroutine<Connection<SubprocessTransport, P>> subprocessExec(
          Supplier<P> protocolFactory, String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.addFirst(program);
    return subprocessExec(protocolFactory, command, new SubprocessOptions());
  }

  /**
   * Starts a program for a protocol, with options; mirrors {@code loop.subprocess_exec}.
   *
   * @param <P> the protocol's type
   * @param protocolFactory makes the protocol
   * @param command the program and its arguments
   * @param options how to start it; what they do not say is a pipe
   * @return as {@link #subprocessExec(Supplier, String, String...)} does
   * @throws IllegalArgumentException if the command is empty
   */
  public static <P extends SubprocessProtocol>
      Coroutine<Connection<SubprocessTransport, P>> subprocessExec(
          Supplier<P> protocolFactory, List<String> command, SubprocessOptions options) {
    return serve(protocolFactory, copy(command), false, options);
  }

  /**
   * Runs a command of the system's shell for a protocol, with pipes for stdin, stdout and stderr;
   * mirrors {@code loop.subprocess_shell}.
   *
   * @param <P> the protocol's type
   * @param protocolFactory makes the protocol
   * @param command the command, as of {@link #createSubprocessShell(String)}
   * @return a coroutine that gives the transport of the shell's process, and the protocol
   */
  public static <P extends SubprocessProtocol>
      Coroutine<Connection<SubprocessTransport, P>> subprocessShell(
          Supplier<P> protocolFactory, String command) {
    return subprocessShell(protocolFactory, command, new SubprocessOptions());
  }

  /**
   * Runs a command of the system's shell for a protocol, with options; mirrors {@code
   * loop.subprocess_shell}.
   *
   * @param <P> the protocol's type
   * @param protocolFactory makes the protocol
   * @param command the command
   * @param options how to start it; what they do not say is a pipe
   * @return as {@link #subprocessShell(Supplier, String)} does
   */
  public static <P extends SubprocessProtocol>
      Coroutine<Connection<SubprocessTransport, P>> subprocessShell(
          Supplier<P> protocolFactory, String command, SubprocessOptions options) {
    return serve(protocolFactory, shell(command), true, options);
  }

  private static <P extends SubprocessProtocol> Coroutine<Connection<SubprocessTransport, P>> serve(
      Supplier<P> protocolFactory, List<String> command, boolean shell, SubprocessOptions options) {
    return Asyncio.async(() -> {
      NettyLoop netty = NetDriver.ofRunningLoop();
      P protocol = protocolFactory.get();
      SubprocessTransport transport =
          SubprocessConnection.open(
              netty, protocol, command, shell, options, SubprocessRedirect.PIPE);
      return new Connection<>(transport, protocol);
    });
  }

  private static List<String> copy(List<String> command) {
    if (command.isEmpty()) {
      throw new IllegalArgumentException("the command is empty");
    }
    return List.copyOf(command);
  }

  private static List<String> shell(String command) {
    return File.separatorChar == '/'
        ? List.of("/bin/sh", "-c", command)
        : List.of("cmd.exe", "/c", command);
  }
}
