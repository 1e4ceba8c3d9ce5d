package asyncio.bench.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** What the samples of a whole soak tell: nothing may have grown. */
final class Verdict {

  private Verdict() {}

  static List<String> of(List<Sample> samples) {
    List<String> wrong = new ArrayList<>();
    int third = Math.max(1, samples.size() / 3);
    long before = median(samples.subList(0, third), Sample::heap);
    long after = median(samples.subList(samples.size() - third, samples.size()), Sample::heap);
    if (after > before + Soak.MARGIN) {
      wrong.add(
          String.format(
              Locale.ROOT,
              "the heap has grown: %.2f MB in the first third, %.2f MB in the last",
              before / 1e6,
              after / 1e6));
    }
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    if (last.threads() > first.threads()) {
      wrong.add("threads are left: " + last.threads() + ", and " + first.threads() + " at first");
    }
    if (last.descriptors() > first.descriptors()) {
      wrong.add(
          "files are left open: "
              + last.descriptors()
              + ", and "
              + first.descriptors()
              + " at first");
    }
    return wrong;
  }

  private static long median(List<Sample> samples, ToLongFunction<Sample> value) {
    return samples.stream()
        .mapToLong(value)
        .sorted()
        .skip(samples.size() / 2)
        .findFirst()
        .orElse(0);
  }
}
