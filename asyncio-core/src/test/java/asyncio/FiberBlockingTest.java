package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A coroutine that blocks in a call of the JDK: the loop waits, and runs nothing else meanwhile.
 */
@Timeout(60)
final class FiberBlockingTest {

  private final List<String> log = new ArrayList<>();

  @Test
  void sleepingInTheJdksWay() {
    assertNothingElseRunsDuring(() -> {
      Thread.sleep(1);
      Thread.sleep(0);
      TimeUnit.MICROSECONDS.sleep(10);
    });
  }

  @Test
  void enteringAMonitorThatAnotherThreadHolds() {
    Object monitor = new Object();
    assertNothingElseRunsDuring(() -> {
      CountDownLatch held = new CountDownLatch(1);
      Thread mine = Thread.currentThread();
      Thread holder =
          Thread.ofPlatform()
              .start(() -> {
                synchronized (monitor) {
                  held.countDown();
                  Wait.until(() -> mine.getState() == Thread.State.BLOCKED);
                }
              });
      held.await();
      synchronized (monitor) {
        assertThat(Thread.holdsLock(monitor)).isTrue();
      }
      holder.join();
    });
  }

  @Test
  void takingALockThatAnotherThreadHolds() {
    ReentrantLock lock = new ReentrantLock();
    assertNothingElseRunsDuring(() -> {
      haveItHeldUntilThisThreadIsBlocked(lock);
      lock.lock();
      try {
        assertThat(lock.isHeldByCurrentThread()).isTrue();
      } finally {
        lock.unlock();
      }
    });
  }

  @Test
  @SuppressWarnings("WaitNotInLoop") // for the time alone
  void waitingOnAnObjectForATime() {
    Object monitor = new Object();
    assertNothingElseRunsDuring(() -> {
      synchronized (monitor) {
        monitor.wait(1);
      }
    });
  }

  @Test
  void waitingOnAnObjectUntilNotified() {
    Object monitor = new Object();
    boolean[] notified = {false};
    assertNothingElseRunsDuring(() -> {
      whenBlocked(() -> {
        synchronized (monitor) {
          notified[0] = true;
          monitor.notifyAll();
        }
      });
      synchronized (monitor) {
        while (!notified[0]) {
          monitor.wait();
        }
      }
    });
  }

  @Test
  void readingFromAPipe() throws IOException {
    Pipe pipe = Pipe.open();
    try (var source = pipe.source();
        var sink = pipe.sink()) {
      assertNothingElseRunsDuring(() -> {
        whenBlocked(() -> sink.write(ByteBuffer.wrap(new byte[] {42})));
        ByteBuffer read = ByteBuffer.allocate(1);
        source.read(read);
        assertThat(read.get(0)).isEqualTo((byte) 42);
      });
    }
  }

  @Test
  void acceptingAConnectionAndReadingFromIt() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertNothingElseRunsDuring(() -> {
        CompletableFuture<Socket> client = new CompletableFuture<>();
        whenBlocked(
            () -> client.complete(new Socket(server.getInetAddress(), server.getLocalPort())));
        try (Socket accepted = server.accept();
            Socket other = client.get()) {
          whenBlocked(() -> other.getOutputStream().write(42));
          assertThat(accepted.getInputStream().read()).isEqualTo(42);
        }
      });
    }
  }

  @Test
  void gettingAFutureOfTheJdk() {
    assertNothingElseRunsDuring(() -> {
      CompletableFuture<String> future = new CompletableFuture<>();
      whenBlocked(() -> future.complete("value"));
      assertThat(future.get()).isEqualTo("value");
    });
  }

  @Test
  void joiningAVirtualThreadThatItStarted() {
    assertNothingElseRunsDuring(() -> {
      Thread mine = Thread.currentThread();
      Thread child = Thread.startVirtualThread(() -> Wait.untilBlocked(mine));
      child.join();
    });
  }

  @Test
  void usingAVirtualThreadExecutor() {
    assertNothingElseRunsDuring(() -> {
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        var squares =
            IntStream.range(0, 100)
                .mapToObj(i ->
                    executor.submit(() -> {
                      Thread.sleep(1);
                      return i * i;
                    }))
                .toList();
        for (int i = 0; i < 100; i++) {
          assertThat(squares.get(i).get()).isEqualTo(i * i);
        }
      }
    });
  }

  @Test
  void usingParallelFuturesAndStreams() {
    assertNothingElseRunsDuring(() -> {
      var doubled =
          IntStream.range(0, 100)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> 2 * i))
              .toList();
      assertThat(doubled.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(9900);
      assertThat(IntStream.range(0, 10_000).parallel().sum()).isEqualTo(49_995_000);
    });
  }

  @Test
  void blockingBeforeAndAfterItAwaits() {
    Semaphore permits = new Semaphore(0);
    run(() -> {
      Task<?> blocks =
          createTask(() -> {
            for (int i = 0; i < 3; i++) {
              whenBlocked(permits::release);
              permits.acquire();
              log.add("blocked " + i);
              await(sleep(0));
            }
          });
      Task<?> ticks =
          createTask(() -> {
            for (int i = 0; i < 3; i++) {
              log.add("tick " + i);
              await(sleep(0));
            }
          });
      await(gather(blocks, ticks));
    });

    assertThat(log)
        .containsExactly("blocked 0", "tick 0", "blocked 1", "tick 1", "blocked 2", "tick 2");
  }

  @Test
  void aCallbackAndACoroutineThatWantTheSameLockDoNotLockEachOtherOut() {
    ReentrantLock lock = new ReentrantLock();
    run(() -> {
      runningLoop()
          .callSoon(() -> {
            lock.lock();
            try {
              log.add("callback");
            } finally {
              lock.unlock();
            }
          });
      haveItHeldUntilThisThreadIsBlocked(lock);
      lock.lock();
      try {
        log.add("coroutine");
      } finally {
        lock.unlock();
      }
      await(sleep(0));
    });

    assertThat(log).containsExactly("coroutine", "callback");
  }

  private static void haveItHeldUntilThisThreadIsBlocked(ReentrantLock lock)
      throws InterruptedException {
    CountDownLatch held = new CountDownLatch(1);
    Thread mine = Thread.currentThread();
    Thread.ofPlatform()
        .start(() -> {
          lock.lock();
          try {
            held.countDown();
            Wait.untilBlocked(mine);
          } finally {
            lock.unlock();
          }
        });
    held.await();
  }

  /** Has another thread do this as soon as the calling one is blocked. */
  private static void whenBlocked(VoidBody release) {
    Thread mine = Thread.currentThread();
    Thread.ofPlatform()
        .start(() -> {
          Wait.untilBlocked(mine);
          try {
            release.run();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  /** Runs a coroutine that blocks so while another task, a callback and a timer want to run. */
  private void assertNothingElseRunsDuring(VoidBody blocking) {
    run(() -> {
      EventLoop loop = runningLoop();
      Thread[] thread = new Thread[1];
      Task<?> blocks =
          createTask(() -> {
            log.add("begins");
            thread[0] = Thread.currentThread();
            blocking.run();
            assertThat(Thread.currentThread()).isSameAs(thread[0]);
            assertThat(runningLoop()).isSameAs(loop);
            log.add("ends");
          });
      loop.callLater(0, () -> log.add("timer"));
      loop.callSoon(() -> log.add("callback"));
      Task<?> other = createTask(() -> log.add("task"));
      Task<?> counts = createTask(() -> await(sleep(0)));
      loop.callSoonThreadsafe(() -> log.add("thread-safe"));
      await(gather(List.<Awaitable<?>>of(blocks, other, counts)));
    });

    assertThat(log).containsExactly("begins", "ends", "callback", "task", "thread-safe", "timer");
  }
}
