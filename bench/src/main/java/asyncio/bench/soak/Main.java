package asyncio.bench.soak;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Starts a soak from the command line, and says whether it has passed. */
public final class Main {

  private static final String USAGE =
      "usage: soak [SECONDS [SEED]]\n       soak --program SEED [SECONDS]";

  private Main() {}

  /**
   * Runs a soak; the exit code is 0 if it has passed.
   *
   * @param args for how many seconds, and the seed of all programs; or the seed of one program
   * @throws InterruptedException if somebody interrupts it
   */
  public static void main(String[] args) throws InterruptedException {
    Soak.Settings settings;
    try {
      settings = settings(List.of(args));
    } catch (NumberFormatException e) {
      System.err.println(USAGE);
      System.exit(2);
      return;
    }
    System.out.printf(
        "%s %s, %d cores, fiber %s, seed %d%n",
        System.getProperty("java.vm.name"),
        System.getProperty("java.vm.version"),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("asyncio.fiber", "auto"),
        settings.seed());
    List<String> failures = new Soak(settings, System.out).run();
    failures.forEach(System.out::println);
    System.out.println(failures.isEmpty() ? "PASS" : "FAIL");
    System.exit(failures.isEmpty() ? 0 : 1);
  }

  private static Soak.Settings settings(List<String> args) {
    boolean one = !args.isEmpty() && args.getFirst().equals("--program");
    List<String> numbers = one ? args.subList(1, args.size()) : args;
    if (numbers.size() > 2 || (one && numbers.isEmpty())) {
      throw new NumberFormatException();
    }
    int seconds = one ? 1 : 0;
    int seed = one ? 0 : 1;
    Soak.Settings settings =
        Soak.Settings.of(
            Duration.ofSeconds(
                numbers.size() > seconds ? Long.parseLong(numbers.get(seconds)) : 600),
            numbers.size() > seed
                ? Long.parseLong(numbers.get(seed))
                : ThreadLocalRandom.current().nextInt(1_000_000));
    return one ? settings.only(settings.seed()) : settings;
  }
}
