package asyncio.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Sends signals to a process, in order. */
/*
 * The JDK sends TERM and KILL only. For the others there is the kill of the system's shell, which is
 * run on a thread of its own; what is sent while it runs waits for it, but for KILL: there is no order
 * to keep with what nobody lives to see.
 *
 * A process that has ended gets none, as its number may be another's by now. The JDK looks at when
 * the process with that number was started; for the shell's kill it is asked just before, which
 * leaves a gap of a millisecond, in which the system would have to give all other numbers away.
 */
final class ProcessSignals {

  private static final Set<String> NAMES =
      Set.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU",
          "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "SYS");

  private final java.lang.Process process;

  /** The end of the last shell that was started, or null. The loop's thread. */
  private @Nullable CompletableFuture<Void> last;

  ProcessSignals(java.lang.Process process) {
    this.process = process;
  }

  /**
   * Sends a signal by its name, with or without {@code SIG}; nothing to a process that has ended.
   */
  void send(String signal) {
    String name = signal.startsWith("SIG") ? signal.substring(3) : signal;
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException("there is no signal " + signal);
    }
    boolean idle = last == null || last.isDone();
    if (name.equals("KILL") || (name.equals("TERM") && idle)) {
      deliver(name);
      return;
    }
    CompletableFuture<Void> before = last == null ? CompletableFuture.completedFuture(null) : last;
    last = before.thenRunAsync(() -> deliver(name), ProcessSignals::startThread);
  }

  private static void startThread(Runnable work) {
    var _ = Thread.ofVirtual().name("asyncio-signal").start(work);
  }

  private void deliver(String name) {
    ProcessHandle handle = process.toHandle(); // Process.destroy() would close the pipes as well
    if (!process.isAlive() || !handle.isAlive()) {
      return;
    }
    switch (name) {
      case "TERM" -> handle.destroy();
      case "KILL" -> handle.destroyForcibly();
      default -> runKill(name);
    }
  }

  private void runKill(String name) {
    try {
      java.lang.Process kill =
          new ProcessBuilder(
                  "/bin/sh", "-c", "kill -s \"$1\" \"$2\"", "sh", name, "" + process.pid())
              .redirectErrorStream(true)
              .start();
      kill.getOutputStream().close();
      byte[] output = kill.getInputStream().readAllBytes();
      if (kill.waitFor() != 0 && process.isAlive()) {
        warn(name, new String(output, StandardCharsets.UTF_8).strip());
      }
    } catch (IOException e) {
      warn(name, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void warn(String name, String why) {
    NettyLoop.LOGGER.log(
        System.Logger.Level.WARNING,
        "process " + process.pid() + " was not sent the signal " + name + ": " + why);
  }
}
