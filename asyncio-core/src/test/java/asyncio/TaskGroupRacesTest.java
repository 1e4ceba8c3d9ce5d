package asyncio;

import static asyncio.Asyncio.await;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.shielded;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.taskGroup;
import static asyncio.Asyncio.timeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Cancellations that come together with something else in a task group. */
final class TaskGroupRacesTest {

  @Test
  void aStartThatIsCancelledJustBeforeItsChildIsReadyIsCancelled() {
    TestTime.run(() -> {
      Event go = new Event();
      Task<?> starting =
          createTask(() ->
              taskGroup(tg -> {
                await(
                    tg.<Integer>start(ready -> {
                      await(go.whenSet());
                      ready.setResult(1);
                      await(sleep(10));
                    }));
              }));
      await(sleep(1));

      go.set(); // the child goes on first
      starting.cancel();

      assertThatThrownBy(() -> await(starting)).isInstanceOf(CancelledError.class);
    });
  }

  @Test
  void aTimeOutThatMeetsAFailureArrivesAfterTheGroup() {
    TestTime.run(() -> {
      assertThatThrownBy(() -> timeout(1, TaskGroupRacesTest::failWhenCancelled))
          .isInstanceOf(TimeoutException.class);
      assertThat(runningLoop().time()).isEqualTo(1);
    });
  }

  @Test
  void aTimeOutThatMeetsAFailureArrivesAfterTheGroupInAShieldedBlockToo() {
    TestTime.run(() ->
        shielded(() -> {
          assertThatThrownBy(() -> timeout(1, TaskGroupRacesTest::failWhenCancelled))
              .isInstanceOf(TimeoutException.class);
          assertThat(runningLoop().time()).isEqualTo(1);
        }));
  }

  private static void failWhenCancelled() {
    try {
      taskGroup(tg -> {
        tg.createTask(() -> {
          try {
            await(sleep(10));
          } catch (CancelledError e) {
            throw new IOException("cannot clean up", e);
          }
        });
      });
    } catch (ExceptionGroup e) {
      // dealt with; and now the next thing
    }
    await(sleep(3600));
  }
}
