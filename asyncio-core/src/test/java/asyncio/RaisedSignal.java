package asyncio;

/**
 * A signal that a program of the tests sends to itself; by reflection, as {@link Signals} has it.
 */
final class RaisedSignal {

  private RaisedSignal() {}

  static void raise(String name) {
    try {
      Class<?> type = Class.forName("sun.misc.Signal");
      Object signal = type.getConstructor(String.class).newInstance(name);
      type.getMethod("raise", type).invoke(null, signal);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("sun.misc.Signal", e);
    }
  }
}
