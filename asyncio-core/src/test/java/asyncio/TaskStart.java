package asyncio;

import static asyncio.Asyncio.runningLoop;

/** How the tasks of a test start; what holds for one has to hold for the other. */
enum TaskStart {
  /** In the loop's next iteration. */
  LAZY,
  /** At once, where they are made. */
  EAGER;

  /** Runs the body in virtual time; all tasks that it makes start like this. */
  void run(VoidBody body) {
    TestTime.run(() -> {
      if (this == EAGER) {
        runningLoop().setTaskFactory(Asyncio::eagerTaskFactory);
      }
      body.run();
    });
  }
}
