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

/** Tasks that meet: at queues, at a lock, with other threads. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class MeetingBenchmark {

  /** {@code queue}. */
  @Benchmark
  @OperationsPerInvocation(100_000)
  public Metrics queue() throws Exception {
    return Workloads.program("queue").run(100_000);
  }

  /** {@code queue-1}. */
  @Benchmark
  @OperationsPerInvocation(50_000)
  public Metrics queue1() throws Exception {
    return Workloads.program("queue-1").run(50_000);
  }

  /** {@code lock}. */
  @Benchmark
  @OperationsPerInvocation(50_000)
  public Metrics lock() throws Exception {
    return Workloads.program("lock").run(50_000);
  }

  /** {@code threadsafe-1}. */
  @Benchmark
  @OperationsPerInvocation(100_000)
  public Metrics threadsafe1() throws Exception {
    return Workloads.program("threadsafe-1").run(100_000);
  }

  /** {@code threadsafe-4}. */
  @Benchmark
  @OperationsPerInvocation(100_000)
  public Metrics threadsafe4() throws Exception {
    return Workloads.program("threadsafe-4").run(100_000);
  }

  /** {@code to-thread}. */
  @Benchmark
  @OperationsPerInvocation(2_000)
  public Metrics toThread() throws Exception {
    return Workloads.program("to-thread").run(2_000);
  }
}
