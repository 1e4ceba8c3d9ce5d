package asyncio.net;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of a process when it is started; the keyword arguments of asyncio's {@code
 * create_subprocess_exec} and of {@code subprocess.Popen}.
 *
 * {@snippet :
 * createSubprocessExec(List.of("sort", "-n"), new SubprocessOptions().stdin(PIPE).stdout(PIPE))
 * }
 */
public final class SubprocessOptions {

  private @Nullable SubprocessRedirect stdin;
  private @Nullable SubprocessRedirect stdout;
  private @Nullable SubprocessRedirect stderr;
  private @Nullable Map<String, String> environment;
  private @Nullable Path directory;
  private int limit = StreamReader.DEFAULT_LIMIT;

  /** The options that asyncio has by default. */
  public SubprocessOptions() {}

  /**
   * Sets where the process reads from.
   *
   * @param from the redirection. By default it is {@link SubprocessRedirect#INHERIT} for a {@link
   *     Process}, and {@link SubprocessRedirect#PIPE} for a {@link SubprocessProtocol}
   * @return this
   * @throws IllegalArgumentException if that is nothing to read from: {@link
   *     SubprocessRedirect#STDOUT}, or a file to append to
   */
  public SubprocessOptions stdin(SubprocessRedirect from) {
    if (from.equals(SubprocessRedirect.STDOUT)
        || (from instanceof SubprocessRedirect.ToFile file && file.append())) {
      throw new IllegalArgumentException("nothing to read from: " + from);
    }
    stdin = from;
    return this;
  }

  SubprocessRedirect stdinOr(SubprocessRedirect byDefault) {
    return stdin == null ? byDefault : stdin;
  }

  /**
   * Sets where the process writes to.
   *
   * @param to the redirection; by default as that of {@link #stdin(SubprocessRedirect)}
   * @return this
   * @throws IllegalArgumentException if it is {@link SubprocessRedirect#STDOUT}
   */
  public SubprocessOptions stdout(SubprocessRedirect to) {
    if (to.equals(SubprocessRedirect.STDOUT)) {
      throw new IllegalArgumentException("STDOUT is for stderr only");
    }
    stdout = to;
    return this;
  }

  SubprocessRedirect stdoutOr(SubprocessRedirect byDefault) {
    return stdout == null ? byDefault : stdout;
  }

  /**
   * Sets where the process writes its errors to.
   *
   * @param to the redirection; by default as that of {@link #stdin(SubprocessRedirect)}
   * @return this
   */
  public SubprocessOptions stderr(SubprocessRedirect to) {
    stderr = to;
    return this;
  }

  SubprocessRedirect stderrOr(SubprocessRedirect byDefault) {
    return stderr == null ? byDefault : stderr;
  }

  /**
   * Sets all environment variables of the process: it does not get those of this program. The
   * program itself is looked for in this program's {@code PATH} all the same.
   *
   * @param variables the variables and their values; they are copied
   * @return this
   */
  public SubprocessOptions environment(Map<String, String> variables) {
    environment = Map.copyOf(variables);
    return this;
  }

  @Nullable Map<String, String> environment() {
    return environment;
  }

  /**
   * Sets the directory that the process starts in; by default it is this program's.
   *
   * @param path the directory
   * @return this
   */
  public SubprocessOptions directory(Path path) {
    directory = path;
    return this;
  }

  @Nullable Path directory() {
    return directory;
  }

  /**
   * Sets the limit of the readers of a {@link Process}; 64 KiB at first.
   *
   * @param bytes the limit, as of {@link StreamReader#StreamReader(int)}
   * @return this
   */
  public SubprocessOptions limit(int bytes) {
    limit = bytes;
    return this;
  }

  int limit() {
    return limit;
  }
}
