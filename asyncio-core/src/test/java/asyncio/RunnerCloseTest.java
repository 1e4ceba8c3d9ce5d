package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In which order a runner ends what its main task left behind. */
@Timeout(60)
final class RunnerCloseTest {

  private final List<String> log = new ArrayList<>();
  private final List<ExceptionContext> reports = new ArrayList<>();

  @Test
  void tasksThatAreLeftAreCancelledInTheOrderOfTheirCreationAndAwaited() {
    run(() -> {
      for (String name : List.of("a", "b", "c")) {
        createTask(() -> {
          try {
            await(sleep(3600));
          } finally {
            log.add(name + " cancelled");
            await(sleep(0));
            log.add(name + " cleaned up");
          }
        });
      }
      await(sleep(0));
      log.add("main ends");
    });

    assertThat(log)
        .containsExactly(
            "main ends",
            "a cancelled",
            "b cancelled",
            "c cancelled",
            "a cleaned up",
            "b cleaned up",
            "c cleaned up");
  }

  @Test
  void aTaskThatHasNotStartedNeverDoes() {
    run(() -> {
      // the callback still runs in the loop's last iteration, the task would in the next
      runningLoop().callSoon(() -> log.add("made " + createTask(() -> log.add("never")).done()));
    });

    assertThat(log).containsExactly("made false");
  }

  @Test
  void exceptionsOfTheirCleanUpAreReported() {
    RuntimeException failure = new RuntimeException("clean-up");
    AtomicReference<Task<?>> task = new AtomicReference<>();
    run(() -> {
      noteReports();
      task.set(
          createTask(() -> {
            try {
              await(sleep(3600));
            } finally {
              raise(failure);
            }
          }));
      await(sleep(0));
    });

    assertThat(reports).hasSize(1);
    assertThat(reports.getFirst().message()).isEqualTo("unhandled exception during run() shutdown");
    assertThat(reports.getFirst().exception()).isSameAs(failure);
    assertThat(reports.getFirst().details()).containsEntry("task", task.get());
  }

  @Test
  void aTaskThatRefusesToBeCancelledIsWaitedForAndNotReported() {
    run(() -> {
      noteReports();
      createTask(() -> {
        try {
          await(sleep(3600));
        } catch (CancelledError e) {
          await(sleep(0.001));
          log.add("refused");
        }
      });
      await(sleep(0));
    });

    assertThat(log).containsExactly("refused");
    assertThat(reports).isEmpty();
  }

  @Test
  void tasksThatTheCleanUpStartsAreNotCancelledButDestroyed() {
    run(() -> {
      noteReports();
      createTask(() -> {
        try {
          await(sleep(3600));
        } finally {
          createTask(() -> {
            try {
              await(sleep(3600));
            } catch (CancelledError e) {
              log.add("cancelled");
            } finally {
              log.add("unwound");
            }
          });
        }
      });
      await(sleep(0));
    });

    assertThat(log).containsExactly("unwound");
    assertThat(reports)
        .extracting(ExceptionContext::message)
        .containsExactly("Task was destroyed but it is pending!");
  }

  @Test
  void theExecutorIsShutDownAfterTheTasks() {
    run(() -> {
      createTask(() -> {
        try {
          await(sleep(3600));
        } finally {
          log.add(await(toThread(() -> "clean-up in a thread")));
        }
      });
      await(sleep(0));
    });

    assertThat(log).containsExactly("clean-up in a thread");
  }

  @Test
  void whatIsLeftIsEndedWhenTheMainTaskFailsToo() {
    RuntimeException failure = new RuntimeException();
    assertThatThrownBy(() ->
            run(() -> {
              createTask(() -> {
                try {
                  await(sleep(3600));
                } finally {
                  log.add("cleaned up");
                }
              });
              await(sleep(0));
              throw failure;
            }))
        .isSameAs(failure);

    assertThat(log).containsExactly("cleaned up");
  }

  private void noteReports() {
    runningLoop().setExceptionHandler((where, context) -> reports.add(context));
  }

  private static Object raise(Throwable exception) {
    throw Rethrow.asIs(exception);
  }
}
