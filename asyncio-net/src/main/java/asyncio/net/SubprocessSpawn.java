package asyncio.net;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.unix.FileDescriptor;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The start of one process, on a thread of its own. */
/*
 * On Linux the pipes are made here, and the process gets its ends as files: the JDK opens
 * /proc/self/fd/N anew, so that the process's end blocks, as it expects, though ours does not. The
 * JDK's own pipes know no other way to read than to block, and lose what the children of the process
 * write when it has ended; they serve where there is no such way.
 *
 * No other process keeps an end open: the JDK closes all descriptors above 2 in those it starts.
 */
final class SubprocessSpawn {

  static final boolean OWN_PIPES =
      Epoll.isAvailable() && Files.isReadable(Path.of("/proc/self/fd"));
  private static final File NULL = new File(File.separatorChar == '/' ? "/dev/null" : "NUL");

  /** A process and our ends of its pipes; null where there is none. */
  record Spawned(
      java.lang.Process process,
      @Nullable PipeSink stdin,
      @Nullable PipeSource stdout,
      @Nullable PipeSource stderr) {

    /** Nobody wants it any more. */
    void discard() {
      process.toHandle().destroyForcibly();
      closeAll(stdin, stdout, stderr);
    }
  }

  private final NettyLoop netty;
  private final ProcessBuilder builder;
  private final SubprocessRedirect in;
  private final SubprocessRedirect out;
  private final SubprocessRedirect err;
  private final List<FileDescriptor> childEnds = new ArrayList<>();

  // our ends, where they are not the JDK's
  private @Nullable PipeSink stdin;
  private @Nullable PipeSource stdout;
  private @Nullable PipeSource stderr;

  /** Takes what it needs out of the options, which are the caller's thread's. */
  private SubprocessSpawn(
      NettyLoop netty,
      List<String> command,
      SubprocessOptions options,
      SubprocessRedirect byDefault) {
    this.netty = netty;
    in = options.stdinOr(byDefault);
    out = options.stdoutOr(byDefault);
    err = options.stderrOr(byDefault);
    builder = new ProcessBuilder(command);
    Path directory = options.directory();
    if (directory != null) {
      builder.directory(directory.toFile());
    }
    Map<String, String> environment = options.environment();
    if (environment != null) {
      builder.environment().clear();
      builder.environment().putAll(environment);
    }
  }

  /**
   * Starts a process.
   *
   * @param byDefault where its input comes from and its output goes to, if the options do not say
   */
  static CompletableFuture<Spawned> start(
      NettyLoop netty,
      List<String> command,
      SubprocessOptions options,
      SubprocessRedirect byDefault) {
    SubprocessSpawn spawn = new SubprocessSpawn(netty, command, options, byDefault);
    return PipeThreads.call(spawn::run); // for as long as the opening of a named pipe may take
  }

  private Spawned run() throws IOException {
    boolean started = false;
    try {
      redirect();
      java.lang.Process process = builder.start();
      if (in.equals(SubprocessRedirect.PIPE) && stdin == null) {
        stdin = new PipeWriter(process.getOutputStream());
      }
      if (out.equals(SubprocessRedirect.PIPE) && stdout == null) {
        stdout = new PipeReader(process.getInputStream());
      }
      if (err.equals(SubprocessRedirect.PIPE) && stderr == null) {
        stderr = new PipeReader(process.getErrorStream());
      }
      started = true;
      return new Spawned(process, stdin, stdout, stderr);
    } catch (IOException e) {
      throw clearer(e);
    } finally {
      for (FileDescriptor end : childEnds) {
        end.close();
      }
      if (!started) {
        closeAll(stdin, stdout, stderr);
      }
    }
  }

  private void redirect() throws IOException {
    if (in.equals(SubprocessRedirect.PIPE) && OWN_PIPES) {
      stdin = ownStdin();
    } else {
      builder.redirectInput(redirect(in, Redirect.from(NULL)));
    }
    if (out.equals(SubprocessRedirect.PIPE) && OWN_PIPES) {
      FileDescriptor[] pipe = pipe(1);
      builder.redirectOutput(Redirect.to(file(pipe[1])));
      stdout = source(pipe[0]);
    } else {
      builder.redirectOutput(redirect(out, Redirect.DISCARD));
    }
    if (err.equals(SubprocessRedirect.STDOUT)) {
      builder.redirectErrorStream(true);
    } else if (err.equals(SubprocessRedirect.PIPE) && OWN_PIPES) {
      FileDescriptor[] pipe = pipe(1);
      builder.redirectError(Redirect.to(file(pipe[1])));
      stderr = source(pipe[0]);
    } else {
      builder.redirectError(redirect(err, Redirect.DISCARD));
    }
  }

  private PipeSink ownStdin() throws IOException {
    FileDescriptor[] pipe = pipe(0);
    builder.redirectInput(file(pipe[0]));
    if (netty.isCompatible(EpollIoHandle.class)) {
      return new PipeDescriptorSink(pipe[1]);
    }
    try {
      return new PipeWriter(new FileOutputStream(file(pipe[1])));
    } finally {
      pipe[1].close();
    }
  }

  private PipeSource source(FileDescriptor end) throws IOException {
    if (netty.isCompatible(EpollIoHandle.class)) {
      return new PipeDescriptorSource(end);
    }
    try {
      return new PipeReader(new FileInputStream(file(end)));
    } finally {
      end.close();
    }
  }

  private FileDescriptor[] pipe(int childEnd) throws IOException {
    FileDescriptor[] pipe = FileDescriptor.pipe();
    childEnds.add(pipe[childEnd]);
    return pipe;
  }

  private static File file(FileDescriptor descriptor) {
    return new File("/proc/self/fd/" + descriptor.intValue());
  }

  private static Redirect redirect(SubprocessRedirect wanted, Redirect nothing) {
    return switch (wanted) {
      case SubprocessRedirect.ToFile(Path path, boolean append) ->
          append
              ? Redirect.appendTo(path.toFile())
              : nothing.equals(Redirect.DISCARD)
                  ? Redirect.to(path.toFile())
                  : Redirect.from(path.toFile());
      case SubprocessRedirect.Standard.PIPE -> Redirect.PIPE;
      case SubprocessRedirect.Standard.DEVNULL -> nothing;
      case SubprocessRedirect.Standard.INHERIT -> Redirect.INHERIT;
      case SubprocessRedirect.Standard.STDOUT -> throw new IllegalArgumentException();
    };
  }

  /** The JDK's error in the type of what went wrong, where it can be told. */
  private IOException clearer(IOException e) {
    File directory = builder.directory();
    if (directory != null && !directory.isDirectory()) {
      return because(
          e,
          directory.exists()
              ? new NotDirectoryException(directory.toString())
              : new NoSuchFileException(directory.toString(), null, "no such directory"));
    }
    if (e.getCause() instanceof FileNotFoundException) { // of a redirection: it names the file
      return e;
    }
    String message = String.valueOf(e.getMessage());
    String program = builder.command().getFirst();
    if (message.contains("error: 2 ") || message.contains("error=2,")) {
      return because(e, new NoSuchFileException(program, null, "no such program"));
    }
    if (message.contains("error: 13 ") || message.contains("error=13,")) {
      return because(e, new AccessDeniedException(program, null, "not allowed to run it"));
    }
    return message.contains(program)
        ? e
        : new IOException("cannot run " + program + ": " + message, e);
  }

  private static IOException because(IOException cause, IOException clearer) {
    clearer.initCause(cause);
    return clearer;
  }

  private static void closeAll(
      @Nullable PipeSink stdin, @Nullable PipeSource stdout, @Nullable PipeSource stderr) {
    if (stdin != null) {
      stdin.close();
    }
    if (stdout != null) {
      stdout.close();
    }
    if (stderr != null) {
      stderr.close();
    }
  }
}
