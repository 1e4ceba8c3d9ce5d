package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who waits for whom, and where each stands. */
class CallGraphTest {

  private final List<FutureCallGraph> seen = new ArrayList<>();

  private static List<String> methods(FutureCallGraph graph) {
    return graph.callStack().stream().map(entry -> entry.frame().getMethodName()).toList();
  }

  private static List<Future<?>> waiters(FutureCallGraph graph) {
    return graph.awaitedBy().stream().<Future<?>>map(FutureCallGraph::future).toList();
  }

  /** Captures the graph of the task that runs this, from three calls down. */
  private void look() {
    lookFurther();
  }

  private void lookFurther() {
    seen.add(captureCallGraph(null));
  }

  private FutureCallGraph graph() {
    assertThat(seen).hasSize(1);
    return seen.getFirst();
  }

  // ----- by what it is awaited

  @Test
  void aTaskThatIsAwaitedByATask() {
    TestTime.run(() -> {
      Task<Void> child = createTask(() -> look());
      Task<?> parent = createTask(() -> waitFor(child));
      await(parent);
      assertThat(graph().future()).isSameAs(child);
      assertThat(methods(graph())).startsWith("lookFurther", "look");
      assertThat(waiters(graph())).isEmpty(); // the parent has not started yet
    });
  }

  private static void waitFor(Future<?> future) {
    await(future);
  }

  @Test
  void aTaskThatIsAwaitedByATaskThatIsAwaited() {
    TestTime.run(() -> {
      Task<?> main = currentTask();
      Task<?> inner =
          createTask(() -> {
            await(sleep(0));
            look();
          });
      Task<?> outer = createTask(() -> waitFor(inner));
      await(outer);
      assertThat(waiters(graph())).containsExactly(outer);
      FutureCallGraph byOuter = graph().awaitedBy().getFirst();
      assertThat(methods(byOuter)).startsWith("waitFor");
      assertThat(waiters(byOuter)).containsExactly(main);
      assertThat(byOuter.awaitedBy().getFirst().callStack()).isNotEmpty();
    });
  }

  @Test
  void aTaskOfATaskGroupIsAwaitedByTheTaskOfTheGroup() {
    TestTime.run(() -> {
      Task<?> main = currentTask();
      taskGroup(group -> {
        Task<?> first = group.createTask(() -> look());
        group.createTask(() -> await(first));
      });
      assertThat(waiters(graph())).containsExactly(main);
      assertThat(methods(graph().awaitedBy().getFirst())).isNotEmpty();
    });
  }

  @Test
  void aTaskThatIsGatheredIsAwaitedByTheGatherAndThatByItsTask() {
    TestTime.run(() -> {
      Task<?> main = currentTask();
      await(gather(() -> look(), () -> await(sleep(0))));
      assertThat(graph().awaitedBy()).hasSize(1);
      FutureCallGraph gathering = graph().awaitedBy().getFirst();
      assertThat(gathering.future()).isNotInstanceOf(Task.class);
      assertThat(gathering.callStack()).isEmpty();
      assertThat(waiters(gathering)).containsExactly(main);
    });
  }

  @Test
  void aTaskThatIsShieldedIsAwaitedByTheShieldAndThatByItsTask() {
    TestTime.run(() -> {
      Task<?> main = currentTask();
      await(shield(() -> look()));
      FutureCallGraph shielding = graph().awaitedBy().getFirst();
      assertThat(shielding.future()).isNotInstanceOf(Task.class);
      assertThat(waiters(shielding)).containsExactly(main);
    });
  }

  @Test
  void aTaskThatIsAwaitedWithATimeoutIsAwaitedAsWithoutOne() {
    TestTime.run(() -> {
      Task<?> main = currentTask();
      Task<Void> child = createTask(() -> look());
      timeout(1, () -> waitFor(child));
      assertThat(waiters(graph())).containsExactly(main);
      assertThat(methods(graph().awaitedBy().getFirst())).startsWith("waitFor");
    });
  }

  @Test
  void aTaskThatIsWaitedForWithOthersIsAwaitedByTheTaskThatWaits() {
    TestTime.run(() -> {
      Task<?> main = currentTask();
      Task<Void> child = createTask(() -> look());
      await(waitAll(List.of(child, createTask(sleep(1)))));
      assertThat(waiters(graph())).containsExactly(main);
    });
  }

  @Test
  void aFutureIsAwaitedByAllThatWaitForIt() {
    TestTime.run(() -> {
      Future<Void> future = runningLoop().createFuture();
      Task<?> first = createTask(() -> waitFor(future));
      Task<?> second = createTask(() -> waitFor(future));
      await(sleep(0));

      FutureCallGraph graph = captureCallGraph(future);

      assertThat(graph.future()).isSameAs(future);
      assertThat(graph.callStack()).isEmpty();
      assertThat(waiters(graph)).containsExactly(first, second);
      future.setResult(null);
      assertThat(captureCallGraph(future).awaitedBy()).isEmpty();
    });
  }

  @Test
  void aTaskIsSeenFromAnother() {
    TestTime.run(() -> {
      Task<?> child = createTask(() -> waitFor(sleep(1)));
      Task<?> parent = createTask(() -> waitFor(child));
      await(sleep(0));
      FutureCallGraph graph = captureCallGraph(child);
      assertThat(methods(graph)).startsWith("waitFor");
      assertThat(waiters(graph)).containsExactly(parent);
    });
  }

  private static void waitFor(Coroutine<?> coroutine) {
    await(coroutine);
  }

  @Test
  void aTaskThatHasNotStartedOrHasEndedStandsNowhere() {
    TestTime.run(() -> {
      Task<Void> task = createTask(() -> waitFor(sleep(1)));
      assertThat(captureCallGraph(task).callStack()).isEmpty();
      await(task);
      assertThat(captureCallGraph(task)).isEqualTo(new FutureCallGraph(task, List.of(), List.of()));
    });
  }

  // ----- where there is nothing to capture

  @Test
  void withoutALoopTheCurrentTaskIsAnError() {
    assertThatIllegalStateException()
        .isThrownBy(() -> captureCallGraph(null))
        .withMessageContaining("no running event loop");
  }

  @Test
  void withoutALoopAFutureIsCapturedAllTheSame() {
    try (EventLoop loop = TestTime.newLoop()) {
      Future<String> future = loop.createFuture();
      assertThat(captureCallGraph(future).future()).isSameAs(future);
    }
  }

  @Test
  void inACallbackThereIsNoCurrentTask() {
    TestTime.run(() -> {
      runningLoop()
          .callSoon(() -> {
            seen.add(captureCallGraph(null));
            assertThat(formatCallGraph(null)).isEmpty();
          });
      await(sleep(0));
    });
    assertThat(graph()).isNull();
  }

  // ----- parts of the stack

  private static FutureCallGraph limited(int depth, int limit) {
    return captureCallGraph(null, depth, limit);
  }

  @Test
  void aLimitKeepsTheInnermostCalls() {
    TestTime.run(() -> {
      assertThat(methods(limited(0, 1))).containsExactly("limited");
      assertThat(limited(0, 2).callStack()).hasSize(2);
      assertThat(limited(0, 1_000).callStack()).hasSizeGreaterThan(1);
    });
  }

  @Test
  void aNegativeLimitKeepsTheOutermostCalls() {
    TestTime.run(() -> {
      List<FrameCallGraphEntry> all = limited(0, 1_000).callStack();
      assertThat(methods(limited(0, -1))).containsExactly(all.getLast().frame().getMethodName());
      assertThat(methods(limited(0, -1_000))).startsWith("limited");
    });
  }

  @Test
  void aLimitOfNoneKeepsTheGraphAlone() {
    TestTime.run(() -> {
      FutureCallGraph graph = limited(0, 0);
      assertThat(graph.future()).isSameAs(currentTask());
      assertThat(graph.callStack()).isEmpty();
    });
  }

  @Test
  void aDepthLeavesOutTheInnermostCallsOfTheCurrentTaskAlone() {
    TestTime.run(() -> {
      assertThat(methods(limited(1, 1))).doesNotContain("limited");
      assertThat(limited(1_000, 1).callStack()).isEmpty();
      Task<?> other = createTask(() -> waitFor(sleep(1)));
      await(sleep(0));
      assertThat(methods(captureCallGraph(other, 1, 1))).containsExactly("waitFor");
    });
  }

  @Test
  void aLimitIsForEachStackInTheGraph() {
    TestTime.run(() -> {
      Task<?> child = createTask(() -> waitFor(sleep(1)));
      createTask(() -> waitFor(child));
      await(sleep(0));
      FutureCallGraph positive = captureCallGraph(child, 0, 1);
      assertThat(methods(positive)).containsExactly("waitFor");
      assertThat(methods(positive.awaitedBy().getFirst())).containsExactly("waitFor");
      FutureCallGraph negative = captureCallGraph(child, 0, -1);
      assertThat(negative.callStack()).hasSize(1);
      assertThat(methods(negative)).doesNotContain("waitFor");
      assertThat(negative.awaitedBy().getFirst().callStack()).hasSize(1);
    });
  }

  @Test
  void itIsASnapshot() {
    TestTime.run(() -> {
      Task<?> child = createTask(() -> look());
      List<FutureCallGraph> awaitedBy = new ArrayList<>();
      FutureCallGraph graph = new FutureCallGraph(child, List.of(), awaitedBy);
      awaitedBy.add(graph);
      assertThat(graph.awaitedBy()).isEmpty();
      await(child);
    });
  }
}
