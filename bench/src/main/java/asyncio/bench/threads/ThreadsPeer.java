package asyncio.bench.threads;

import asyncio.bench.workload.Leaf;
import asyncio.bench.workload.Peer;
import asyncio.bench.workload.Workload;
import java.util.HashMap;
import java.util.Map;

/**
 * The peer for plain virtual threads: of blocking code a user writes today where asyncio's would
 * await. They run on as many cores as there are, as virtual threads do.
 */
public final class ThreadsPeer {

  private static final Map<String, Workload> PROGRAMS = new HashMap<>();

  static {
    PROGRAMS.put("switch-1", Switching.threads(1));
    PROGRAMS.put("switch-100", Switching.threads(100));
    PROGRAMS.put("switch-10000", Switching.threads(10_000));
    PROGRAMS.put("spawn", Spawning::spawn);
    PROGRAMS.put("gather", Spawning::gathered);
    PROGRAMS.put("queue", Passing.ofSize(100));
    PROGRAMS.put("queue-1", Passing.ofSize(1));
    PROGRAMS.put("sleepers", Sleepers::hour);
    PROGRAMS.put("lock", Locking::contended);
    PROGRAMS.put("deep", Switching::deep);
    PROGRAMS.put("tree-none", Tree.of(Leaf.NONE));
    PROGRAMS.put("tree-io", Tree.of(Leaf.IO));
    PROGRAMS.put("tree-memo", Tree.of(Leaf.MEMO));
    PROGRAMS.put("tree-cpu-io", Tree.of(Leaf.CPU_IO));
  }

  private ThreadsPeer() {}

  /**
   * All programs on plain virtual threads.
   *
   * @return the programs, by the names of their lines
   */
  public static Map<String, Workload> programs() {
    return Map.copyOf(PROGRAMS);
  }

  /**
   * Is a peer until the input ends.
   *
   * @param args the name of the workload, and how many operations
   * @throws Exception if the workload does not work
   */
  public static void main(String[] args) throws Exception {
    Peer.serve(PROGRAMS, args, System.in, System.out);
  }
}
