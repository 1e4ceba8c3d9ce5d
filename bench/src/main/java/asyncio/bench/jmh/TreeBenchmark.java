package asyncio.bench.jmh;

import asyncio.bench.workload.Metrics;
import asyncio.bench.workload.Workloads;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** Whole trees. Those that sleep have their 50 ms in the time. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class TreeBenchmark {

  /** {@code tree-none}. */
  @Benchmark
  public Metrics treeNone() throws Exception {
    return Workloads.program("tree-none").run(46_656);
  }

  /** {@code tree-io}. */
  @Benchmark
  public Metrics treeIo() throws Exception {
    return Workloads.program("tree-io").run(46_656);
  }

  /** {@code tree-memo}. */
  @Benchmark
  public Metrics treeMemo() throws Exception {
    return Workloads.program("tree-memo").run(46_656);
  }

  /** {@code tree-cpu-io}. */
  @Benchmark
  public Metrics treeCpuIo() throws Exception {
    return Workloads.program("tree-cpu-io").run(46_656);
  }

  /** {@code tree-none-tg}. */
  @Benchmark
  public Metrics treeNoneGroups() throws Exception {
    return Workloads.program("tree-none-tg").run(46_656);
  }

  /** {@code tree-io-tg}. */
  @Benchmark
  public Metrics treeIoGroups() throws Exception {
    return Workloads.program("tree-io-tg").run(46_656);
  }

  /** {@code tree-memo-tg}. */
  @Benchmark
  public Metrics treeMemoGroups() throws Exception {
    return Workloads.program("tree-memo-tg").run(46_656);
  }

  /** {@code tree-cpu-io-tg}. */
  @Benchmark
  public Metrics treeCpuIoGroups() throws Exception {
    return Workloads.program("tree-cpu-io-tg").run(46_656);
  }
}
