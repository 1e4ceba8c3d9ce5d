package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code Context.run}, and copies of contexts. */
@Timeout(60)
final class ContextRunTest {

  private final ContextVar<String> var = new ContextVar<>("var", "unset");
  private final List<String> log = new ArrayList<>();

  @Test
  void whatIsSetInRunStaysInThatContext() {
    Context context = new Context();
    String result =
        context.run(() -> {
          var.set("inside");
          return "result";
        });

    assertThat(result).isEqualTo("result");
    assertThat(var.get()).isEqualTo("unset");
    assertThat(context.run(() -> var.get())).isEqualTo("inside");
    assertThat(context.contains(var)).isTrue();
    assertThat(context.size()).isEqualTo(1);
  }

  @Test
  void runGivesBackTheOuterContextHoweverItEnds() {
    Exception failure = new Exception("checked");
    var.set("outer");
    assertThatThrownBy(() ->
            new Context()
                .run(() -> {
                  var.set("inside");
                  throw failure;
                }))
        .isSameAs(failure);

    assertThat(var.get()).isEqualTo("outer");
  }

  @Test
  void runsNest() {
    Context outer = new Context();
    Context inner = new Context();
    outer.run(() -> {
      var.set("outer");
      inner.run(() -> {
        assertThat(var.get()).isEqualTo("unset");
        var.set("inner");
      });
      assertThat(var.get()).isEqualTo("outer");
    });

    assertThat(inner.run(() -> var.get())).isEqualTo("inner");
  }

  @Test
  void whatIsAwaitedInRunComesBackToThatContext() {
    run(() -> {
      var.set("task");
      Context context = new Context();
      Task<?> other =
          createTask(() -> {
            for (int i = 0; i < 4; i++) {
              log.add("other " + var.get());
              await(sleep(0));
            }
          });
      context.run(() -> {
        var.set("inside");
        for (int i = 0; i < 2; i++) {
          await(sleep(0));
          log.add(var.get());
        }
      });
      log.add(var.get());
      await(other);
      assertThat(currentTask().context().run(() -> var.get())).isEqualTo("task");
    });

    assertThat(log)
        .containsExactly(
            "other task", "inside", "other task", "inside", "task", "other task", "other task");
  }

  @Test
  void runGivesBackTheOuterContextWhenTheTaskIsCancelledInside() {
    run(() -> {
      Task<String> task =
          createTask(() -> {
            var.set("task");
            try {
              new Context().run(() -> await(sleep(3600)));
            } catch (CancelledError e) {
              return var.get();
            }
            return "never";
          });
      await(sleep(0));
      task.cancel();

      assertThat(await(task)).isEqualTo("task");
    });
  }

  @Test
  void aCallbackIsScheduledInTheContextOfTheRunAroundIt() {
    run(() -> {
      Context context = new Context();
      context.run(() -> {
        var.set("inside");
        runningLoop().callSoon(() -> log.add(var.get()));
        createTask(() -> log.add(var.get()));
      });
      await(sleep(0));
    });

    assertThat(log).containsExactly("inside", "inside");
  }

  @Test
  void aCopyHasTheSameValuesAndGoesItsOwnWay() {
    ContextVar<String> second = new ContextVar<>("second", "unset");
    Context original = new Context();
    original.run(() -> var.set("original"));
    Context copy = original.copy();
    copy.run(() -> second.set("copy"));
    original.run(() -> var.set("changed since"));

    assertThat(copy.run(() -> var.get())).isEqualTo("original");
    assertThat(original.contains(second)).isFalse();
    assertThat(copy.size()).isEqualTo(2);
  }

  @Test
  void theCurrentContextCanBeCopied() {
    run(() -> {
      var.set("before");
      Context copy = Context.copyContext();
      var.set("after");
      assertThat(copy.run(() -> var.get())).isEqualTo("before");
    });
  }
}
