package asyncio;

import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.taskGroup;
import static asyncio.Asyncio.timeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A task of a group that gets ready first, and says so. */
@Timeout(60)
@ParameterizedClass
@EnumSource(TaskStart.class)
class TaskGroupStartTest {

  private final TaskStart start;
  private final List<String> log = new ArrayList<>();
  private final IOException failure = new IOException("no such port");

  TaskGroupStartTest(TaskStart start) {
    this.start = start;
  }

  /** A server that needs a second to open its port, and runs for ten. */
  private void serve(Future<Integer> ready) {
    try {
      await(sleep(1));
      ready.setResult(8080);
      await(sleep(10));
      log.add("ended");
    } catch (CancelledError e) {
      log.add("cancelled");
      throw e;
    }
  }

  private static void failBeforeItIsReady(IOException failure) throws IOException {
    await(sleep(1));
    throw failure;
  }

  private static List<Throwable> failuresOf(TaskGroup.VoidBlock block) {
    ExceptionGroup thrown = catchThrowableOfType(ExceptionGroup.class, () -> taskGroup(block));
    assertThat(thrown).isNotNull();
    return thrown.exceptions();
  }

  @Test
  void whoStartsItWaitsUntilItIsReadyAndIsToldWhatItSays() {
    start.run(() -> {
      taskGroup(group -> {
        assertThat(await(group.start(this::serve))).isEqualTo(8080);
        assertThat(runningLoop().time()).isEqualTo(1);
        assertThat(group.tasks()).hasSize(1);
      });
      assertThat(runningLoop().time()).isEqualTo(11);
    });
    assertThat(log).containsExactly("ended");
  }

  @Test
  void nothingRunsBeforeTheCoroutineIsAwaited() {
    start.run(() -> {
      taskGroup(group -> {
        Coroutine<Integer> starting = group.start(this::serve);
        await(sleep(5));
        assertThat(group.tasks()).isEmpty();
        assertThat(await(starting)).isEqualTo(8080);
        group.cancel();
      });
    });
  }

  @Test
  void itMayBeReadyAtOnce() {
    start.run(() ->
        taskGroup(group -> {
          String told =
              await(
                  group.start((Future<String> ready) -> {
                    ready.setResult("at once");
                    await(sleep(1));
                  }));
          assertThat(told).isEqualTo("at once");
          assertThat(runningLoop().time()).isZero();
        }));
  }

  @Test
  void itMayHaveNothingToSay() {
    start.run(() ->
        taskGroup(group -> {
          assertThat(await(group.<Void>start(ready -> ready.setResult(null)))).isNull();
        }));
  }

  @Test
  void whatItFailsWithBeforeItIsReadyIsForWhoStartsItAlone() {
    start.run(() -> {
      taskGroup(group -> {
        Task<String> sibling = group.createTask(sleep(5, "value"));
        assertThatExceptionOfType(IOException.class)
            .isThrownBy(() -> await(group.<String>start(ready -> failBeforeItIsReady(failure))))
            .isSameAs(failure);
        assertThat(await(sibling)).isEqualTo("value");
      });
      assertThat(runningLoop().time()).isEqualTo(5);
    });
  }

  @Test
  void whatItFailsWithLaterEndsTheGroup() {
    start.run(() -> {
      List<Throwable> failures =
          failuresOf(group -> {
            await(
                group.<String>start(ready -> {
                  ready.setResult("ready");
                  failBeforeItIsReady(failure);
                }));
            log.add("ready");
            await(sleep(10));
          });
      assertThat(failures).containsExactly(failure);
      assertThat(runningLoop().time()).isEqualTo(1);
    });
    assertThat(log).containsExactly("ready");
  }

  @Test
  void itMaySayThatItWillNeverBeReady() {
    start.run(() ->
        taskGroup(group -> {
          assertThatExceptionOfType(IOException.class)
              .isThrownBy(() -> await(group.<String>start(ready -> ready.setException(failure))));
        }));
  }

  @Test
  void endingWithoutAWordIsAnErrorForWhoStartsIt() {
    start.run(() ->
        taskGroup(group -> {
          assertThatIllegalStateException()
              .isThrownBy(() -> await(group.<String>start(ready -> await(sleep(1)))))
              .withMessageContaining("without saying");
        }));
  }

  @Test
  void whoIsCancelledBeforeItIsReadyCancelsIt() {
    start.run(() -> {
      taskGroup(group -> {
        Task<Integer> starter = createTask(group.start(this::serve));
        await(sleep(0.5));
        starter.cancel();
        assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> await(starter));
      });
      assertThat(runningLoop().time()).isEqualTo(0.5);
    });
    assertThat(log).containsExactly("cancelled");
  }

  @Test
  void aTimeoutThatComesBeforeItIsReadyCancelsIt() {
    start.run(() -> {
      taskGroup(group -> {
        assertThatExceptionOfType(TimeoutException.class)
            .isThrownBy(() -> timeout(0.5, () -> await(group.start(this::serve))));
      });
      assertThat(runningLoop().time()).isEqualTo(0.5);
    });
    assertThat(log).containsExactly("cancelled");
  }

  @Test
  void whoIsCancelledJustAsItIsReadyCancelsIt() {
    start.run(() -> {
      taskGroup(group -> {
        List<Task<?>> starter = new ArrayList<>();
        starter.add(
            createTask(
                group.<String>start(ready -> {
                  await(sleep(1));
                  ready.setResult("ready");
                  starter.getFirst().cancel();
                  try {
                    await(sleep(10));
                  } finally {
                    log.add("ended at " + runningLoop().time());
                  }
                })));
        assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> await(starter.getFirst()));
      });
    });
    assertThat(log).containsExactly("ended at 1.0");
  }

  @Test
  void aGroupThatIsEndedMeanwhileCancelsBoth() {
    start.run(() -> {
      List<Throwable> failures =
          failuresOf(group -> {
            group.createTask(() -> {
              await(sleep(0.5));
              throw failure;
            });
            await(group.start(this::serve));
            log.add("NOT REACHED");
          });
      assertThat(failures).containsExactly(failure);
    });
    assertThat(log).containsExactly("cancelled");
  }

  @Test
  void aTaskThatIsCancelledBeforeItsFirstStepCancelsWhoStartsItElsewhere() {
    start.run(() -> {
      TaskGroup group = new TaskGroup();
      Task<Void> owner = createTask(() -> group.run(() -> await(sleep(10))));
      await(sleep(1));
      Task<Integer> starter = createTask(group.start(this::serve));
      runningLoop().callSoon(group::cancel);
      assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> await(starter));
      await(owner);
      assertThat(group.tasks()).isEmpty();
    });
  }

  @Test
  void aGroupThatHasEndedStartsNothing() {
    start.run(() -> {
      TaskGroup group = new TaskGroup();
      group.run(() -> await(sleep(1)));
      assertThatIllegalStateException()
          .isThrownBy(() -> await(group.start(this::serve)))
          .withMessageContaining("is finished");
    });
    assertThat(log).isEmpty();
  }

  /** The loop is closed while it gets ready: nobody is left to be told. */
  @Test
  void aLoopThatIsClosedMeanwhileReportsNothing() {
    List<String> reports = new ArrayList<>();
    EventLoop loop = TestTime.newLoop();
    loop.setExceptionHandler((_, context) -> reports.add(context.message()));
    loop.createTask(
        Asyncio.async(() ->
            taskGroup(group -> {
              await(group.start(this::serve));
            })));
    loop.callLater(0.5, loop::stop);
    loop.runForever();
    loop.close();
    assertThat(reports).hasSize(2).containsOnly("Task was destroyed but it is pending!");
  }
}
