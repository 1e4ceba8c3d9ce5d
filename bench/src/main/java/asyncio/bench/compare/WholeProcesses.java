package asyncio.bench.compare;

import asyncio.bench.workload.Metrics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that starts and ends: what is measured is the whole process. */
final class WholeProcesses implements Runs {

  private final List<String> command;
  private final int n;

  WholeProcesses(List<String> command, int n) {
    this.command = command;
    this.n = n;
  }

  @Override
  public boolean ready(Duration limit) {
    return true;
  }

  @Override
  public Metrics run(Duration limit) throws PeerFailure, InterruptedException {
    long nanos = 0;
    for (int left = n; left > 0; left--) {
      nanos += once(limit);
    }
    return Metrics.of("ms", nanos / 1e6 / n);
  }

  private long once(Duration limit) throws PeerFailure, InterruptedException {
    long start = System.nanoTime();
    Process process;
    try {
      process = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      throw new PeerFailure("cannot be started: " + e.getMessage());
    }
    boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    long end = System.nanoTime();
    if (!ended || process.exitValue() != 0) {
      String how = ended ? "ended with exit code " + process.exitValue() : "hangs";
      String message = String.join(" ", command) + " " + how;
      PeerFailure failure = new PeerFailure(new ErrorTail(process).behind(message));
      process.destroyForcibly(); // closes what it said, too
      throw failure;
    }
    return end - start;
  }

  @Override
  public void close() {}
}
