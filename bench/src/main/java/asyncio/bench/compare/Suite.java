package asyncio.bench.compare;

import asyncio.bench.workload.Line;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one command compares, and how its peers are found and started. */
interface Suite {

  /** The command, without its folder. */
  String name();

  /** What {@code --help} shows. */
  String usage();

  /** All lines of the table. */
  List<Line> lines();

  /** The names of all peers that there may be, in the order of the table. */
  List<String> peers();

  /** What is done for a number with {@code --quick}. */
  Effort quick();

  /** What else has to be known of how it is measured: the rows above the table. */
  List<String> notes();

  /**
   * Looks for a peer.
   *
   * @param name one of {@link #peers}
   * @throws PeerFailure if this machine has not got it
   */
  Peer find(String name) throws PeerFailure, InterruptedException;

  /**
   * Starts a peer.
   *
   * @return its runs, or null if it has nothing for the line
   * @throws PeerFailure if it cannot be started
   */
  @Nullable Runs start(Peer peer, Line line, int n) throws PeerFailure;
}
