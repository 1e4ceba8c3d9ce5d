package asyncio.bench.compare;

import asyncio.bench.workload.Metrics;
import java.time.Duration;

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
}
