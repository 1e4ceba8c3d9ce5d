package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the ends of a channel that are closed, or not yet, mean to the others. */
final class ChannelCloseTest {

  private final Channel<Integer> channel = Channel.bounded(1);
  private final SendChannel<Integer> sender = channel.sender();
  private final ReceiveChannel<Integer> receiver = channel.receiver();
  private final List<Object> log = new ArrayList<>();

  @Test
  void whatIsLeftCanBeReceivedAfterTheSenderIsClosed() {
    TestTime.run(() -> {
      sender.sendNowait(1);
      sender.close();

      assertThat(await(receiver.receive())).isEqualTo(1);
      assertThatExceptionOfType(QueueShutDownException.class)
          .isThrownBy(() -> await(receiver.receive()));
      assertThatExceptionOfType(QueueShutDownException.class).isThrownBy(receiver::receiveNowait);
    });
  }

  @Test
  void closingTheSenderWakesWhoReceives() {
    TestTime.run(() -> {
      Task<Void> loop =
          createTask(() -> {
            for (int item : receiver) {
              log.add(item);
            }
            log.add("end");
          });
      Task<Integer> receiving = createTask(receiver.receive());
      await(sleep(0));

      sender.close();
      await(loop);

      assertThat(catchThrowable(() -> await(receiving))).isInstanceOf(QueueShutDownException.class);
    });
    assertThat(log).containsExactly("end");
  }

  @Test
  void theChannelEndsWithItsLastSender() {
    TestTime.run(() -> {
      List<SendChannel<Integer>> senders = List.of(sender, sender.copy(), sender.copy());
      for (SendChannel<Integer> one : senders) {
        createTask(() -> {
          try (one) {
            await(one.send(1));
            await(one.send(2));
          }
        });
      }
      for (int item : receiver) {
        log.add(item);
      }
    });
    assertThat(log).containsExactlyInAnyOrder(1, 2, 1, 2, 1, 2);
  }

  @Test
  void aCopyThatIsClosedTwiceCountsOnce() {
    SendChannel<Integer> copy = sender.copy();
    copy.close();
    copy.close();

    sender.sendNowait(1);
    assertThat(receiver.receiveNowait()).isEqualTo(1);
    assertThat(channel.statistics().senders()).isEqualTo(1);
  }

  @Test
  void nothingCanBeSentAfterTheLastReceiverIsClosed() {
    TestTime.run(() -> {
      ReceiveChannel<Integer> copy = receiver.copy();
      receiver.close();
      sender.sendNowait(1);

      copy.close();

      assertThat(channel.statistics().size()).as("what was left is dropped").isZero();
      assertThatExceptionOfType(QueueShutDownException.class)
          .isThrownBy(() -> sender.sendNowait(2));
      assertThatExceptionOfType(QueueShutDownException.class)
          .isThrownBy(() -> await(sender.send(2)));
    });
  }

  @Test
  void closingTheLastReceiverWakesWhoSends() {
    TestTime.run(() -> {
      sender.sendNowait(1);
      Task<Void> sending = createTask(sender.send(2));
      await(sleep(0));

      receiver.close();

      assertThat(catchThrowable(() -> await(sending))).isInstanceOf(QueueShutDownException.class);
    });
  }

  @Test
  void whatWaitsInAnEndThatIsClosedGoesOnWhileThereAreOthers() {
    TestTime.run(() -> {
      SendChannel<Integer> copy = sender.copy();
      copy.sendNowait(1);
      Task<Void> sending = createTask(copy.send(2));
      await(sleep(0));

      copy.close();

      assertThat(await(receiver.receive())).isEqualTo(1);
      await(sending);
      assertThat(await(receiver.receive())).isEqualTo(2);
    });
  }

  @Test
  void whatWaitsInTheLastSenderThatIsClosedIsNotSent() {
    TestTime.run(() -> {
      sender.sendNowait(1);
      Task<Void> sending = createTask(sender.send(2));
      await(sleep(0));

      sender.close();

      assertThat(catchThrowable(() -> await(sending))).isInstanceOf(QueueShutDownException.class);
      assertThat(await(receiver.receive())).isEqualTo(1);
      assertThat(channel.statistics().size()).isZero();
    });
  }

  @Test
  void aClosedEndCannotBeUsedNorCopied() {
    TestTime.run(() -> {
      SendChannel<Integer> copyOfSender = sender.copy();
      ReceiveChannel<Integer> copyOfReceiver = receiver.copy();
      sender.close();
      receiver.close();

      assertThatIllegalStateException()
          .isThrownBy(() -> await(sender.send(1)))
          .withMessage("this sender is closed");
      assertThatIllegalStateException().isThrownBy(() -> sender.sendNowait(1));
      assertThatIllegalStateException().isThrownBy(sender::copy);
      assertThatIllegalStateException()
          .isThrownBy(() -> await(receiver.receive()))
          .withMessage("this receiver is closed");
      assertThatIllegalStateException().isThrownBy(receiver::receiveNowait);
      assertThatIllegalStateException().isThrownBy(receiver::copy);
      assertThatIllegalStateException().isThrownBy(() -> receiver.iterator().hasNext());

      copyOfSender.sendNowait(1);
      assertThat(copyOfReceiver.receiveNowait()).isEqualTo(1);
    });
  }

  @Test
  void theLastEndIsNotClosedByAForeignThread() {
    TestTime.run(() -> {
      Task<Integer> receiving = createTask(receiver.receive());
      await(sleep(0));

      Throwable thrown = await(toThread(() -> catchThrowable(sender::close)));

      assertThat(thrown)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("runs on another thread");
      assertThat(channel.statistics().senders()).isEqualTo(1);
      sender.sendNowait(1);
      assertThat(await(receiving)).isEqualTo(1);
    });
  }
}
