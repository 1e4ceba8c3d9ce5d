package asyncio;

import static org.assertj.core.api.Assertions.assertThat;

/** Checks that a test's steps come in the order of their numbers: {@code expect(1) … finish(4)}. */
final class Order {

  private int step;

  /** This is step {@code number}. */
  void expect(int number) {
    assertThat(number).as("step").isEqualTo(step + 1);
    step = number; // not before: a failure that nobody sees must not let the next step pass
  }

  /** This is step {@code number}, the last one. */
  void finish(int number) {
    expect(number);
    step = Integer.MIN_VALUE;
  }

  /** What {@link #finish} was not called for has not run to its end. */
  void assertFinished() {
    assertThat(step).as("the test ended before its last step").isNegative();
  }
}
