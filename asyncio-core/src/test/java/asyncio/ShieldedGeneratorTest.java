package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Shielded blocks and asynchronous generators, which run as a part of the task that asks. */
@Timeout(60)
final class ShieldedGeneratorTest {

  private final List<String> log = new ArrayList<>();

  @Test
  void aGeneratorThatIsAskedInTheBlockIsShielded() {
    AsyncGenerator<Integer> numbers = numbersEverySecond();
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            shielded(() -> {
              for (int number : numbers) {
                log.add("" + number);
              }
            });
            await(sleep(10));
          });
      await(sleep(0.5));
      task.cancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(runningLoop().time()).isEqualTo(3);
    });
    assertThat(log).containsExactly("1", "2", "3");
  }

  private static AsyncGenerator<Integer> numbersEverySecond() {
    return asyncGenerator(out -> {
      for (int i = 1; i <= 3; i++) {
        await(sleep(1));
        out.yield(i);
      }
    });
  }

  @Test
  void aBlockInAGeneratorHoldsBackACancellationOfTheTaskThatAsks() {
    AsyncGenerator<String> generator =
        asyncGenerator(out -> {
          shielded(() -> sleep(2));
          log.add("block ended");
          out.yield("value");
        });
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            for (String value : generator) {
              log.add(value);
              await(sleep(10));
            }
          });
      await(sleep(1));
      task.cancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(runningLoop().time()).isEqualTo(2);
    });
    assertThat(log).containsExactly("block ended", "value");
  }

  @Test
  void aTimeoutInAGeneratorThatIsAskedInTheBlockEndsItsOwnBlock() {
    AsyncGenerator<String> generator =
        asyncGenerator(out -> {
          assertThatThrownBy(() -> timeout(2, () -> sleep(10)))
              .isInstanceOf(TimeoutException.class);
          out.yield("value");
        });
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            shielded(() -> generator.forEach(log::add));
            await(sleep(10));
          });
      await(sleep(1));
      task.cancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(runningLoop().time()).isEqualTo(2);
    });
    assertThat(log).containsExactly("value");
  }

  // ----- a generator that yields in its block: that may be refused, but must not shield the task

  /** The body yields in the block: the task that asked is not in it. */
  private AsyncGenerator<Integer> yieldsInABlock() {
    return asyncGenerator(out ->
        shielded(() -> {
          out.yield(1);
          out.yield(2);
        }));
  }

  @Test
  void aTaskThatLeavesAGeneratorInItsBlockCanStillBeCancelled() {
    AsyncGenerator<Integer> generator = yieldsInABlock();
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            try {
              var _ = generator.iterator().hasNext();
            } catch (IllegalStateException e) {
              log.add("refused");
            }
            await(sleep(10));
          });
      await(sleep(1));
      task.cancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(runningLoop().time()).isEqualTo(1);
      generator.close();
    });
  }

  @Test
  void aTaskWhoseBlockAGeneratorLeavesItsOwnInCanBeCancelledAfterBoth() {
    AsyncGenerator<Integer> generator = yieldsInABlock();
    TestTime.run(() -> {
      Task<Void> task =
          createTask(() -> {
            Iterator<Integer> numbers = generator.iterator();
            try {
              numbers.next();
            } catch (IllegalStateException e) {
              log.add("refused");
            }
            shielded(() -> {
              while (numbers.hasNext()) {
                numbers.next();
              }
            });
            await(sleep(10));
          });
      await(sleep(1));
      task.cancel();
      assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
      assertThat(runningLoop().time()).isEqualTo(1);
    });
  }
}
