package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.Subprocesses.subprocessExec;
import static asyncio.net.Subprocesses.subprocessShell;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import asyncio.Future;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SubprocessProtocolTest {

  /** Notes down what it is told. */
  private static final class Notes implements SubprocessProtocol {
    final List<String> events = new ArrayList<>();
    final StringBuilder[] data = {new StringBuilder(), new StringBuilder(), new StringBuilder()};
    final Future<Void> completed = runningLoop().createFuture();
    final Future<Void> exited = runningLoop().createFuture();
    Future<Void> received = runningLoop().createFuture();
    @Nullable Throwable stdinLost;

    @Override
    public void connectionMade(SubprocessTransport transport) {
      events.add("made");
    }

    @Override
    public void pipeDataReceived(int fd, byte[] bytes) {
      data[fd].append(new String(bytes, UTF_8));
      if (!received.done()) {
        received.setResult(null);
      }
    }

    @Override
    public void pipeConnectionLost(int fd, @Nullable Throwable exception) {
      events.add("lost " + fd);
      if (fd == 0) {
        stdinLost = exception;
      }
    }

    @Override
    public void processExited() {
      events.add("exited");
      exited.setResult(null);
    }

    @Override
    public void connectionLost(@Nullable Throwable exception) {
      assertThat(exception).isNull();
      events.add("lost");
      completed.setResult(null);
    }
  }

  @Test
  void theProtocolIsToldOfEverythingOnce() {
    run(() -> {
      var made = await(subprocessShell(Notes::new, "cat; echo errors >&2; exit 7"));
      Notes notes = made.protocol();
      SubprocessTransport transport = made.transport();
      Transport stdin = transport.getPipeTransport(0);
      stdin.write("data".getBytes(UTF_8));
      stdin.close();
      await(notes.completed);
      assertThat(notes.data[1]).hasToString("data");
      assertThat(notes.data[2]).hasToString("errors\n");
      assertThat(notes.events)
          .startsWith("made")
          .containsExactlyInAnyOrder("made", "lost 0", "lost 1", "lost 2", "exited", "lost")
          .endsWith("lost");
      assertThat(transport.getReturncode()).isEqualTo(7);
      assertThat(transport.getPid()).isPositive();
      assertThat(transport.getPipeTransport(3)).isNull();
      assertThat(transport.getPipeTransport(-1)).isNull();
      transport.close();
    });
  }

  @Test
  void aDialogueGoesBothWays() {
    run(() -> {
      var made =
          await(
              subprocessExec(Notes::new, "sh", "-c", "while read line; do echo \"<$line>\"; done"));
      Notes notes = made.protocol();
      for (String word : List.of("one", "two")) {
        notes.received = runningLoop().createFuture();
        made.transport().getPipeTransport(0).write((word + "\n").getBytes(UTF_8));
        await(notes.received);
      }
      assertThat(notes.data[1]).hasToString("<one>\n<two>\n");
      made.transport().close();
      await(notes.completed);
      assertThat(made.transport().getReturncode()).isEqualTo(-9);
    });
  }

  @Test
  void stderrGoesToStdoutIfAsked() {
    run(() -> {
      var made =
          await(
              subprocessShell(
                  Notes::new,
                  "echo out; echo err >&2",
                  new SubprocessOptions().stderr(SubprocessRedirect.STDOUT)));
      made.transport().getPipeTransport(0).close();
      await(made.protocol().completed);
      assertThat(made.protocol().data[1]).hasToString("out\nerr\n");
      assertThat(made.transport().getPipeTransport(2)).isNull();
    });
  }

  @Test
  void theProcessMeetsAClosedPipeWhenItWritesToOneThatWeHaveClosed() {
    run(() -> {
      var made = await(subprocessExec(Notes::new, "sh", "-c", "read x; yes"));
      made.transport().getPipeTransport(1).close();
      made.transport().getPipeTransport(0).write("\n".getBytes(UTF_8));
      await(made.protocol().exited);
      assertThat(made.transport().getReturncode()).isNotZero();
      made.transport().close();
      await(made.protocol().completed);
    });
  }

  @Test
  void inputThatNobodyReadsAnyMoreIsABrokenPipe() {
    run(() -> {
      var made = await(subprocessExec(Notes::new, "sh", "-c", "read line"));
      Transport stdin = made.transport().getPipeTransport(0);
      stdin.write("\n".getBytes(UTF_8));
      stdin.write(new byte[1_000_000]);
      await(made.protocol().completed);
      assertThat(made.protocol().stdinLost)
          .isInstanceOf(IOException.class)
          .hasMessageMatching( // the second is of the JDK's pipes
              "stdin of process %d: (Broken pipe|Stream closed)"
                  .formatted(made.transport().getPid()));
    });
  }

  @Test
  void signalsEndTheProcess() {
    run(() -> {
      for (var end :
          List.<java.util.function.Consumer<SubprocessTransport>>of(
              SubprocessTransport::kill,
              SubprocessTransport::terminate,
              transport -> transport.sendSignal("HUP"))) {
        var made = await(subprocessExec(Notes::new, "cat"));
        end.accept(made.transport());
        await(made.protocol().completed);
        assertThat(made.transport().getReturncode()).isIn(-9, -15, -1);
      }
    });
  }

  @Test
  void aProgramThatIsNotThereIsNamedAndTheProtocolHearsNothing() {
    run(() -> {
      Notes notes = new Notes();
      assertThatThrownBy(() -> await(subprocessExec(() -> notes, "no-such-program")))
          .isInstanceOf(NoSuchFileException.class);
      await(sleep(0));
      assertThat(notes.events).isEmpty();
    });
  }

  @Test
  void aPipeHasOneDirection() {
    run(() -> {
      var made = await(subprocessExec(Notes::new, "cat"));
      Transport stdin = made.transport().getPipeTransport(0);
      Transport stdout = made.transport().getPipeTransport(1);
      assertThatThrownBy(stdin::pauseReading).isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(stdin::resumeReading).isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> stdout.write(new byte[1]))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(stdout::writeEof).isInstanceOf(UnsupportedOperationException.class);
      assertThat(stdin.isReading()).isFalse();
      assertThat(stdout.isReading()).isTrue();
      assertThat(stdin.canWriteEof()).isTrue();
      assertThat(stdout.canWriteEof()).isFalse();
      made.transport().close();
      assertThat(made.transport().isClosing()).isTrue();
      await(made.protocol().completed);
    });
  }

  @Test
  void theTransportKnowsTheProcess() {
    run(() -> {
      var made = await(subprocessExec(Notes::new, "cat"));
      assertThat(
              made.transport()
                  .getExtraInfo(new ExtraInfo<>("subprocess", ProcessHandle.class))
                  .pid())
          .isEqualTo(made.transport().getPid());
      assertThat(made.transport().getExtraInfo(ExtraInfo.SOCKNAME)).isNull();
      made.transport().close();
      await(made.protocol().completed);
    });
  }
}
