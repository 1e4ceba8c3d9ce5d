package asyncio.conformance;

import static asyncio.Asyncio.async;

import asyncio.Coroutine;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the coroutines of one program. */
final class Interpreter {

  final Objects objects;
  final Trace trace;

  private final Program program;
  private final Map<String, Integer> starts = new HashMap<>();

  Interpreter(Program program, Objects objects, Trace trace) {
    this.program = program;
    this.objects = objects;
    this.trace = trace;
  }

  /** A fresh coroutine. It is numbered when it starts, not now. */
  Coroutine<@Nullable Object> call(String name) {
    return async(() -> {
      String who = name + "." + starts.merge(name, 1, Integer::sum);
      try {
        return new CoroutineRun(this, who).run(program.coro(name));
      } catch (ProgramError e) {
        trace.spoil(e);
        throw e;
      }
    });
  }
}
