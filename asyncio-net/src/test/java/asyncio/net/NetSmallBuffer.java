package asyncio.net;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A protocol that takes three bytes at a time, and does something after the first ones. */
final class NetSmallBuffer extends NetRecorder implements BufferedProtocol {

  private final ByteBuffer buffer = ByteBuffer.allocate(3);
  Runnable afterFirst = () -> {};

  @Override
  public ByteBuffer getBuffer(int sizeHint) {
    return buffer.clear();
  }

  @Override
  public void bufferUpdated(int count) {
    boolean first = data.isEmpty();
    super.dataReceived(Arrays.copyOf(buffer.array(), count));
    if (first) {
      afterFirst.run();
    }
  }

  @Override
  public void dataReceived(byte[] data) {
    throw new AssertionError("it has a buffer");
  }
}
