package asyncio.testing;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.VoidBody;

/** The ways in which we sweep our own primitives. */
final class Sweeps {

  private Sweeps() {}

  /** Cancels the victim at each moment, in the usual order and in twenty others. */
  static void run(CancelSweep.Scenario scenario) {
    CancelSweep.run(scenario);
    CancelSweep.run(Schedules.random(20).strict(), scenario);
  }

  /** Cancels the victim at each moment in every order there is; for small scenarios. */
  static void runAll(CancelSweep.Scenario scenario) {
    CancelSweep.run(Schedules.exhaustive(3000).strict(), scenario);
  }

  /** A body that must not end normally once it was cancelled. */
  static VoidBody notSwallowing(VoidBody body) {
    return () -> {
      body.run();
      assertThat(currentTask().cancelling()).as("cancellations swallowed").isZero();
    };
  }
}
