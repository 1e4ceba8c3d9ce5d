package asyncio.bench.jmh;

import asyncio.bench.workload.Metrics;
import asyncio.bench.workload.Workloads;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** Tasks that switch, start and end. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class TaskBenchmark {

  /** {@code switch-1}. */
  @Benchmark
  @OperationsPerInvocation(100_000)
  public Metrics switch1() throws Exception {
    return Workloads.program("switch-1").run(100_000);
  }

  /** {@code switch-100}. */
  @Benchmark
  @OperationsPerInvocation(100_000)
  public Metrics switch100() throws Exception {
    return Workloads.program("switch-100").run(100_000);
  }

  /** {@code switch-10000}. */
  @Benchmark
  @OperationsPerInvocation(100_000)
  public Metrics switch10000() throws Exception {
    return Workloads.program("switch-10000").run(100_000);
  }

  /** {@code spawn}. */
  @Benchmark
  @OperationsPerInvocation(50_000)
  public Metrics spawn() throws Exception {
    return Workloads.program("spawn").run(50_000);
  }

  /** {@code gather}. */
  @Benchmark
  @OperationsPerInvocation(50_000)
  public Metrics gather() throws Exception {
    return Workloads.program("gather").run(50_000);
  }

  /** {@code deep}. */
  @Benchmark
  @OperationsPerInvocation(50_000)
  public Metrics deep() throws Exception {
    return Workloads.program("deep").run(50_000);
  }

  /** {@code deep-async}. */
  @Benchmark
  @OperationsPerInvocation(20_000)
  public Metrics deepAsync() throws Exception {
    return Workloads.program("deep-async").run(20_000);
  }
}
