package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What another thread has handed in stands in the queue from that moment on: it runs before all
 * that the loop itself schedules after it, whatever that is.
 */
@Timeout(60)
final class HandedInOrderTest {

  private final EventLoop loop = TestTime.newLoop();
  private final List<String> log = new ArrayList<>();

  @AfterEach
  void close() {
    loop.close();
  }

  /** A way to have something run in the next iteration: prepared in one, done in a later one. */
  @FunctionalInterface
  interface Way {
    Runnable prepare(Runnable own);
  }

  static Stream<Named<Way>> ways() {
    return Stream.of(
        Named.of("callSoon", own -> () -> runningLoop().callSoon(own)),
        Named.of("callSoonThreadsafe", own -> () -> runningLoop().callSoonThreadsafe(own)),
        Named.of("createTask", own -> () -> createTask(own::run)),
        Named.of("addDoneCallback", HandedInOrderTest::onDoneFuture),
        Named.of("setResult", own -> onFuture(own, future -> future.setResult(1))),
        Named.of("setException", own -> onFuture(own, future -> future.setException(failure()))),
        Named.of("cancel", own -> onFuture(own, Future::cancel)),
        Named.of("Task.cancel", own -> whenDone(sleep(99), own)::cancel),
        Named.of(
            "Event.set",
            own -> {
              Event event = new Event();
              whenDone(event.whenSet(), own);
              return event::set;
            }),
        Named.of(
            "Lock.release",
            own -> {
              Lock lock = new Lock();
              await(lock.acquire());
              whenDone(lock.acquire(), own);
              return lock::release;
            }),
        Named.of(
            "Semaphore.release",
            own -> {
              Semaphore semaphore = new Semaphore(0);
              whenDone(semaphore.acquire(), own);
              return semaphore::release;
            }),
        Named.of(
            "Queue.putNowait",
            own -> {
              asyncio.Queue<Integer> queue = new asyncio.Queue<>();
              whenDone(queue.get(), own);
              return () -> queue.putNowait(1);
            }),
        Named.of(
            "Queue.taskDone",
            own -> {
              asyncio.Queue<Integer> queue = new asyncio.Queue<>();
              queue.putNowait(1);
              whenDone(queue.join(), own);
              return queue::taskDone;
            }),
        Named.of(
            "Barrier.arrive",
            own -> {
              Barrier barrier = new Barrier(2);
              whenDone(barrier.arrive(), own);
              return () -> await(barrier.arrive());
            }),
        Named.of(
            "Barrier.abort",
            own -> {
              Barrier barrier = new Barrier(2);
              whenDone(barrier.arrive(), own);
              return () -> await(barrier.abort());
            }));
  }

  private static RuntimeException failure() {
    return new IllegalArgumentException();
  }

  private static Runnable onDoneFuture(Runnable own) {
    Future<Integer> done = runningLoop().createFuture();
    done.setResult(1);
    return () -> done.addDoneCallback(_ -> own.run());
  }

  private static Runnable onFuture(Runnable own, Consumer<Future<Integer>> end) {
    Future<Integer> future = runningLoop().createFuture();
    whenDone(future, own);
    return () -> end.accept(future);
  }

  private static Task<?> whenDone(Awaitable<?> awaitable, Runnable own) {
    return createTask(() -> {
      try {
        await(awaitable);
      } catch (IllegalArgumentException | BrokenBarrierException | CancelledError e) {
        // that is an end too
      } finally {
        own.run();
      }
    });
  }

  @ParameterizedTest
  @MethodSource("ways")
  void itGoesBeforeWhatTheSameStepSchedulesAfterIt(Way way) {
    loop.runUntilComplete(
        async(() -> {
          Runnable schedule = way.prepare(() -> log.add("own"));
          await(sleep(1));
          handIn("other");
          schedule.run();
          await(sleep(1));
        }));

    assertThat(log).containsExactly("other", "own");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void itGoesBehindWhatTheSameStepHasScheduledBefore(Way way) {
    loop.runUntilComplete(
        async(() -> {
          Runnable schedule = way.prepare(() -> log.add("own"));
          await(sleep(1));
          schedule.run();
          handIn("other");
          await(sleep(1));
        }));

    assertThat(log).containsExactly("own", "other");
  }

  // ----- what a step ends with

  @Test
  void itGoesBeforeTheStepThatYieldsAfterIt() {
    loop.runUntilComplete(
        async(() -> {
          await(sleep(1));
          handIn("other");
          await(sleep(0));
          log.add("own");
        }));

    assertThat(log).containsExactly("other", "own");
  }

  @Test
  void itGoesBeforeWhoWaitsForTheTaskThatEndsAfterIt() {
    loop.runUntilComplete(
        async(() -> {
          await(createTask(() -> handIn("other")));
          log.add("own");
        }));

    assertThat(log).containsExactly("other", "own");
  }

  @Test
  void itGoesBeforeWhoWaitsForTheTaskThatFailsAfterIt() {
    loop.runUntilComplete(
        async(() -> {
          try {
            await(
                createTask(() -> {
                  handIn("other");
                  throw failure();
                }));
          } catch (IllegalArgumentException e) {
            log.add("own");
          }
        }));

    assertThat(log).containsExactly("other", "own");
  }

  /** An item before it in the same iteration has let the other thread in. */
  @Test
  void itGoesBeforeWhoWaitsForATaskThatEndsLaterInTheIteration() {
    loop.runUntilComplete(
        async(() -> {
          Future<Void> signal = loop.createFuture();
          Task<Void> task = createTask(async(() -> await(signal)));
          await(sleep(1));
          loop.callSoon(() -> handIn("other"));
          signal.setResult(null); // the task ends behind the callback
          await(task);
          log.add("own");
        }));

    assertThat(log).containsExactly("other", "own");
  }

  // ----- its place

  @Test
  void itGoesBeforeTheTimersThatAreDue() {
    loop.runUntilComplete(
        async(() -> {
          loop.callLater(0, () -> log.add("timer"));
          handIn("other");
          await(sleep(1));
        }));

    assertThat(log).containsExactly("other", "timer");
  }

  @Test
  void whatIsHandedInBetweenTwoCallsStaysBetweenThem() {
    loop.callSoon(() -> log.add("first"));
    handIn("second");
    loop.callSoon(() -> log.add("third"));
    handIn("fourth");
    loop.runUntilComplete(sleep(1));

    assertThat(log).containsExactly("first", "second", "third", "fourth");
  }

  @Test
  void itWaitsForTheNextIteration() {
    loop.runUntilComplete(
        async(() -> {
          loop.callSoon(() -> {
            handIn("third");
            loop.callSoon(() -> log.add("fourth"));
            log.add("first");
          });
          loop.callSoon(() -> log.add("second"));
          await(sleep(1));
        }));

    assertThat(log).containsExactly("first", "second", "third", "fourth");
  }

  /** Hands a callback in on another thread, and waits until it has. */
  private void handIn(String name) {
    Wait.forEnd(Thread.ofPlatform().start(() -> loop.callSoonThreadsafe(() -> log.add(name))));
  }
}
