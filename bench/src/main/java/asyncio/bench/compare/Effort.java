package asyncio.bench.compare;

import java.time.Duration;

/**
 * How much is done for a number, the same for each peer.
 *
 * @param warmUp for how long at least a peer runs the workload before it is measured
 * @param warmUpRounds how often at least it does
 * @param rounds how often it is measured
 * @param limit how long a round may take until the peer is taken to hang
 */
record Effort(Duration warmUp, int warmUpRounds, int rounds, Duration limit) {

  static final int ROUNDS = 5;

  static final Effort FULL = new Effort(Duration.ofSeconds(2), 6, ROUNDS, Duration.ofMinutes(5));

  static final Effort QUICK = new Effort(Duration.ofMillis(800), 2, 3, Duration.ofSeconds(30));

  Effort withRounds(int number) {
    return new Effort(warmUp, warmUpRounds, number, limit);
  }
}
