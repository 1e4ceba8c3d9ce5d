package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes through a channel, and who waits for it. */
final class ChannelTest {

  private final Channel<Integer> channel = Channel.bounded(2);
  private final SendChannel<Integer> sender = channel.sender();
  private final ReceiveChannel<Integer> receiver = channel.receiver();

  @Test
  void givesItemsInTheOrderInWhichTheyWereSent() {
    TestTime.run(() -> {
      await(sender.send(1));
      sender.sendNowait(2);

      assertThat(await(receiver.receive())).isEqualTo(1);
      assertThat(receiver.receiveNowait()).isEqualTo(2);
    });
  }

  @Test
  void whoSendsWaitsWhileItIsFull() {
    Order order = new Order();
    TestTime.run(() -> {
      Task<Void> producer =
          createTask(() -> {
            await(sender.send(1));
            await(sender.send(2));
            order.expect(1);
            await(sender.send(3));
            order.finish(3);
          });
      await(sleep(1));
      order.expect(2);
      assertThat(receiver.receiveNowait()).isEqualTo(1);
      await(producer);
    });
    order.assertFinished();
  }

  @Test
  void whoReceivesWaitsWhileItIsEmpty() {
    TestTime.run(() -> {
      runningLoop().callLater(3, () -> sender.sendNowait(7));

      assertThat(await(receiver.receive())).isEqualTo(7);
      assertThat(runningLoop().time()).isEqualTo(3);
    });
  }

  @Test
  void withoutWaitingAFullOneTakesNothingAndAnEmptyOneGivesNothing() {
    assertThatExceptionOfType(QueueEmptyException.class).isThrownBy(receiver::receiveNowait);

    sender.sendNowait(1);
    sender.sendNowait(2);
    assertThatExceptionOfType(QueueFullException.class).isThrownBy(() -> sender.sendNowait(3));

    assertThat(receiver.receiveNowait()).isEqualTo(1);
    assertThat(channel.statistics().size()).isEqualTo(1);
  }

  @Test
  void aForEachLoopReceivesUntilTheSenderIsClosed() {
    List<Integer> received = new ArrayList<>();
    TestTime.run(() -> {
      createTask(() -> {
        try (sender) {
          for (int i = 1; i <= 5; i++) {
            await(sender.send(i));
            await(sleep(1));
          }
        }
      });
      for (int item : receiver) {
        received.add(item);
      }
      assertThat(runningLoop().time()).isEqualTo(5);
    });
    assertThat(received).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void eachItemGoesToOneOfTheLoops() {
    List<Integer> received = new ArrayList<>();
    TestTime.run(() -> {
      VoidBody consumer =
          () -> {
            for (int item : receiver) {
              received.add(item);
              await(sleep(1));
            }
          };
      VoidBody producer =
          () -> {
            try (sender) {
              for (int i = 1; i <= 6; i++) {
                await(sender.send(i));
              }
            }
          };
      await(gather(consumer, consumer, producer));
      assertThat(runningLoop().time()).isEqualTo(3);
    });
    assertThat(received).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void anIteratorReceivesOnceHoweverOftenItIsAsked() {
    TestTime.run(() -> {
      await(gather(sender.send(1), sender.send(2)));
      sender.close();
      Iterator<Integer> items = receiver.iterator();

      assertThat(items.hasNext()).isTrue();
      assertThat(items.hasNext()).isTrue();
      assertThat(items.next()).isEqualTo(1);
      assertThat(items.next()).isEqualTo(2);
      assertThat(items.hasNext()).isFalse();
      assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(items::next);
    });
  }

  @Test
  void aSenderThatIsCancelledWhileItWaitsHasSentNothing() {
    TestTime.run(() -> {
      sender.sendNowait(1);
      sender.sendNowait(2);
      Task<Void> cancelled = createTask(sender.send(3));
      Task<Void> next = createTask(sender.send(4));
      await(sleep(0));

      receiver.receiveNowait(); // wakes the first
      cancelled.cancel();
      await(next);

      assertThat(List.of(receiver.receiveNowait(), receiver.receiveNowait())).containsExactly(2, 4);
    });
  }

  @Test
  void aReceiverThatIsCancelledAfterItsWakeUpLeavesTheItemToTheNext() {
    TestTime.run(() -> {
      Task<Integer> cancelled = createTask(receiver.receive());
      Task<Integer> next = createTask(receiver.receive());
      await(sleep(0));

      sender.sendNowait(1);
      cancelled.cancel();

      assertThat(await(next)).isEqualTo(1);
      assertThat(cancelled.cancelled()).isTrue();
    });
  }

  @Test
  void tellsHowItStands() {
    TestTime.run(() -> {
      SendChannel<Integer> second = sender.copy();
      ReceiveChannel<Integer> other = receiver.copy();
      other.close();
      var waiting = createTask(receiver.receive());
      await(sleep(0));
      assertThat(channel.statistics()).isEqualTo(new Channel.Statistics(0, 2, 2, 1, 0, 1));

      await(gather(second.send(1), second.send(2), second.send(3)));
      await(waiting);
      second.close();
      Task<Void> late = createTask(sender.send(4));
      await(sleep(0));
      assertThat(channel.statistics()).isEqualTo(new Channel.Statistics(2, 2, 1, 1, 1, 0));
      assertThat(sender.statistics()).isEqualTo(channel.statistics());
      assertThat(receiver.statistics()).isEqualTo(channel.statistics());
      assertThat(sender.toString()).startsWith("<SendChannel open of <Channel senders=1 ");
      assertThat(other.toString()).startsWith("<ReceiveChannel closed of <Channel senders=1 ");
      late.cancel();
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void isAlwaysBounded(int capacity) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Channel.bounded(capacity))
        .withMessage("a channel holds at least one item: " + capacity);
  }

  @Test
  void refusesNull() {
    assertThatNullPointerException().isThrownBy(() -> sender.sendNowait(null));
    assertThatNullPointerException().isThrownBy(() -> sender.send(null));
    assertThat(channel.statistics().size()).isZero();
  }
}
