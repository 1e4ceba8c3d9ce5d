package asyncio.bench.compare;

import asyncio.bench.workload.Metrics;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A peer that has been started for one line, and runs it whenever it is told to. */
interface Runs extends AutoCloseable {

  /**
   * Waits until the peer is ready.
   *
   * @return whether it has a fair program for the line
   * @throws PeerFailure if it fails
   */
  boolean ready(Duration limit) throws PeerFailure, InterruptedException;

  /**
   * Runs the line once.
   *
   * @param limit after which it is taken to hang
   * @throws PeerFailure if it fails
   */
  Metrics run(Duration limit) throws PeerFailure, InterruptedException;

  /** Ends the peer, whatever it does. */
  @Override
  void close();

  /**
   * Starts a peer.
   *
   * @return its runs, or null if it has nothing for the line
   * @throws PeerFailure if it cannot be started
   */
  static @Nullable Runs start(Peer peer, String line, int n) throws PeerFailure {
    if (line.equals(Lines.STARTUP.name()) || line.equals(Lines.STARTUP_CLASS.name())) {
      var program = peer.programs().get(line);
      return program == null ? null : new WholeProcesses(program, n);
    }
    return new PeerProcess(peer.command(), line, n);
  }
}
