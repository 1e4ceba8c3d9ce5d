import static asyncio.Asyncio.*;

// A loop runs one coroutine at a time, so one that computes keeps all others waiting. toThread
// computes on another thread, and the loop stays alive.
//
//     ./asyncio run examples/CpuBound.java

int ticks;

void tick() {
  while (true) {
    await(sleep(0.01));
    ticks++; // no lock: coroutines of one loop never run at the same time
  }
}

long countPrimes(int limit) {
  return IntStream.range(2, limit)
      .filter(n -> IntStream.rangeClosed(2, (int) Math.sqrt(n)).noneMatch(d -> n % d == 0))
      .count();
}

void main() {
  run(() -> {
    var ticker = createTask(() -> tick());
    await(sleep(0.1));

    IO.println("On the loop's own thread:");
    ticks = 0;
    IO.println("  primes below 500000: " + countPrimes(500_000));
    IO.println("  ticks meanwhile: " + ticks);

    IO.println("On other threads, several at once:");
    ticks = 0;
    var limits = List.of(500_000, 400_000, 300_000, 200_000);
    var counts =
        await(gather(limits.stream().map(limit -> toThread(() -> countPrimes(limit))).toList()));
    for (int i = 0; i < limits.size(); i++) {
      IO.println("  primes below " + limits.get(i) + ": " + counts.get(i));
    }
    IO.println("  ticks meanwhile: " + ticks);

    ticker.cancel();
  });
}
