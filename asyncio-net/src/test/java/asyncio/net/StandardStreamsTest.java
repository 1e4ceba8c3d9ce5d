package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.StandardStreams.openStderr;
import static asyncio.net.StandardStreams.openStdin;
import static asyncio.net.StandardStreams.openStdout;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it replaces System.in, System.out and System.err")
@Timeout(60)
class StandardStreamsTest {

  private final InputStream in = System.in;
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;

  @AfterEach
  void putBack() {
    System.setIn(in);
    System.setOut(out);
    System.setErr(err);
  }

  @Test
  void stdinIsReadByLines() throws IOException {
    Pipe pipe = Pipe.open();
    System.setIn(Channels.newInputStream(pipe.source()));
    run(() -> {
      StreamReader stdin = await(openStdin());
      OutputStream typed = Channels.newOutputStream(pipe.sink());
      typed.write("one\n".getBytes(UTF_8));
      assertThat(await(stdin.readline())).asString().isEqualTo("one\n");
      typed.write("two\nthree\n".getBytes(UTF_8));
      typed.close();
      List<String> lines = new ArrayList<>();
      stdin.lines().forEach(lines::add);
      assertThat(lines).containsExactly("two", "three");
    });
    assertThat(pipe.source().isOpen()).isTrue();
  }

  @Test
  void whatComesForALoopThatIsClosedIsTheNextOnes() throws IOException {
    Pipe pipe = Pipe.open();
    System.setIn(Channels.newInputStream(pipe.source()));
    OutputStream typed = Channels.newOutputStream(pipe.sink());
    run(() -> {
      StreamReader stdin = await(openStdin());
      typed.write("one\n".getBytes(UTF_8));
      assertThat(await(stdin.readline())).asString().isEqualTo("one\n");
    });
    run(() -> {
      StreamReader stdin = await(openStdin());
      typed.write("two\n".getBytes(UTF_8));
      assertThat(await(stdin.readline())).asString().isEqualTo("two\n");
    });
    typed.close();
  }

  @Test
  void whatIsWrittenToStdoutAndStderrIsThereWhenTheyAreClosed() {
    var toOut = new ByteArrayOutputStream();
    var toErr = new ByteArrayOutputStream();
    System.setOut(new PrintStream(toOut, true, UTF_8));
    System.setErr(new PrintStream(toErr, true, UTF_8));
    run(() -> {
      StreamWriter stdout = await(openStdout());
      StreamWriter stderr = await(openStderr());
      stdout.write("one ");
      await(stdout.drain());
      stdout.write("two");
      stderr.write("three");
      stdout.close();
      stderr.close();
      await(stdout.waitClosed());
      await(stderr.waitClosed());
    });
    System.out.print(" and on");
    assertThat(toOut).hasToString("one two and on");
    assertThat(toErr).hasToString("three");
  }

  @Test
  void aStdoutThatCannotBeWrittenToIsAnError() {
    System.setOut(
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("no space left");
              }
            }));
    run(() -> {
      StreamWriter stdout = await(openStdout());
      stdout.write("text");
      stdout.close();
      assertThatThrownBy(() -> await(stdout.waitClosed()))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("stdout: ");
    });
  }
}
