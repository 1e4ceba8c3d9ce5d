package asyncio.bench.net;

import static asyncio.Asyncio.*;

import asyncio.bench.workload.Peer;
import asyncio.bench.workload.Workload;
import java.util.Map;

/**
 * The peer for asyncio4j of the network's lines, on the fiber that {@code -Dasyncio.fiber} names:
 * an echo server with {@code streams} or {@code protocol}, or a peer that runs a transfer as {@link
 * Peer} does.
 */
public final class NetPeer {

  private static final Map<String, Workload> TRANSFERS =
      Map.of("readline", Transfers::readline, "tcp", Transfers::tcp, "tls", Transfers::tls);

  private NetPeer() {}

  /**
   * Serves, and says {@code ready} when it listens; or is a peer for a transfer. It ends when its
   * input does.
   *
   * @param args the kind of a server and its port; or the name of a transfer, and how many
   *     operations
   * @throws Exception if it does not work
   */
  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "streams", "protocol" -> serve(args[0], Integer.parseInt(args[1]));
      default -> Peer.serve(TRANSFERS, args, System.in, System.out);
    }
  }

  private static void serve(String kind, int port) {
    run(() -> {
      try (var _ = await(Echo.start(kind, port))) {
        System.out.println("ready");
        await(toThread(() -> System.in.readAllBytes()));
      }
    });
  }
}
