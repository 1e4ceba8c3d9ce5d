package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A task sees the deadlines that its maker was under when it made it, as long as they run. */
final class DeadlineOfChildrenTest {

  private final List<@Nullable Double> seen = new ArrayList<>();

  @Test
  void aChildSeesTheDeadlineOfItsMaker() {
    TestTime.run(() ->
        timeout(5, () -> assertThat(await(createTask(Asyncio::currentDeadline))).isEqualTo(5)));
  }

  @Test
  void aChildThatStartsAtOnceDoesSoToo() {
    TestTime.run(() ->
        timeout(
            5,
            () -> {
              Task<Double> child = createTask(async(Asyncio::currentDeadline), TaskOptions.eager());
              assertThat(await(child)).isEqualTo(5);
              assertThat(currentDeadline()).isEqualTo(5);
            }));
  }

  @Test
  void theChildrenOfAGroupSeeIt() {
    TestTime.run(() ->
        timeout(
            5,
            () ->
                taskGroup(group -> {
                  await(group.createTask(() -> seen.add(currentDeadline())));
                  timeout(2, () -> await(group.createTask(() -> seen.add(currentDeadline()))));
                  group.createTask(() ->
                      taskGroup(inner -> {
                        inner.createTask(() -> seen.add(currentDeadline()));
                      }));
                })));
    assertThat(seen).containsExactly(5.0, 2.0, 5.0);
  }

  @Test
  void aTaskThatWasMadeBeforeTheTimeoutDoesNot() {
    TestTime.run(() -> {
      Task<Double> before = createTask(Asyncio::currentDeadline);
      timeout(5, () -> assertThat(await(before)).isNull());
    });
  }

  @Test
  void aTaskThatACallbackMakesDoesNot() {
    TestTime.run(() ->
        timeout(
            5,
            () -> {
              runningLoop()
                  .callSoon(() -> {
                    Task<?> _ = createTask(() -> seen.add(currentDeadline()));
                  });
              await(sleep(1));
            }));
    assertThat(seen).containsExactly((Double) null);
  }

  @Test
  void theTimeoutsOfAChildAreNotItsMakers() {
    TestTime.run(() -> {
      Task<Void> child = createTask(() -> timeout(5, () -> sleep(2)));
      await(sleep(1));
      assertThat(currentDeadline()).isNull();
      await(child);
    });
  }

  @Test
  void theEarliestCountsWhoseverItIs() {
    TestTime.run(() ->
        timeout(
            5,
            () ->
                await(
                    createTask(() -> {
                      timeout(9, () -> assertThat(currentDeadline()).isEqualTo(5));
                      timeout(2, () -> assertThat(currentDeadline()).isEqualTo(2));
                      assertThat(currentDeadline()).isEqualTo(5);
                    }))));
  }

  @Test
  void aChildSeesItsMakersDeadlineMove() {
    TestTime.run(() ->
        timeout(
            5,
            timeout -> {
              Task<Void> child = createTask(this::lookEverySecond);
              await(sleep(0.5));
              timeout.reschedule(7.0);
              await(sleep(1));
              timeout.reschedule(null);
              await(child);
            }));
    assertThat(seen).containsExactly(5.0, 7.0, null);
  }

  @Test
  void aChildThatOutlivesItsMakersTimeoutIsFree() {
    TestTime.run(() -> {
      List<Task<Void>> child = new ArrayList<>();
      timeout(
          5,
          () -> {
            child.add(createTask(this::lookEverySecond));
            await(sleep(0.5));
          });
      await(child.getFirst());
    });
    assertThat(seen).containsExactly(5.0, null, null);
  }

  @Test
  void aChildThatOutlivesItsMakersInnerTimeoutIsUnderTheOuterOne() {
    TestTime.run(() ->
        timeout(
            9,
            () -> {
              List<Task<Void>> child = new ArrayList<>();
              assertThatThrownBy(() ->
                      timeout(
                          0.5,
                          () -> {
                            child.add(createTask(this::lookEverySecond));
                            await(sleep(10));
                          }))
                  .isInstanceOf(TimeoutException.class);
              await(child.getFirst());
            }));
    assertThat(seen).containsExactly(0.5, 9.0, 9.0);
  }

  @Test
  void aChildOfAMakerThatCleansUpIsStillUnderItsDeadline() {
    TestTime.run(() ->
        assertThatThrownBy(() ->
                timeout(
                    0.5,
                    () -> {
                      Task<Void> child = createTask(this::lookEverySecond);
                      try {
                        await(sleep(10));
                      } finally {
                        await(child);
                      }
                    }))
            .isInstanceOf(TimeoutException.class));
    assertThat(seen).containsExactly(0.5, 0.5, 0.5);
  }

  @Test
  void aChildInATimeoutOfItsOwnSeesItsMakersEnd() {
    TestTime.run(() -> {
      List<Task<Void>> child = new ArrayList<>();
      timeout(
          5,
          () -> {
            child.add(createTask(() -> timeout(9, this::lookEverySecond)));
            await(sleep(0.5));
          });
      await(child.getFirst());
    });
    assertThat(seen).containsExactly(5.0, 9.0, 9.0);
  }

  @Test
  void aGrandchildSeesTheDeadlinesOfAll() {
    TestTime.run(() -> {
      List<Task<Void>> grandchild = new ArrayList<>();
      timeout(
          5,
          () ->
              await(
                  createTask(() -> {
                    timeout(
                        3,
                        () -> {
                          grandchild.add(createTask(this::lookEverySecond));
                          await(sleep(0.5));
                        });
                    await(sleep(1));
                  })));
      await(grandchild.getFirst());
    });
    assertThat(seen).containsExactly(3.0, 5.0, null);
  }

  /** Now, in a second, and in two. */
  private void lookEverySecond() {
    seen.add(currentDeadline());
    await(sleep(1));
    seen.add(currentDeadline());
    await(sleep(1));
    seen.add(currentDeadline());
  }
}
