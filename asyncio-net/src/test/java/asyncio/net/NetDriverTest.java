package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.connect;
import static asyncio.net.NetTests.serverOf;
import static asyncio.net.NetTests.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import asyncio.CancelledError;
import asyncio.EventLoop;
import asyncio.IoDriver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops that do I/O: how they wait, poll, and are woken. */
@Timeout(60)
final class NetDriverTest {

  @Test
  void aNewLoopHasIt() {
    try (EventLoop loop = EventLoop.create()) {
      assertThat(loop.driver()).isInstanceOf(NetDriver.class);
    }
  }

  @Test
  void aLoopWithAnotherDriverDoesNoIo() {
    try (EventLoop loop = EventLoop.create(IoDriver.parking())) {
      assertThatIllegalStateException()
          .isThrownBy(() ->
              loop.runUntilComplete(async(() -> await(Streams.openConnection("127.0.0.1", 1)))))
          .withMessageContaining("does no network I/O");
      assertThatIllegalStateException()
          .isThrownBy(() ->
              loop.runUntilComplete(
                  async(() -> await(Streams.startServer(NetTests::echo, "127.0.0.1", 0)))));
    }
  }

  // ----- while it is busy

  @Test
  void aTaskThatGoesOnAndOnDoesNotKeepIoFromHappening() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo);
          StreamPair connection = connect(server)) {
        var busy =
            createTask(
                async(() -> {
                  while (true) {
                    await(sleep(0));
                  }
                }));
        for (int i = 0; i < 20; i++) {
          connection.writer().write("x");
          assertThat(await(connection.reader().read(1))).hasSize(1);
        }
        assertThat(busy.done()).isFalse();
        busy.cancel();
      }
    });
  }

  @Test
  void theOnlyTaskCanWaitForIoByGoingOnAndOn() {
    run(() -> {
      NetRecorder served = new NetRecorder();
      try (Server server = serverOf(() -> served);
          StreamPair connection = connect(server)) {
        connection.writer().write("x");
        while (!served.calls.contains("data")) {
          await(sleep(0));
        }
        assertThat(served.data).hasToString("x");
      }
    });
  }

  @Test
  void callbacksThatScheduleThemselvesDoNotKeepIoFromHappening() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo);
          StreamPair connection = connect(server)) {
        boolean[] over = {false};
        new Object() {
          void again() {
            if (!over[0]) {
              runningLoop().callSoon(this::again);
            }
          }
        }.again();
        for (int i = 0; i < 20; i++) {
          connection.writer().write("x");
          assertThat(await(connection.reader().read(1))).hasSize(1);
        }
        over[0] = true;
      }
    });
  }

  // ----- while it waits

  @Test
  void aTimerEndsItsWait() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo);
          StreamPair idle = connect(server)) {
        double begin = runningLoop().time();
        await(sleep(0.02));
        assertThat(runningLoop().time() - begin).isGreaterThanOrEqualTo(0.02);
        await(sleep(Duration.ofNanos(1500)));
        assertThat(idle.writer().isClosing()).isFalse();
      }
    });
  }

  @Test
  void anotherThreadsCallbackEndsItsWait() {
    run(() -> {
      try (Server server = serverOf(NetTests::echo);
          StreamPair idle = connect(server)) {
        EventLoop loop = runningLoop();
        for (int i = 0; i < 200; i++) {
          var called = loop.<Void>createFuture();
          Thread other =
              Thread.ofPlatform()
                  .daemon()
                  .start(() -> loop.callSoonThreadsafe(() -> called.setResult(null)));
          await(called);
          other.join();
        }
        assertThat(idle.writer().isClosing()).isFalse();
      }
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 50}) // milliseconds: before it waits maybe, and while it does
  void anInterruptEndsItsWaitAndCancelsTheMainTask(int delay) throws Exception {
    var waiting = new CompletableFuture<Void>();
    var outcome = new CompletableFuture<String>();
    Thread runner =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                run(() -> {
                  try (Server server = serverOf(NetTests::echo);
                      StreamPair connection = connect(server)) {
                    waiting.complete(null);
                    await(connection.reader().read(1));
                  }
                });
                outcome.complete("returned");
              } catch (CancelledError e) {
                outcome.complete("cancelled, interrupted: " + Thread.interrupted());
              } catch (Throwable e) {
                outcome.completeExceptionally(e);
              }
            });
    waiting.get(30, TimeUnit.SECONDS);
    Thread.sleep(delay);
    runner.interrupt();
    assertThat(outcome.get(30, TimeUnit.SECONDS)).isEqualTo("cancelled, interrupted: true");
    runner.join();
  }

  // ----- threads

  @Test
  void aLoopCanRunOnOneThreadAfterTheOther() throws Exception {
    try (EventLoop loop = EventLoop.create()) {
      List<StreamPair> connections = new ArrayList<>();
      List<Server> servers = new ArrayList<>();
      onThreadOfItsOwn(() ->
          loop.runUntilComplete(
              async(() -> {
                servers.add(serverOf(NetTests::echo));
                connections.add(connect(servers.getFirst()));
                connections.getFirst().writer().write("written on the first");
              })));
      for (int i = 0; i < 3; i++) {
        onThreadOfItsOwn(() ->
            loop.runUntilComplete(
                async(() -> {
                  StreamPair connection = connections.getFirst();
                  connection.writer().write(", and on another\n");
                  assertThat(text(await(connection.reader().readline())))
                      .endsWith(", and on another\n");
                  await(sleep(0.001));
                })));
      }
      loop.runUntilComplete(
          async(() -> {
            connections.getFirst().close();
            servers.getFirst().close();
            await(servers.getFirst().waitClosed());
          }));
    }
  }

  private static void onThreadOfItsOwn(Runnable what) throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            what.run();
            done.complete(null);
          } catch (Throwable e) {
            done.completeExceptionally(e);
          }
        });
    done.get(30, TimeUnit.SECONDS);
  }

  @Test
  void severalLoopsDoIoAtOnce() throws Exception {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(
          CompletableFuture.runAsync(
              () ->
                  run(() -> {
                    try (Server server = serverOf(NetTests::echo);
                        StreamPair connection = connect(server)) {
                      for (int round = 0; round < 50; round++) {
                        connection.writer().write("x");
                        assertThat(await(connection.reader().read(1))).hasSize(1);
                      }
                    }
                  }),
              task -> Thread.ofPlatform().start(task)));
    }
    for (CompletableFuture<Void> one : all) {
      one.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void runOnAVirtualThreadItDoesIoToo() throws Exception {
    var done = new CompletableFuture<String>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            done.complete(
                run(() -> {
                  try (Server server = serverOf(NetTests::echo);
                      StreamPair connection = connect(server)) {
                    connection.writer().write("hello\n");
                    return text(await(connection.reader().readline()));
                  }
                }));
          } catch (Throwable e) {
            done.completeExceptionally(e);
          }
        });
    assertThat(done.get(30, TimeUnit.SECONDS)).isEqualTo("hello\n");
  }
}
