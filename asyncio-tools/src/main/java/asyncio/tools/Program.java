package asyncio.tools;

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
