package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.NetTests.connect;
import static asyncio.net.NetTests.reports;
import static asyncio.net.NetTests.serverOf;
import static asyncio.net.NetTests.text;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.ExceptionContext;
import asyncio.Task;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of the tasks that serve a server's connections. */
@Timeout(60)
final class StreamsHandlerTest {

  @Test
  void eachConnectionHasATaskOfItsOwn() {
    run(() -> {
      var first = runningLoop().<Task<?>>createFuture();
      var second = runningLoop().<Task<?>>createFuture();
      try (Server server =
              serverOf((reader, writer) -> {
                (first.done() ? second : first).setResult(currentTask());
                NetTests.echo(reader, writer);
              });
          StreamPair one = connect(server);
          StreamPair two = connect(server)) {
        assertThat(await(first)).isNotSameAs(await(second)).isNotSameAs(currentTask());
        one.writer().write("x");
        two.writer().write("y");
        assertThat(text(await(two.reader().read(1)))).isEqualTo("y");
        assertThat(text(await(one.reader().read(1)))).isEqualTo("x");
      }
    });
  }

  @Test
  void aFailureIsReportedAndClosesTheConnection() {
    run(() -> {
      List<ExceptionContext> reports = reports();
      IOException failure = new IOException("the handler's");
      try (Server server =
              serverOf((_, writer) -> {
                writer.write("some words");
                throw failure;
              });
          StreamPair connection = connect(server)) {
        assertThat(text(await(connection.reader().read()))).isEqualTo("some words");
        assertThat(reports)
            .singleElement()
            .satisfies(report -> {
              assertThat(report.exception()).isSameAs(failure);
              assertThat(report.details()).containsKeys("transport", "task");
            });
      }
    });
  }

  @Test
  void aFailureOfOneDoesNoHarmToOthers() {
    run(() -> {
      List<ExceptionContext> reports = reports();
      try (Server server =
              serverOf((reader, writer) -> {
                if (await(reader.read(1))[0] == '!') {
                  throw new IllegalArgumentException("!");
                }
                NetTests.echo(reader, writer);
              });
          StreamPair good = connect(server);
          StreamPair bad = connect(server)) {
        bad.writer().write("!");
        assertThat(await(bad.reader().read())).isEmpty();
        good.writer().write(".still here\n");
        assertThat(text(await(good.reader().readline()))).isEqualTo("still here\n");
        assertThat(reports).hasSize(1);
      }
    });
  }

  @Test
  void aCancellationClosesTheConnectionAndIsNotReported() {
    run(() -> {
      List<ExceptionContext> reports = reports();
      var task = runningLoop().<Task<?>>createFuture();
      try (Server server =
              serverOf((_, _) -> {
                task.setResult(currentTask());
                await(sleep(1000));
              });
          StreamPair connection = connect(server)) {
        await(task).cancel();
        assertThat(await(connection.reader().read())).isEmpty();
        assertThat(reports).isEmpty();
      }
    });
  }

  @Test
  void aHandlerThatReturnsLeavesTheConnectionOpen() {
    run(() -> {
      var writers = runningLoop().<StreamWriter>createFuture();
      try (Server server = serverOf((_, writer) -> writers.setResult(writer));
          StreamPair connection = connect(server)) {
        StreamWriter writer = await(writers);
        await(sleep(0));
        assertThat(writer.isClosing()).isFalse();
        writer.write("later\n");
        assertThat(text(await(connection.reader().readline()))).isEqualTo("later\n");
        writer.close();
      }
    });
  }

  @Test
  void aFailureWhenTheConnectionIsClosedAlreadyIsReportedToo() {
    run(() -> {
      List<ExceptionContext> reports = reports();
      try (Server server =
              serverOf((_, writer) -> {
                writer.close();
                await(writer.waitClosed());
                throw new IllegalStateException("after all");
              });
          StreamPair connection = connect(server)) {
        assertThat(await(connection.reader().read())).isEmpty();
        while (reports.isEmpty()) {
          await(sleep(0));
        }
        assertThat(reports)
            .singleElement()
            .satisfies(report -> assertThat(report.exception()).hasMessage("after all"));
      }
    });
  }
}
