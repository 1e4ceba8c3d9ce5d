package asyncio.net;

import static asyncio.Asyncio.*;

import asyncio.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A protocol that notes down how it is called. */
class NetRecorder implements Protocol {

  /** The calls in order; those of {@code dataReceived} in a row are one. */
  final List<String> calls = new ArrayList<>();

  final StringBuilder data = new StringBuilder();
  Transport transport;
  @Nullable Throwable lostBy;

  private Future<@Nullable Void> changed = runningLoop().createFuture();

  /** Notes down a call. */
  final void called(String name) {
    if (calls.isEmpty() || !name.equals("data") || !calls.getLast().equals("data")) {
      calls.add(name);
    }
    Future<@Nullable Void> now = changed;
    changed = runningLoop().createFuture();
    now.setResult(null);
  }

  /** Waits, in a coroutine, for calls until the condition is true. */
  final void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      await(shield(changed));
    }
  }

  final void untilCalled(String name) {
    until(() -> calls.contains(name));
  }

  final void untilReceived(String text) {
    until(() -> data.length() >= text.length());
  }

  @Override
  public void connectionMade(Transport made) {
    transport = made;
    called("made");
  }

  @Override
  public void dataReceived(byte[] bytes) {
    data.append(new String(bytes, StandardCharsets.ISO_8859_1));
    called("data");
  }

  @Override
  public boolean eofReceived() {
    called("eof");
    return false;
  }

  @Override
  public void pauseWriting() {
    called("pause");
  }

  @Override
  public void resumeWriting() {
    called("resume");
  }

  @Override
  public void connectionLost(@Nullable Throwable exception) {
    lostBy = exception;
    called("lost");
  }
}
