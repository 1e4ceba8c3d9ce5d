package asyncio.bench.compare;

import asyncio.bench.workload.Line;
import asyncio.bench.workload.Workloads;
import java.util.List;
import java.util.stream.Stream;

/** All lines of the table. */
final class Lines {

  /** Whole processes: they are timed from outside, and are no workloads of a peer's. */
  static final Line STARTUP =
      new Line("startup", 1, true, "a program in source that runs sleep(0) and ends");

  /** The same, where a user has compiled before. */
  static final Line STARTUP_CLASS =
      new Line("startup-class", 1, true, "the same, asyncio4j's compiled, by java -cp");

  static final List<Line> ALL =
      Stream.concat(Workloads.lines().stream(), Stream.of(STARTUP, STARTUP_CLASS)).toList();

  private Lines() {}
}
