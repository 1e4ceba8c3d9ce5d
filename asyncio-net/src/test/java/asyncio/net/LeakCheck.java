package asyncio.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a class of tests when a buffer of Netty's was found that nobody has released; JUnit finds
 * it as a service. The garbage collector decides when that is seen: the class that fails may be a
 * later one than the one that leaks, and the message says where the buffer was used.
 */
public final class LeakCheck implements AfterAllCallback {

  private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

  static { // before the first buffer is made
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new Detectors());
  }

  private static final class Detectors extends ResourceLeakDetectorFactory {

    @Override
    @Deprecated
    public <T> ResourceLeakDetector<T> newResourceLeakDetector(
        Class<T> resource, int samplingInterval, long maxActive) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> ResourceLeakDetector<T> newResourceLeakDetector(
        Class<T> resource, int samplingInterval) {
      ResourceLeakDetector<T> detector = new ResourceLeakDetector<>(resource, samplingInterval);
      detector.setLeakListener((type, records) -> LEAKS.add(type + records));
      return detector;
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    System.gc();
    ByteBufAllocator.DEFAULT.buffer(1).release(); // has what was found reported
    String leak = LEAKS.poll();
    if (leak != null) {
      throw new AssertionError("a buffer was not released: " + leak);
    }
  }
}
