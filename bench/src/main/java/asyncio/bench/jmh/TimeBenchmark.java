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

/** Timers and time-outs. An operation of {@code timeout} is a wait for and a time-out. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class TimeBenchmark {

  /** {@code timers}. */
  @Benchmark
  @OperationsPerInvocation(100_000)
  public Metrics timers() throws Exception {
    return Workloads.program("timers").run(100_000);
  }

  /** {@code timeout}. */
  @Benchmark
  @OperationsPerInvocation(20_000)
  public Metrics timeout() throws Exception {
    return Workloads.program("timeout").run(20_000);
  }
}
