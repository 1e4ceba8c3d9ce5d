package asyncio;

import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The driver of new loops: one that another module brings along, or else one that parks. */
final class FoundDriver {

  private static final ServiceLoader.@Nullable Provider<IoDriver> FOUND =
      ServiceLoader.load(IoDriver.class, IoDriver.class.getClassLoader()).stream()
          .findFirst()
          .orElse(null);

  private FoundDriver() {}

  static IoDriver create() {
    return FOUND == null ? IoDriver.parking() : FOUND.get();
  }
}
