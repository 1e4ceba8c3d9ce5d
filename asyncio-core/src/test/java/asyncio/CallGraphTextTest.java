package asyncio;

import static asyncio.Asyncio.await;
import static asyncio.Asyncio.captureCallGraph;
import static asyncio.Asyncio.createTask;
import static asyncio.Asyncio.currentTask;
import static asyncio.Asyncio.formatCallGraph;
import static asyncio.Asyncio.futureAddToAwaitedBy;
import static asyncio.Asyncio.futureDiscardFromAwaitedBy;
import static asyncio.Asyncio.gather;
import static asyncio.Asyncio.printCallGraph;
import static asyncio.Asyncio.runningLoop;
import static asyncio.Asyncio.sleep;
import static asyncio.Asyncio.waitAny;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The call graph as text, also of tasks that wait for each other in a circle. */
@Timeout(60)
class CallGraphTextTest {

  private static void waitFor(Future<?> future) {
    await(future);
  }

  /** The lines that name tasks and futures, with how far they stand to the right. */
  private static List<String> heads(String text) {
    return text.lines()
        .filter(line -> line.stripLeading().startsWith("* "))
        .map(line -> line.replaceAll("id=0x[0-9a-f]+", "id"))
        .toList();
  }

  @Test
  void aTaskShowsItsCallsAndWhoAwaitsIt() {
    TestTime.run(() -> {
      Future<Void> future = runningLoop().createFuture();
      Task<Void> child = createTask(() -> waitFor(future));
      child.setName("child");
      Task<Void> parent = createTask(() -> waitFor(child));
      parent.setName("parent");
      await(sleep(0));

      String[] lines = formatCallGraph(child).split("\n");

      assertThat(lines[0]).matches(Pattern.compile("\\* Task\\(name='child', id=0x[0-9a-f]+\\)"));
      assertThat(lines[1]).isEqualTo("  + Call stack:");
      assertThat(lines[2])
          .startsWith("  |   at ")
          .contains("CallGraphTextTest.waitFor(CallGraphTextTest.java:");
      assertThat(lines).contains("  + Awaited by:");
      assertThat(heads(formatCallGraph(child)))
          .containsExactly("* Task(name='child', id)", "    * Task(name='parent', id)");
      future.setResult(null);
    });
  }

  @Test
  void aFutureHasNoNameAndNoCalls() {
    TestTime.run(() -> {
      Future<Void> future = runningLoop().createFuture();
      String text = formatCallGraph(future);
      assertThat(text).matches("\\* Future\\(id=0x[0-9a-f]+\\)\n");
    });
  }

  @Test
  void aGatherStandsBetweenATaskAndWhoAwaitsIt() {
    TestTime.run(() -> {
      currentTask().setName("main");
      List<String> text = new ArrayList<>();
      await(gather(() -> text.add(formatCallGraph(null)), () -> text.add("")));
      assertThat(heads(text.getFirst()))
          .hasSize(3)
          .startsWith("* Task(name='" + taskName(text.getFirst()) + "', id)")
          .endsWith("    * Future(id)", "        * Task(name='main', id)");
    });
  }

  private static String taskName(String text) {
    return text.substring(text.indexOf('\'') + 1, text.indexOf("',"));
  }

  @Test
  void aLimitHoldsForTheText() {
    TestTime.run(() -> {
      Task<Void> task = createTask(() -> waitFor(runningLoop().createFuture()));
      await(sleep(0));
      assertThat(formatCallGraph(task, 0, 0)).doesNotContain("Call stack");
      assertThat(formatCallGraph(task, 0, 1).lines()).hasSize(3);
      task.cancel();
    });
  }

  @Test
  void itIsPrintedAsItIs() {
    TestTime.run(() -> {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      Future<Void> future = runningLoop().createFuture();
      printCallGraph(future, new PrintStream(bytes, true, StandardCharsets.UTF_8));
      assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(formatCallGraph(future));
    });
  }

  // ----- circles

  @Test
  void twoTasksThatWaitForEachOtherStandInItOnce() {
    TestTime.run(() -> {
      Future<Void> wayOut = runningLoop().createFuture();
      List<Task<?>> tasks = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        int other = 1 - i;
        tasks.add(createTask(() -> waitAny(List.of(tasks.get(other), wayOut))));
        tasks.getLast().setName("" + i);
      }
      await(sleep(1));
      assertThat(heads(formatCallGraph(tasks.getFirst())))
          .containsExactly(
              "* Task(name='0', id)", "    * Task(name='1', id)", "        * Task(name='0', id)");
      wayOut.setResult(null);
      await(gather(tasks));
    });
  }

  @Test
  void aTaskInTwoCirclesStandsInBoth() {
    TestTime.run(() -> {
      Future<Void> hub = runningLoop().createFuture();
      Future<Void> one = runningLoop().createFuture();
      Future<Void> two = runningLoop().createFuture();
      for (Future<Void> spoke : List.of(one, two)) {
        futureAddToAwaitedBy(hub, spoke);
        futureAddToAwaitedBy(spoke, hub);
      }
      FutureCallGraph graph = captureCallGraph(hub);
      assertThat(graph.awaitedBy())
          .extracting(FutureCallGraph::future)
          .containsExactlyInAnyOrder(one, two);
      assertThat(graph.awaitedBy())
          .allSatisfy(spoke -> {
            FutureCallGraph again = spoke.awaitedBy().getFirst();
            assertThat(again.future()).isSameAs(hub);
            assertThat(again.awaitedBy()).isEmpty();
          });
    });
  }

  /** There are more ways through such a crowd than anybody can read, or store. */
  @Test
  void futuresThatAllWaitForEachOtherAreNotWrittenOnceForEachWayThroughThem() {
    TestTime.run(() -> {
      List<Future<Void>> crowd =
          Stream.generate(() -> runningLoop().<Void>createFuture()).limit(7).toList();
      for (Future<Void> future : crowd) {
        crowd.stream()
            .filter(waiter -> waiter != future)
            .forEach(waiter -> futureAddToAwaitedBy(future, waiter));
      }
      assertThat(heads(formatCallGraph(crowd.getFirst())).size()).isBetween(7, 7 * 7);
    });
  }

  @Test
  void aFutureThatAwaitsItselfStandsInItTwice() {
    TestTime.run(() -> {
      Future<Void> future = runningLoop().createFuture();
      futureAddToAwaitedBy(future, future);
      assertThat(heads(formatCallGraph(future)))
          .containsExactly("* Future(id)", "    * Future(id)");
    });
  }

  // ----- edges that were told

  @Test
  void anEdgeThatWasToldIsThereUntilItIsTakenBack() {
    TestTime.run(() -> {
      Future<Void> future = runningLoop().createFuture();
      Future<Void> waiter = runningLoop().createFuture();
      futureAddToAwaitedBy(future, waiter);
      futureAddToAwaitedBy(future, waiter);
      assertThat(captureCallGraph(future).awaitedBy())
          .extracting(FutureCallGraph::future)
          .containsExactly(waiter);
      futureDiscardFromAwaitedBy(future, waiter);
      futureDiscardFromAwaitedBy(future, waiter);
      assertThat(captureCallGraph(future).awaitedBy()).isEmpty();
    });
  }

  @Test
  void anEdgeThatIsThereAnywayIsNotThereTwice() {
    TestTime.run(() -> {
      Future<Void> future = runningLoop().createFuture();
      Task<Void> waiter = createTask(() -> waitFor(future));
      await(sleep(0));
      futureAddToAwaitedBy(future, waiter);
      assertThat(captureCallGraph(future).awaitedBy()).hasSize(1);
      future.setResult(null);
    });
  }
}
