package asyncio;

import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.gatherOutcomes;
import static asyncio.Asyncio.run;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of many cancellations have a stack trace. */
class CancelledErrorStackTest {

  @Test
  void itShowsWhereTheTaskWaited() {
    run(() -> {
      List<CancelledError> errors = cancelAtOnce(1);

      assertThat(errors.getFirst().getStackTrace())
          .anySatisfy(frame -> assertThat(frame.getMethodName()).isEqualTo("waitLong"));
    });
  }

  @Test
  void ofThoseOfOneIterationTheFirstHundredHaveOne() {
    run(() -> {
      List<CancelledError> errors = cancelAtOnce(130);

      assertThat(errors.subList(0, 100))
          .allSatisfy(error -> assertThat(error.getStackTrace()).isNotEmpty());
      assertThat(errors.subList(100, 130))
          .allSatisfy(error -> assertThat(error.getStackTrace()).isEmpty());
    });
  }

  @Test
  void thoseOfTheNextIterationHaveOneAgain() {
    run(() -> {
      cancelAtOnce(130);

      assertThat(cancelAtOnce(1).getFirst().getStackTrace()).isNotEmpty();
    });
  }

  @Test
  void inDebugModeAllHaveOne() {
    run(() -> {
      runningLoop().setDebug(true);

      assertThat(cancelAtOnce(130))
          .allSatisfy(error -> assertThat(error.getStackTrace()).isNotEmpty());
    });
  }

  @Test
  void whatIsThrownOutsideOfTheLoopHasOne() {
    try (EventLoop loop = EventLoop.create()) {
      Future<Integer> future = loop.createFuture();
      future.cancel();

      assertThat(future.cancelledError().getStackTrace()).isNotEmpty();
    }
  }

  /** The errors that so many tasks catch in the same iteration. */
  private static List<CancelledError> cancelAtOnce(int count) {
    List<CancelledError> errors = new ArrayList<>();
    List<Task<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(createTask(() -> waitLong(errors)));
    }
    await(sleep(0));
    tasks.forEach(Task::cancel);
    await(gatherOutcomes(tasks));
    return errors;
  }

  private static void waitLong(List<CancelledError> errors) {
    try {
      await(sleep(3600));
    } catch (CancelledError e) {
      errors.add(e);
      throw e;
    }
  }
}
