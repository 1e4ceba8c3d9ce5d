package asyncio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where other threads put what the loop is to run. */
final class InboxTest {

  private final EventLoop loop = TestTime.newLoop();
  private final List<String> log = new ArrayList<>();
  private final Inbox inbox = new Inbox();
  private final ReadyQueue ready = new ReadyQueue();

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void whatIsPutInComesOutOnceAndInOrder() {
    assertThat(inbox.isEmpty()).isTrue();
    assertThat(inbox.offer(handle("a"))).isTrue();
    assertThat(inbox.offer(handle("b"))).isTrue();
    assertThat(inbox.isEmpty()).isFalse();
    inbox.drainTo(ready);
    assertThat(inbox.isEmpty()).isTrue();
    assertThat(inbox.offer(handle("c"))).isTrue();
    inbox.drainTo(ready);
    inbox.drainTo(ready);

    assertThat(ready.size()).isEqualTo(3);
    runAll();
    assertThat(log).containsExactly("a", "b", "c");
  }

  @Test
  void aClosedInboxDropsWhatItHasAndTakesNoMore() {
    inbox.offer(handle("a"));
    inbox.close();
    assertThat(inbox.offer(handle("b"))).isFalse();
    inbox.drainTo(ready);

    assertThat(ready.size()).isZero();
  }

  /** A future of a loop that is closed looks into the inbox too. */
  @Test
  void aClosedInboxStaysClosedWhenItIsEmptied() {
    inbox.close();
    inbox.drainTo(ready);

    assertThat(inbox.offer(handle("a"))).isFalse();
    assertThat(ready.size()).isZero();
  }

  private Handle handle(String name) {
    return new Handle(loop, () -> log.add(name), new Context());
  }

  private void runAll() {
    while (ready.size() > 0) {
      ready.remove().dispatch();
    }
  }
}
