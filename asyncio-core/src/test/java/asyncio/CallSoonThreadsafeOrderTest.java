package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is called soon runs in the order of the calls, whichever threads they came from. */
@Timeout(60)
final class CallSoonThreadsafeOrderTest {

  @Test
  void whatAnotherThreadHasScheduledRunsBeforeWhatTheLoopsThreadSchedulesLater() {
    List<String> log = new ArrayList<>();
    run(() -> {
      EventLoop loop = runningLoop();
      Wait.forEnd(Thread.ofPlatform().start(() -> loop.callSoonThreadsafe(() -> log.add("first"))));

      loop.callSoonThreadsafe(() -> log.add("second"));

      await(sleep(0));
    });
    assertThat(log).containsExactly("first", "second");
  }
}
