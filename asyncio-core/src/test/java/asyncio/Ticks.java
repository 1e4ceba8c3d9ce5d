package asyncio;

import static asyncio.Asyncio.async;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/**
 * Notes what a scenario does and in which iteration of the loop, so that it can be compared with a
 * trace of the same scenario in CPython: {@code "+2: resumed"} is two iterations after the mark.
 * Time is virtual.
 */
final class Ticks implements IoDriver {

  /** What is traced, as the main task of a program. */
  @FunctionalInterface
  interface Scenario {
    void run(Ticks t) throws Exception;
  }

  private final TestTime time = new TestTime();
  private final EventLoop loop = EventLoop.create(this);
  private final List<String> trace = new ArrayList<>();
  private int iteration;
  private int marked;

  /** Runs the scenario, and checks what it noted. What the loop reports is noted as well. */
  static void assertTrace(Scenario scenario, String... expected) {
    Ticks ticks = new Ticks();
    ticks.loop.setExceptionHandler(
        (loop, context) -> ticks.log("reported: " + context.message(), context.exception()));
    try (Runner runner = new Runner(null, () -> ticks.loop)) {
      runner.run(
          async(() -> {
            ticks.mark();
            scenario.run(ticks);
          }));
    }
    assertThat(ticks.trace).containsExactly(expected);
  }

  EventLoop loop() {
    return loop;
  }

  /** Iterations are counted from this one on. */
  void mark() {
    marked = iteration;
  }

  /** Notes the words, with blanks between them. */
  void log(Object... words) {
    StringBuilder line = new StringBuilder("+" + (iteration - marked) + ":");
    for (Object word : words) {
      line.append(' ').append(word);
    }
    trace.add(line.toString());
  }

  // ----- the loop calls select once in each iteration

  @Override
  public void select(long timeoutNanos) {
    iteration++;
    time.select(timeoutNanos);
  }

  @Override
  public void wakeup() {
    time.wakeup();
  }

  @Override
  public void close() {}

  @Override
  public long nanoTime() {
    return time.nanoTime();
  }
}
