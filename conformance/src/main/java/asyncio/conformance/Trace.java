package asyncio.conformance;

import asyncio.EventLoop;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines that a program leaves, until it has ended. */
final class Trace {

  private final EventLoop loop;
  private final List<String> lines = new ArrayList<>();
  private boolean ended;
  private @Nullable ProgramError spoiledBy;

  Trace(EventLoop loop) {
    this.loop = loop;
  }

  void log(String who, String what) {
    add(time() + " " + who + " " + what);
  }

  void add(String line) {
    if (!ended) {
      lines.add(line);
    }
  }

  /** What comes later is not part of it: closing the loop unwinds the coroutines that are left. */
  void end() {
    ended = true;
  }

  boolean ended() {
    return ended;
  }

  /** Notes that the trace is of no use: something went wrong that is no part of the program. */
  void spoil(ProgramError error) {
    if (spoiledBy == null) {
      spoiledBy = error;
    }
  }

  List<String> lines() {
    if (spoiledBy != null) {
      throw spoiledBy;
    }
    return List.copyOf(lines);
  }

  /** Six decimals, rounded as Python does: {@code String.format} rounds a half up. */
  private String time() {
    return new BigDecimal(loop.time()).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
  }
}
