package asyncio;

import static asyncio.Explore.check;
import static asyncio.Explore.holds;
import static asyncio.Explore.isCaught;
import static asyncio.Explore.join;
import static asyncio.Explore.share;
import static asyncio.Explore.start;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.InboxTwins.Fault;
import org.junit.jupiter.api.Test;

/** What threads put into the inbox comes out once and in each thread's order, or is refused. */
@Explored
final class InboxExploredTest {

  /** Outside of what is explored; two of each of two threads. */
  private static final Handle[] HANDLES = InboxTwins.handles(4);

  private static final class State {
    final InboxTwins.Box box;
    final ReadyQueue ready = new ReadyQueue();
    boolean firstTaken;
    boolean secondTaken;
    Thread other;

    State(InboxTwins.Box box) {
      this.box = box;
    }
  }

  /** A thread offers two handles, while the loop's thread drains. */
  private static void offersAndDrains(InboxTwins.Box box) {
    State state = share(new State(box));
    Thread other = start(() -> offer(state, 0));
    state.box.drainTo(state.ready);
    join(other);
    state.box.drainTo(state.ready);
    checkAll(state, 2);
  }

  /** Two threads offer two handles each. */
  private static void offersAndOffers(InboxTwins.Box box) {
    State state = share(new State(box));
    Thread other = start(() -> offer(state, 0));
    offer(state, 2);
    join(other);
    state.box.drainTo(state.ready);
    checkAll(state, 4);
  }

  private static void checkAll(State state, int count) {
    check(state.ready.size() == count, "lost or doubled");
    int[] at = new int[count];
    for (int i = 0; i < count; i++) {
      at[number(state.ready.remove())] = i;
    }
    for (int i = 0; i < count; i += 2) {
      check(at[i] < at[i + 1], "overtaken");
    }
  }

  /** A thread offers two handles, while the loop's thread drains and closes. */
  private static void offersAndCloses(InboxTwins.Box box) {
    State state = share(new State(box));
    state.other =
        start(() -> {
          state.firstTaken = state.box.offer(HANDLES[0]);
          state.secondTaken = state.box.offer(HANDLES[1]);
        });
    state.box.drainTo(state.ready);
    state.box.close();
    join(state.other);

    check(state.firstTaken || !state.secondTaken, "taken after one was refused");
    for (int i = 0; state.ready.size() > 0; i++) {
      check(number(state.ready.remove()) == i, "overtaken");
      check(i == 0 ? state.firstTaken : state.secondTaken, "refused and drained");
    }
    check(!state.box.offer(HANDLES[2]), "taken after the close");
    check(!state.box.holdsAny(), "kept though nobody will come for it");
  }

  private static void offer(State state, int from) {
    check(state.box.offer(HANDLES[from]), "refused by an open inbox");
    check(state.box.offer(HANDLES[from + 1]), "refused by an open inbox");
  }

  private static int number(Ready item) {
    for (int i = 0; i < HANDLES.length; i++) {
      if (HANDLES[i] == item) {
        return i;
      }
    }
    throw new AssertionError("another item: " + item);
  }

  @Test
  void nothingIsLostDoubledOrOvertakenWhileItIsDrained() {
    holds(() -> offersAndDrains(new InboxTwins.Real()));
  }

  @Test
  void nothingIsLostDoubledOrOvertakenWhileAnotherThreadOffers() {
    holds(() -> offersAndOffers(new InboxTwins.Real()));
  }

  @Test
  void aTwinThatLosesOneOfTwoOffersIsCaught() {
    isCaught(() -> offersAndOffers(new InboxTwins.Twin(Fault.LOSES_OFFERS)), "lost or doubled");
  }

  @Test
  void aTwinThatLosesWhatComesWhileItDrainsIsCaught() {
    isCaught(
        () -> offersAndDrains(new InboxTwins.Twin(Fault.LOSES_WHILE_DRAINING)), "lost or doubled");
  }

  @Test
  void aTwinThatTakesTwiceWhatWasThereWhenMoreComesIsCaught() {
    isCaught(() -> offersAndDrains(new InboxTwins.Twin(Fault.DOUBLES)), "lost or doubled");
  }

  @Test
  void aTwinThatDoesNotTurnTheStackRoundIsCaught() {
    isCaught(() -> offersAndDrains(new InboxTwins.Twin(Fault.REVERSES)), "overtaken");
  }

  @Test
  void whatComesWhileItIsClosedIsTakenOrRefused() {
    holds(() -> offersAndCloses(new InboxTwins.Real()));
  }

  @Test
  void aTwinThatTakesWhatComesWhileItIsClosedIsCaught() {
    isCaught(
        () -> offersAndCloses(new InboxTwins.Twin(Fault.CLOSES_LATE)),
        "kept though nobody will come");
  }

  @Test
  void aClosedInboxStaysClosedWhenItIsDrained() {
    Inbox inbox = new Inbox();
    inbox.close();

    inbox.drainTo(new ReadyQueue());

    assertThat(inbox.offer(HANDLES[0])).isFalse();
  }
}
