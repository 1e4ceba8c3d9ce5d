package asyncio.testing;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.Channel;
import asyncio.Coroutine;
import asyncio.Future;
import asyncio.QueueShutDownException;
import asyncio.ReceiveChannel;
import asyncio.SendChannel;
import asyncio.Task;
import asyncio.TimeoutException;
import asyncio.VoidBody;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No item is lost or doubled, and no end stays open, whenever one who uses it is cancelled. */
@Timeout(120)
final class ChannelSweepTest {

  /** A few channels, and what went in and came out. */
  private static final class Traffic {
    final List<Channel<Integer>> channels;
    final List<Integer> in = new ArrayList<>();
    final List<Integer> out = new ArrayList<>();

    Traffic(int channels) {
      this.channels = new ArrayList<>();
      for (int i = 0; i < channels; i++) {
        this.channels.add(Channel.bounded(1));
      }
    }

    SendChannel<Integer> sender() {
      return channels.getFirst().sender();
    }

    ReceiveChannel<Integer> receiver() {
      return channels.getFirst().receiver();
    }

    /** Sends, and closes the end. */
    VoidBody sending(SendChannel<Integer> sender, int... items) {
      return () -> {
        try (sender) {
          for (int item : items) {
            await(sender.send(item));
            in.add(item);
          }
        }
      };
    }

    /** Receives so many at most, and closes the end. */
    VoidBody receiving(ReceiveChannel<Integer> receiver, int count) {
      return () -> {
        try (receiver) {
          for (int i = 0; i < count; i++) {
            out.add(await(receiver.receive()));
          }
        } catch (QueueShutDownException e) {
          // there are no more
        }
      };
    }

    /** Receives until all senders are closed. */
    VoidBody receivingAll(ReceiveChannel<Integer> receiver) {
      return () -> {
        try (receiver) {
          for (int item : receiver) {
            out.add(item);
          }
        }
      };
    }

    VoidBody selecting(int count) {
      return () -> {
        try {
          for (int i = 0; i < count; i++) {
            out.add(await(select()));
          }
        } catch (QueueShutDownException e) {
          // there are no more
        }
      };
    }

    private Coroutine<Integer> select() {
      var first = channels.getFirst().receiver();
      var last = channels.getLast().receiver();
      return async(() -> await(Channel.select(first, last)).item());
    }

    /** Everything has come out, nobody is in a line, and every end is closed. */
    void check() {
      assertThat(out).containsExactlyInAnyOrderElementsOf(in);
      for (Channel<Integer> channel : channels) {
        channel.sender().close();
        channel.receiver().close();
        assertThat(channel.statistics()).isEqualTo(new Channel.Statistics(0, 1, 0, 0, 0, 0));
      }
    }
  }

  @Test
  void oneOfTwoWhoSendIsCancelled() {
    Sweeps.run(sweep -> {
      Traffic traffic = new Traffic(1);
      SendChannel<Integer> mine = traffic.sender().copy();
      Task<?> other = createTask(traffic.sending(traffic.sender(), 1, 2));
      Task<?> consumer =
          createTask(() -> {
            await(sleep(1));
            traffic.receivingAll(traffic.receiver()).run();
          });
      sweep.victim(Sweeps.notSwallowing(traffic.sending(mine, 3, 4)));
      mine.close(); // if it was cancelled before its first step
      await(gather(other, consumer));
      assertThat(traffic.in).contains(1, 2);
      traffic.check();
    });
  }

  @Test
  void oneOfTwoWhoReceiveIsCancelled() {
    Sweeps.run(sweep -> {
      Traffic traffic = new Traffic(1);
      ReceiveChannel<Integer> mine = traffic.receiver().copy();
      Task<?> other = createTask(traffic.receivingAll(traffic.receiver()));
      Task<?> producer =
          createTask(() -> {
            await(sleep(1));
            traffic.sending(traffic.sender(), 1, 2, 3, 4).run();
          });
      sweep.victim(Sweeps.notSwallowing(traffic.receiving(mine, 2)));
      mine.close();
      await(gather(other, producer));
      assertThat(traffic.out).contains(1, 2, 3, 4);
      traffic.check();
    });
  }

  @Test
  void whoSendsIsCancelledInEveryOrder() {
    Sweeps.runAll(sweep -> {
      Traffic traffic = new Traffic(1);
      SendChannel<Integer> mine = traffic.sender().copy();
      Task<?> other = createTask(traffic.sending(traffic.sender(), 1));
      Task<?> consumer = createTask(traffic.receivingAll(traffic.receiver()));
      sweep.victim(Sweeps.notSwallowing(traffic.sending(mine, 2)));
      mine.close();
      await(gather(other, consumer));
      traffic.check();
    });
  }

  @Test
  void whoReceivesIsCancelledInEveryOrder() {
    Sweeps.runAll(sweep -> {
      Traffic traffic = new Traffic(1);
      ReceiveChannel<Integer> mine = traffic.receiver().copy();
      Task<?> other = createTask(traffic.receivingAll(traffic.receiver()));
      Task<?> producer = createTask(traffic.sending(traffic.sender(), 1, 2));
      sweep.victim(Sweeps.notSwallowing(traffic.receiving(mine, 1)));
      mine.close();
      await(gather(other, producer));
      traffic.check();
    });
  }

  @Test
  void theOnlyOneWhoSendsIsCancelledAndThatEndsTheChannel() {
    Sweeps.run(sweep -> {
      Traffic traffic = new Traffic(1);
      Task<?> consumer = createTask(traffic.receivingAll(traffic.receiver()));
      sweep.victim(
          Sweeps.notSwallowing(() -> {
            try (var last = traffic.sender()) {
              await(sleep(1));
              traffic.sending(last.copy(), 1, 2, 3).run();
            }
          }));
      traffic.sender().close();
      await(waitFor(consumer, 1));
      traffic.check();
    });
  }

  @Test
  void theOnlyOneWhoReceivesIsCancelledAndWhoSendsGivesUp() {
    Sweeps.run(sweep -> {
      Traffic traffic = new Traffic(1);
      List<Integer> refused = new ArrayList<>();
      Task<?> producer =
          createTask(() -> {
            try (var sender = traffic.sender()) {
              for (int i = 1; i <= 3; i++) {
                try {
                  await(sender.send(i));
                } catch (QueueShutDownException e) {
                  refused.add(i);
                }
              }
            }
          });
      sweep.victim(
          Sweeps.notSwallowing(() -> {
            try (var receiver = traffic.receiver()) {
              await(sleep(1));
              traffic.receivingAll(receiver).run();
            }
          }));
      traffic.receiver().close();
      await(waitFor(producer, 1));
      // one at most was in the channel when it was closed: that was dropped
      assertThat(traffic.out).isEqualTo(List.of(1, 2, 3).subList(0, traffic.out.size()));
      assertThat(traffic.out.size() + refused.size()).isBetween(2, 3);
      traffic.out.clear();
      traffic.check();
    });
  }

  @Test
  void whoSelectsAmongOthersWhoReceiveIsCancelled() {
    Sweeps.run(sweep -> {
      Traffic traffic = new Traffic(2);
      Channel<Integer> second = traffic.channels.getLast();
      ReceiveChannel<Integer> one = traffic.receiver().copy();
      ReceiveChannel<Integer> two = second.receiver().copy();
      VoidBody producer =
          () -> {
            await(sleep(1));
            await(
                gather(
                    traffic.sending(traffic.sender(), 1, 2),
                    traffic.sending(second.sender(), 3, 4)));
          };
      Future<?> others = gather(traffic.receivingAll(one), traffic.receivingAll(two), producer);
      sweep.victim(Sweeps.notSwallowing(traffic.selecting(2)));
      await(others);
      assertThat(traffic.out).contains(1, 2, 3, 4);
      traffic.check();
    });
  }

  @Test
  void twoSelectAndOneIsCancelledInEveryOrder() {
    Sweeps.runAll(sweep -> {
      Traffic traffic = new Traffic(2);
      Task<?> other = createTask(traffic.selecting(3));
      Task<?> producer =
          createTask(() -> {
            await(sleep(0));
            traffic.sending(traffic.sender(), 1).run();
            traffic.sending(traffic.channels.getLast().sender(), 2).run();
          });
      sweep.victim(Sweeps.notSwallowing(traffic.selecting(1)));
      await(gather(other, producer));
      traffic.check();
    });
  }

  @Test
  void aTimeLimitEndsAtTheMomentWhenTheItemComes() {
    Sweeps.run(sweep -> {
      Traffic traffic = new Traffic(2);
      runningLoop()
          .callLater(
              1,
              () -> {
                traffic.sender().sendNowait(1);
                traffic.in.add(1);
              });
      sweep.victim(() -> {
        try {
          traffic.out.add(await(waitFor(traffic.select(), 1)));
        } catch (TimeoutException e) {
          // then the item is in the channel
        }
      });
      await(sleep(2));
      traffic.sender().close();
      traffic.receivingAll(traffic.receiver()).run();
      traffic.check();
    });
  }
}
