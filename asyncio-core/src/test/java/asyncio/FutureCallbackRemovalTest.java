package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is left of the callbacks of a future when some are removed, and by whom. */
final class FutureCallbackRemovalTest {

  private final List<String> called = new ArrayList<>();

  static Stream<List<String>> whatIsRemoved() {
    return Stream.of(
        List.of("a"),
        List.of("b"),
        List.of("c"),
        List.of("a", "b"),
        List.of("c", "a"),
        List.of("a", "b", "c"));
  }

  @ParameterizedTest
  @MethodSource("whatIsRemoved")
  void thoseThatRemainAreCalledInTheirOrder(List<String> removed) {
    List<Callback> callbacks = Stream.of("a", "b", "c").map(Callback::new).toList();
    TestTime.run(() -> {
      Future<Integer> future = runningLoop().createFuture();
      callbacks.forEach(future::addDoneCallback);
      for (Callback callback : callbacks) {
        if (removed.contains(callback.name)) {
          assertThat(future.removeDoneCallback(callback)).isEqualTo(1);
          assertThat(future.removeDoneCallback(callback)).isZero();
        }
      }
      assertThat(called).isEmpty();

      future.setResult(1);
      await(sleep(0));
    });

    List<String> rest = new ArrayList<>(List.of("a", "b", "c"));
    rest.removeAll(removed);
    assertThat(called).isEqualTo(rest);
  }

  @Test
  void oneThatWasRemovedCanBeAddedAgain() {
    Callback callback = new Callback("a");
    TestTime.run(() -> {
      Future<Integer> future = runningLoop().createFuture();
      future.addDoneCallback(callback);
      future.addDoneCallback(new Callback("b"));
      future.removeDoneCallback(callback);
      future.addDoneCallback(callback);

      future.setResult(1);
      await(sleep(0));
    });
    assertThat(called).containsExactly("b", "a");
  }

  @Test
  void oneThatRunsCanNoLongerRemoveTheOthers() {
    Callback other = new Callback("other");
    TestTime.run(() -> {
      Future<Integer> future = runningLoop().createFuture();
      future.addDoneCallback(done -> called.add("removed " + done.removeDoneCallback(other)));
      future.addDoneCallback(other);
      future.addDoneCallback(other);

      future.setResult(1);
      await(sleep(0));
    });
    assertThat(called).containsExactly("removed 0", "other", "other");
  }

  @Test
  void anEqualsThatRemovesAnotherOneDoesNotStopTheRemoval() {
    TestTime.run(() -> {
      Future<Integer> future = runningLoop().createFuture();
      Callback other = new Callback("other");
      Callback unwanted = new Callback("unwanted");
      future.addDoneCallback(new Meddling(() -> future.removeDoneCallback(other)));
      future.addDoneCallback(other);
      future.addDoneCallback(unwanted);
      future.addDoneCallback(new Callback("last"));

      future.removeDoneCallback(unwanted);

      future.setResult(1);
      await(sleep(0));
    });
    // whether the other one is still there is nobody's business
    assertThat(called).startsWith("meddling").endsWith("last").doesNotContain("unwanted");
  }

  /** A callback that is equal to itself alone. */
  private final class Callback implements Consumer<Future<Integer>> {

    final String name;

    Callback(String name) {
      this.name = name;
    }

    @Override
    public void accept(Future<Integer> done) {
      called.add(name);
    }
  }

  /** A callback that does something else when it is first compared with another. */
  private final class Meddling implements Consumer<Future<Integer>> {

    private final Runnable meddle;
    private boolean done;

    Meddling(Runnable meddle) {
      this.meddle = meddle;
    }

    @Override
    public void accept(Future<Integer> future) {
      called.add("meddling");
    }

    @Override
    public boolean equals(Object other) {
      if (!done) {
        done = true;
        meddle.run();
      }
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }
}
