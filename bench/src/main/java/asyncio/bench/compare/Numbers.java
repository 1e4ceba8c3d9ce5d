package asyncio.bench.compare;

import java.util.Collections;
import java.util.List;

/**
 * What several runs came to.
 *
 * @param values what each came to, in the order of the runs; at least one
 */
record Numbers(List<Double> values) {

  double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  double min() {
    return Collections.min(values);
  }

  double max() {
    return Collections.max(values);
  }
}
