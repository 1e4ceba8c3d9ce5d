package asyncio.tools;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * A compiled program.
 *
 * @param mainClass the binary name of the class to start
 * @param classes its class files, by the binary names of their classes
 */
record Program(String mainClass, Map<String, byte[]> classes) {

  /** Loads the program, not yet initialised, and makes its loader the one of this thread. */
  Class<?> load() throws ClassNotFoundException {
    var loader = new Loader(classes);
    Thread.currentThread().setContextClassLoader(loader);
    return loader.loadClass(mainClass);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeUTF(mainClass);
    out.writeInt(classes.size());
    for (Map.Entry<String, byte[]> one : classes.entrySet()) {
      out.writeUTF(one.getKey());
      out.writeInt(one.getValue().length);
      out.write(one.getValue());
    }
  }

  static Program read(DataInputStream in) throws IOException {
    String mainClass = in.readUTF();
    var classes = new HashMap<String, byte[]>();
    for (int n = in.readInt(); n > 0; n--) {
      classes.put(in.readUTF(), in.readNBytes(in.readInt()));
    }
    return new Program(mainClass, classes);
  }

  /** Finds the program's own classes first: javac has preferred them to those of the class path. */
  private static final class Loader extends ClassLoader {
    static {
      registerAsParallelCapable();
    }

    private final Map<String, byte[]> classes;

    Loader(Map<String, byte[]> classes) {
      super(ClassLoader.getSystemClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      byte[] bytes = classes.get(name);
      if (bytes == null) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : defineClass(name, bytes, 0, bytes.length);
      }
    }
  }
}
