package asyncio.tools;

/** What ends the command itself, rather than the program that it runs: a message and a status. */
final class CommandFailure extends Exception {
  /** The command was used wrongly, as by convention of Unix shells. */
  static final int MISUSE = 2;

  /** The command was used rightly, but the program cannot run. */
  static final int FAILED = 1;

  private final int status;

  CommandFailure(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
