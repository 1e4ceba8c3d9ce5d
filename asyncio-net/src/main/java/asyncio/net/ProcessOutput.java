package asyncio.net;

/** What a process has written to its pipes, as {@link Process#communicate()} gives it. */
public final class ProcessOutput {

  private final byte[] stdout;
  private final byte[] stderr;

  /** Takes the arrays over. */
  ProcessOutput(byte[] stdout, byte[] stderr) {
    this.stdout = stdout;
    this.stderr = stderr;
  }

  /**
   * What it has written to stdout.
   *
   * @return the bytes; none if its stdout is no pipe
   */
  public byte[] stdout() {
    return stdout;
  }

  /**
   * What it has written to stderr.
   *
   * @return the bytes; none if its stderr is no pipe
   */
  public byte[] stderr() {
    return stderr;
  }

  @Override
  public String toString() {
    return "<ProcessOutput stdout=" + stdout.length + " bytes stderr=" + stderr.length + " bytes>";
  }
}
