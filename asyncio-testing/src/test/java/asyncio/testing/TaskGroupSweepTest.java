package asyncio.testing;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.ExceptionGroup;
import asyncio.TaskGroup;
import asyncio.VoidBody;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A task group leaves no child behind, and loses no cancellation, whenever it is cancelled. */
@Timeout(120)
final class TaskGroupSweepTest {

  /** Counts the children that have begun and have not ended. */
  private static final class Children {
    int alive;

    VoidBody child(VoidBody body) {
      return () -> {
        alive++;
        try {
          body.run();
        } finally {
          alive--;
        }
      };
    }

    VoidBody sleeping(double seconds) {
      return child(() -> await(sleep(seconds)));
    }

    VoidBody cleaningUp(double seconds) {
      return child(() -> {
        try {
          await(sleep(seconds));
        } finally {
          await(sleep(1));
        }
      });
    }

    VoidBody failing(double seconds) {
      return child(() -> {
        await(sleep(seconds));
        throw new IOException("child");
      });
    }

    /** The victim: when the group is left, all its children have ended. */
    VoidBody group(TaskGroup.VoidBlock block) {
      return Sweeps.notSwallowing(() -> {
        try {
          taskGroup(block);
        } catch (ExceptionGroup e) {
          assertThat(alive).as("children left behind").isZero();
          await(sleep(0)); // a cancellation that came with the failure is delivered here
        } finally {
          assertThat(alive).as("children left behind").isZero();
        }
      });
    }
  }

  @Test
  void itsChildrenSleep() {
    Sweeps.run(sweep -> {
      Children children = new Children();
      sweep.victim(
          children.group(group -> {
            group.createTask(children.sleeping(1));
            group.createTask(children.sleeping(2));
            await(sleep(0));
          }));
    });
  }

  @Test
  void itsChildrenTakeTheirTimeToEnd() {
    Sweeps.run(sweep -> {
      Children children = new Children();
      sweep.victim(
          children.group(group -> {
            group.createTask(children.cleaningUp(1));
            group.createTask(children.cleaningUp(3));
            await(sleep(2));
          }));
    });
  }

  @Test
  void aChildFails() {
    Sweeps.run(sweep -> {
      Children children = new Children();
      sweep.victim(
          children.group(group -> {
            group.createTask(children.failing(1));
            group.createTask(children.cleaningUp(5));
            await(sleep(2));
          }));
    });
  }

  @Test
  void aChildFailsInEveryOrder() {
    Sweeps.runAll(sweep -> {
      Children children = new Children();
      sweep.victim(
          children.group(group -> {
            group.createTask(children.failing(0));
            group.createTask(children.sleeping(0));
          }));
    });
  }

  @Test
  void theBlockFails() {
    Sweeps.run(sweep -> {
      Children children = new Children();
      sweep.victim(
          children.group(group -> {
            group.createTask(children.cleaningUp(5));
            await(sleep(1));
            throw new IOException("block");
          }));
    });
  }

  @Test
  void aChildStartsAnother() {
    Sweeps.run(sweep -> {
      Children children = new Children();
      sweep.victim(
          children.group(group ->
              group.createTask(
                  children.child(() -> {
                    await(sleep(1));
                    group.createTask(children.sleeping(1));
                  }))));
    });
  }

  @Test
  void groupsAreNested() {
    Sweeps.run(sweep -> {
      Children children = new Children();
      VoidBody inner =
          () ->
              taskGroup(group -> {
                group.createTask(children.cleaningUp(2));
                group.createTask(children.failing(1));
              });
      sweep.victim(
          children.group(group -> {
            group.createTask(children.child(inner));
            group.createTask(children.sleeping(3));
          }));
    });
  }

  @Test
  void aChildEndsTheGroup() {
    Sweeps.run(sweep -> {
      Children children = new Children();
      sweep.victim(() ->
          taskGroup(group -> {
            group.createTask(
                children.child(() -> {
                  await(sleep(1));
                  group.cancel();
                }));
            group.createTask(children.cleaningUp(5));
            await(sleep(5));
          }));
      assertThat(children.alive).isZero();
    });
  }

  @Test
  void aSupervisorWaitsForAll() {
    Sweeps.run(sweep -> {
      Children children = new Children();
      sweep.victim(() -> {
        TaskGroup group = TaskGroup.supervisor();
        try {
          group.run(() -> {
            group.createTask(children.failing(1));
            group.createTask(children.cleaningUp(2));
          });
        } catch (ExceptionGroup e) {
          assertThat(e.exceptions()).hasSize(1);
        } finally {
          assertThat(children.alive).isZero();
        }
      });
    });
  }

  @Test
  void aChildThatSaysWhenItIsReady() {
    Sweeps.run(sweep -> {
      Children children = new Children();
      TaskGroup.Starting<String> server =
          ready ->
              children
                  .child(() -> {
                    await(sleep(1));
                    ready.setResult("ready");
                    await(sleep(1));
                  })
                  .run();
      sweep.victim(
          children.group(group -> {
            assertThat(await(group.start(server))).isEqualTo("ready");
          }));
    });
  }
}
