package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import asyncio.Channel.Selected;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Receiving from whichever of several channels has an item. */
final class ChannelSelectTest {

  private final Channel<Integer> numbers = Channel.bounded(4);
  private final Channel<String> words = Channel.bounded(4);
  private final ReceiveChannel<Integer> number = numbers.receiver();
  private final ReceiveChannel<String> word = words.receiver();

  @Test
  void takesOneItemFromTheFirstThatHasOne() {
    TestTime.run(() -> {
      words.sender().sendNowait("a");
      numbers.sender().sendNowait(1);

      Selected<Object> first = await(Channel.select(number, word));
      Selected<Object> second = await(Channel.select(number, word));

      assertThat(first).isEqualTo(new Selected<>(number, 1));
      assertThat(second).isEqualTo(new Selected<>(word, "a"));
      assertThat(numbers.statistics().size() + words.statistics().size()).isZero();
    });
  }

  @Test
  void waitsUntilOneHasAnItem() {
    TestTime.run(() -> {
      runningLoop().callLater(2, () -> words.sender().sendNowait("late"));

      Selected<Object> selected = await(Channel.select(number, word));

      assertThat(selected.receiver()).isSameAs(word);
      assertThat(selected.item()).isEqualTo("late");
      assertThat(runningLoop().time()).isEqualTo(2);
      assertThat(numbers.statistics().receiving()).as("nobody waits there any more").isZero();
      assertThat(words.statistics().receiving()).isZero();
    });
  }

  @Test
  void wakesWhoWaitsToSend() {
    TestTime.run(() -> {
      Channel<Integer> full = Channel.bounded(1);
      full.sender().sendNowait(1);
      Task<Void> sending = createTask(full.sender().send(2));
      await(sleep(0));

      await(Channel.select(full.receiver(), word));
      await(sending);

      assertThat(full.receiver().receiveNowait()).isEqualTo(2);
    });
  }

  @Test
  void aChannelThatHasEndedIsPassedOver() {
    TestTime.run(() -> {
      Task<Selected<Object>> selecting = createTask(Channel.select(number, word));
      await(sleep(0));
      numbers.sender().close();
      await(sleep(1));
      assertThat(selecting.done()).isFalse();

      words.sender().sendNowait("a");

      assertThat(await(selecting).item()).isEqualTo("a");
    });
  }

  @Test
  void whatIsLeftInAClosedChannelIsStillTaken() {
    TestTime.run(() -> {
      numbers.sender().sendNowait(1);
      numbers.sender().close();

      assertThat(await(Channel.select(word, number)).item()).isEqualTo(1);
    });
  }

  @Test
  void itIsShutDownWhenAllHaveEnded() {
    TestTime.run(() -> {
      Task<Selected<Object>> selecting = createTask(Channel.select(number, word));
      await(sleep(0));
      numbers.sender().close();
      words.sender().close();

      assertThat(catchThrowable(() -> await(selecting))).isInstanceOf(QueueShutDownException.class);
      assertThatExceptionOfType(QueueShutDownException.class)
          .isThrownBy(() -> await(Channel.select(number, word)));
    });
  }

  @Test
  void cancelledWhileItWaitsItTakesNothingAndLeavesEveryLine() {
    TestTime.run(() -> {
      Task<Selected<Object>> selecting = createTask(Channel.select(number, word));
      await(sleep(0));

      selecting.cancel();
      await(waitAll(List.of(selecting)));

      assertThat(selecting.cancelled()).isTrue();
      assertThat(numbers.statistics().receiving()).isZero();
      assertThat(words.statistics().receiving()).isZero();
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void cancelledAfterItsWakeUpItPassesThatOn(int iterations) {
    TestTime.run(() -> {
      Task<Selected<Object>> selecting = createTask(Channel.select(number, word));
      await(sleep(0));
      Task<Integer> next = createTask(number.receive());
      await(sleep(0));

      numbers.sender().sendNowait(1);
      for (int i = 0; i < iterations; i++) {
        await(sleep(0));
      }
      boolean tooLate = !selecting.cancel();
      if (tooLate) {
        assertThat(await(selecting).item()).isEqualTo(1);
        numbers.sender().sendNowait(2);
      }

      assertThat(await(next)).isEqualTo(tooLate ? 2 : 1);
    });
  }

  @Test
  void aWakeUpThatItCannotUseIsPassedOn() {
    TestTime.run(() -> {
      Task<Selected<Object>> selecting = createTask(Channel.select(number, word));
      await(sleep(0));
      Task<String> next = createTask(word.receive());
      await(sleep(0));

      words.sender().sendNowait("a"); // wakes the one who selects
      numbers.sender().sendNowait(1); // which is what it prefers

      assertThat(await(selecting).item()).isEqualTo(1);
      assertThat(await(next)).isEqualTo("a");
    });
  }

  @Test
  void aWakeUpThatItUsesIsNotPassedOn() {
    TestTime.run(() -> {
      Task<Selected<Object>> selecting = createTask(Channel.select(number, word));
      await(sleep(0));
      List<Task<Integer>> next = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        next.add(createTask(number.receive()));
      }
      await(sleep(0));

      numbers.sender().sendNowait(1); // for the one who selects
      await(sleep(0));
      numbers.sender().sendNowait(2); // for the first of the others, which runs after it
      for (int i = 0; i < 3; i++) {
        await(sleep(0));
      }
      assertThat(selecting.result().item()).isEqualTo(1);
      assertThat(next.get(0).result()).isEqualTo(2);

      numbers.sender().sendNowait(3);
      await(sleep(0));
      assertThat(next.get(1).result()).as("it has kept its place in the line").isEqualTo(3);
      next.get(2).cancel();
    });
  }

  @Test
  void itWaitsAgainIfSomebodyElseWasFaster() {
    TestTime.run(() -> {
      Task<Selected<Object>> selecting = createTask(Channel.select(number, word));
      await(sleep(0));

      numbers.sender().sendNowait(1);
      assertThat(number.receiveNowait()).isEqualTo(1);
      await(sleep(1));
      assertThat(selecting.done()).isFalse();

      numbers.sender().sendNowait(2);
      assertThat(await(selecting).item()).isEqualTo(2);
    });
  }

  @Test
  void copiesOfOneReceiverWaitInOneLine() {
    TestTime.run(() -> {
      ReceiveChannel<Integer> copy = number.copy();
      Task<Selected<Integer>> selecting = createTask(Channel.select(copy, number));
      await(sleep(0));
      assertThat(numbers.statistics().receiving()).isEqualTo(1);

      numbers.sender().sendNowait(1);

      assertThat(await(selecting).receiver()).isSameAs(copy);
    });
  }

  @Test
  void needsAnOpenReceiver() {
    TestTime.run(() -> {
      assertThatIllegalArgumentException().isThrownBy(() -> Channel.select());
      ReceiveChannel<Integer> copy = number.copy();
      copy.close();
      assertThatIllegalStateException().isThrownBy(() -> await(Channel.select(word, copy)));
      assertThat(words.statistics().receiving()).isZero();
    });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverIsCancelledEachItemComesOnce(long seed) {
    Random random = new Random(seed);
    List<Object> received = new ArrayList<>();
    TestTime.run(() -> {
      List<Task<?>> tasks = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        tasks.add(
            createTask(() -> {
              while (true) {
                received.add(await(Channel.select(number, word)).item());
              }
            }));
        tasks.add(
            createTask(() -> {
              while (true) {
                received.add(await(number.receive()));
              }
            }));
      }
      Task<Void> numbersSent =
          createTask(() -> {
            for (int i = 0; i < 50; i++) {
              await(numbers.sender().send(i));
              if (random.nextInt(3) == 0) {
                await(sleep(0));
              }
            }
            numbers.sender().close();
          });
      Task<Void> wordsSent =
          createTask(() -> {
            for (int i = 0; i < 50; i++) {
              await(words.sender().send("w" + i));
              if (random.nextInt(3) == 0) {
                await(sleep(0));
              }
            }
            words.sender().close();
          });
      // two who select are never cancelled: they take what is left
      for (int i = 3; i < tasks.size(); i++) {
        await(sleep(0));
        tasks.get(i).cancel();
      }
      await(gather(numbersSent, wordsSent));
      await(waitAll(tasks));
      tasks.stream()
          .filter(task -> !task.cancelled())
          .forEach(task -> assertThat(task.exception()).isInstanceOf(QueueShutDownException.class));
    });
    assertThat(received).hasSize(100).doesNotHaveDuplicates();
  }
}
