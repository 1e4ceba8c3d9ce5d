package asyncio.tools;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

/** Where javac finds the classes and sources of a program: notes the folders that it looks into. */
final class WatchedFiles extends ForwardingJavaFileManager<StandardJavaFileManager> {
  private final Inputs inputs;

  WatchedFiles(StandardJavaFileManager files, Inputs inputs) {
    super(files);
    this.inputs = inputs;
  }

  @Override
  public Iterable<JavaFileObject> list(
      Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse)
      throws IOException {
    if (location == StandardLocation.SOURCE_PATH || location == StandardLocation.CLASS_PATH) {
      for (Path root : fileManager.getLocationAsPaths(location)) {
        // Jars are noted as a whole.
        if (!root.toFile().isFile()) {
          inputs.add(root.resolve(packageName.replace('.', '/')));
        }
      }
    }
    return super.list(location, packageName, kinds, recurse);
  }
}
