package asyncio.net;

import java.nio.file.Path;

/** Where a process's standard input comes from, or where its output goes. */
public sealed interface SubprocessRedirect {

  /** A pipe, whose other end is this program's; mirrors {@code subprocess.PIPE}. */
  SubprocessRedirect PIPE = Standard.PIPE;

  /**
   * Nothing: there is nothing to read, and what is written is dropped; mirrors {@code
   * subprocess.DEVNULL}.
   */
  SubprocessRedirect DEVNULL = Standard.DEVNULL;

  /** The same as this program's: what asyncio does when nothing, or {@code None}, is given. */
  SubprocessRedirect INHERIT = Standard.INHERIT;

  /** For stderr: the same as the process's stdout; mirrors {@code subprocess.STDOUT}. */
  SubprocessRedirect STDOUT = Standard.STDOUT;

  /**
   * A file: one to read from, or one to write to, which is emptied first.
   *
   * @param path the file
   * @return the redirection
   */
  static SubprocessRedirect file(Path path) {
    return new ToFile(path, false);
  }

  /**
   * A file to write to, behind what it has.
   *
   * @param path the file
   * @return the redirection
   */
  static SubprocessRedirect append(Path path) {
    return new ToFile(path, true);
  }

  /** Those that need no more than their name. */
  enum Standard implements SubprocessRedirect {
    /** A pipe. */
    PIPE,
    /** Nothing. */
    DEVNULL,
    /** As this program's. */
    INHERIT,
    /** As the process's stdout. */
    STDOUT
  }

  /**
   * A file.
   *
   * @param path the file
   * @param append whether to write behind what it has
   */
  record ToFile(Path path, boolean append) implements SubprocessRedirect {}
}
