package asyncio.bench.workload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.Map;

/**
 * A process that runs a workload each time that it reads {@code go}, and answers with its metrics;
 * it ends when its input does. It says {@code ready} at first, or {@code unsupported} if it has no
 * fair program for the workload.
 */
public final class Peer {

  private Peer() {}

  /**
   * The peer for asyncio4j, on the fiber that {@code -Dasyncio.fiber} names.
   *
   * @param args the name of the workload, and how many operations
   * @throws Exception if the workload does not work
   */
  public static void main(String[] args) throws Exception {
    serve(Workloads.programs(), args, System.in, System.out);
  }

  /**
   * Is a peer until the input ends.
   *
   * @param programs its programs, by the names of their lines
   * @param args the name of the workload, and how many operations
   * @param in what tells it to go
   * @param out where it answers
   * @throws Exception if the workload does not work
   */
  public static void serve(
      Map<String, Workload> programs, String[] args, InputStream in, PrintStream out)
      throws Exception {
    Workload program = programs.get(args[0]);
    int n = Integer.parseInt(args[1]);
    out.println(program == null ? "unsupported" : "ready");
    out.flush();
    if (program != null) {
      serve(program, n, new BufferedReader(new InputStreamReader(in, UTF_8)), out);
    }
  }

  private static void serve(Workload program, int n, BufferedReader in, PrintStream out)
      throws Exception {
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (!line.equals("go")) {
        throw new IOException("not go: " + line);
      }
      out.println(program.run(n));
      out.flush();
    }
  }
}
