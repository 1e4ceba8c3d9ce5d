package asyncio.bench.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import asyncio.bench.workload.Metrics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A process that answers each {@code go} on its input by one line of metrics. */
final class PeerProcess implements Runs {

  private static final int SECONDS_TO_END = 5;

  private final Process process;
  private final OutputStream input;
  private final ErrorTail errors;

  /** What it has said, line by line; nothing at the end. */
  private final BlockingQueue<Optional<String>> said = new LinkedBlockingQueue<>();

  PeerProcess(List<String> command, String line, int n) throws PeerFailure {
    List<String> whole = new ArrayList<>(command);
    whole.add(line);
    whole.add(Integer.toString(n));
    try {
      process = new ProcessBuilder(whole).start();
    } catch (IOException e) {
      throw new PeerFailure("cannot be started: " + e.getMessage());
    }
    input = process.getOutputStream();
    errors = new ErrorTail(process);
    Thread.ofPlatform().daemon().start(this::listen);
  }

  private void listen() {
    try (var output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        said.add(Optional.of(line));
      }
    } catch (IOException e) {
      // The process was ended.
    } finally {
      said.add(Optional.empty());
    }
  }

  @Override
  public boolean ready(Duration limit) throws PeerFailure, InterruptedException {
    String answer = answer(limit);
    return switch (answer) {
      case "ready" -> true;
      case "unsupported" -> false;
      default -> throw failure("said neither ready nor unsupported: " + answer);
    };
  }

  @Override
  public Metrics run(Duration limit) throws PeerFailure, InterruptedException {
    try {
      input.write("go\n".getBytes(UTF_8));
      input.flush();
    } catch (IOException e) {
      // It has ended, which the next line tells.
    }
    String answer = answer(limit);
    try {
      return Metrics.parse(answer);
    } catch (IllegalArgumentException e) {
      throw failure("answered no metrics: " + answer);
    }
  }

  private String answer(Duration limit) throws PeerFailure, InterruptedException {
    Optional<String> answer = said.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (answer == null) {
      throw failure("hangs: no answer within " + limit.toMillis() / 1000.0 + " s");
    }
    if (answer.isEmpty()) {
      boolean ended = process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
      throw failure("ended" + (ended ? " with exit code " + process.exitValue() : " its output"));
    }
    return answer.get();
  }

  /** Its number, in the system. */
  long pid() {
    return process.pid();
  }

  /** A failure with the end of what it said; it is ended. */
  PeerFailure failure(String message) throws InterruptedException {
    PeerFailure failure = new PeerFailure(errors.behind(message));
    process.destroyForcibly(); // closes what it said, too
    return failure;
  }

  @Override
  public void close() {
    try {
      input.close();
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
