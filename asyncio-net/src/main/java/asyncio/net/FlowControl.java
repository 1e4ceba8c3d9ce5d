package asyncio.net;

import asyncio.ExceptionContext;

/** Tells a protocol when to stop writing, and when to go on. */
final class FlowControl {

  private final BaseTransport transport;
  private BufferLimits limits = BufferLimits.DEFAULT;
  private boolean paused;

  FlowControl(BaseTransport transport) {
    this.transport = transport;
  }

  BufferLimits limits() {
    return limits;
  }

  void setLimits(BufferLimits limits) {
    this.limits = limits;
  }

  /** Whether the protocol waits to be told to go on. */
  boolean isPaused() {
    return paused;
  }

  /** Tells the protocol, if so many bytes in the buffer change anything. */
  void check(int size, BaseProtocol protocol) {
    try {
      if (!paused && size > limits.high()) {
        paused = true;
        protocol.pauseWriting();
      } else if (paused && size <= limits.low()) {
        paused = false;
        protocol.resumeWriting();
      }
    } catch (RuntimeException e) {
      transport
          .loop()
          .callExceptionHandler(
              ExceptionContext.of(
                      "the protocol's " + (paused ? "pause" : "resume") + "Writing() failed", e)
                  .with("transport", transport)
                  .with("protocol", protocol));
    }
  }
}
