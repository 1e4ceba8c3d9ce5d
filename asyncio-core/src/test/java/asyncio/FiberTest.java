package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A task is a thread of its own: what belongs to a thread belongs to the task. */
@Timeout(60)
final class FiberTest {

  private static final ScopedValue<String> SCOPED = ScopedValue.newInstance();

  private final List<String> log = new ArrayList<>();

  // ----- only await switches

  @Test
  @SuppressWarnings("ThreadPriorityCheck") // that is the test
  void yieldingInTheJdksWayDoesNotSwitch() {
    run(() -> {
      createTask(() -> log.add("other"));
      for (int i = 0; i < 100; i++) {
        Thread.yield();
        Thread.onSpinWait();
      }
      log.add("yielded");
      await(sleep(0));
      log.add("awaited");
    });

    assertThat(log).containsExactly("yielded", "other", "awaited");
  }

  @Test
  void awaitingWhatIsDoneDoesNotSwitch() {
    run(() -> {
      createTask(() -> log.add("other"));
      Future<String> done = runningLoop().createFuture();
      done.setResult("done");
      log.add(await(done));
      log.add(await(async(() -> "coroutine")));
      await(sleep(0));
    });

    assertThat(log).containsExactly("done", "coroutine", "other");
  }

  // ----- locks

  @Test
  void aMonitorIsHeldAcrossAwait() {
    Object monitor = new Object();
    run(() -> {
      Task<?> other =
          createTask(() -> {
            assertThat(Thread.holdsLock(monitor)).isFalse();
            log.add("other");
          });
      synchronized (monitor) {
        await(sleep(0));
        log.add("back");
        assertThat(Thread.holdsLock(monitor)).isTrue();
        synchronized (monitor) {
          await(sleep(0.001));
          assertThat(Thread.holdsLock(monitor)).isTrue();
        }
      }
      assertThat(Thread.holdsLock(monitor)).isFalse();
      await(other);
    });

    assertThat(log).containsExactly("other", "back");
  }

  @Test
  void aMonitorHeldByACoroutineIsNotOpenToItsLoop() {
    Object monitor = new Object();
    run(() -> {
      Thread[] other = new Thread[1];
      synchronized (monitor) {
        other[0] =
            Thread.ofPlatform()
                .start(() -> {
                  synchronized (monitor) {
                    log.add("entered");
                  }
                });
        await(sleep(0));
        Wait.until(() -> other[0].getState() == Thread.State.BLOCKED);
        log.add("left");
      }
      other[0].join();
    });

    assertThat(log).containsExactly("left", "entered");
  }

  @Test
  void aLockIsHeldAcrossAwait() {
    ReentrantLock lock = new ReentrantLock();
    run(() -> {
      Task<Boolean> other = createTask(() -> lock.tryLock());
      lock.lock();
      try {
        assertThat(await(other)).isFalse();
        assertThat(lock.isHeldByCurrentThread()).isTrue();
      } finally {
        lock.unlock();
      }
    });
  }

  // ----- what a thread carries

  @Test
  void threadLocalsArePerTask() {
    ThreadLocal<String> local = ThreadLocal.withInitial(() -> "unset");
    local.set("of the caller");
    try {
      run(() -> {
        assertThat(local.get()).isEqualTo("unset");
        Task<?>[] tasks = new Task<?>[3];
        for (int i = 0; i < 3; i++) {
          String mine = "" + i;
          tasks[i] =
              createTask(() -> {
                assertThat(local.get()).isEqualTo("unset");
                local.set(mine);
                for (int round = 0; round < 10; round++) {
                  await(sleep(0));
                  assertThat(local.get()).isEqualTo(mine);
                }
              });
        }
        await(gather(tasks));
        assertThat(local.get()).isEqualTo("unset");
      });
      assertThat(local.get()).isEqualTo("of the caller");
    } finally {
      local.remove();
    }
  }

  @Test
  void anAwaitedCoroutineSharesTheThreadOfItsAwaiter() {
    ThreadLocal<String> local = new ThreadLocal<>();
    run(() -> {
      Thread mine = Thread.currentThread();
      await(
          async(() -> {
            await(sleep(0));
            assertThat(Thread.currentThread()).isSameAs(mine);
            local.set("inner");
          }));
      assertThat(local.get()).isEqualTo("inner");
    });
  }

  @Test
  void aScopedValueIsBoundAcrossAwait() {
    run(() -> {
      Task<Boolean> other = createTask(() -> SCOPED.isBound());
      ScopedValue.where(SCOPED, "value")
          .call(() -> {
            assertThat(await(other)).isFalse();
            assertThat(SCOPED.get()).isEqualTo("value");
            return null;
          });
    });
  }

  @Test
  void aTaskHasTheContextClassLoaderOfTheThreadThatRuns() throws Exception {
    Thread me = Thread.currentThread();
    ClassLoader before = me.getContextClassLoader();
    try (URLClassLoader special = new URLClassLoader(new URL[0], before)) {
      me.setContextClassLoader(special);
      ClassLoader seen =
          run(() -> await(createTask(() -> Thread.currentThread().getContextClassLoader())));

      assertThat(seen).isSameAs(special);
    } finally {
      me.setContextClassLoader(before);
    }
  }

  @Test
  void aTasksThreadHasTheTasksName() {
    run(() -> {
      Task<String> named =
          createTask(
              async(() -> {
                log.add(Thread.currentThread().getName());
                await(sleep(0));
                return Thread.currentThread().getName();
              }),
              TaskOptions.named("first"));
      await(sleep(0));
      named.setName("second");

      assertThat(log).containsExactly("first");
      assertThat(await(named)).isEqualTo("second");
      assertThat(Thread.currentThread().isVirtual()).isTrue();
    });
  }

  // ----- many

  @Test
  void aHundredThousandTasksCanWaitAtOnce() {
    int many = 100_000;
    long sum =
        run(() -> {
          Future<Integer> gate = runningLoop().createFuture();
          List<Task<Integer>> tasks = new ArrayList<>();
          for (int i = 0; i < many; i++) {
            int number = i;
            tasks.add(createTask(() -> await(gate) + number));
          }
          await(sleep(0));
          assertThat(allTasks()).hasSize(many + 1);
          gate.setResult(1);
          return await(gather(tasks)).stream().mapToLong(i -> i).sum();
        });

    assertThat(sum).isEqualTo(many + many * (many - 1L) / 2);
  }
}
