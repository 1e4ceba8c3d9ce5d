package asyncio.tools;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The files and folders that a compilation has looked at, and how each was then. While all are as
 * they were, compiling again gives the same.
 */
final class Inputs {
  private final Map<Path, byte[]> states = new LinkedHashMap<>();

  private boolean allRead = true;

  /**
   * Notes a file or folder as it is now; called before the compiler looks at it, so that a change
   * while it compiles is seen later. What is noted already stays as it is.
   */
  void add(Path path) {
    Path absolute = path.toAbsolutePath();
    if (states.containsKey(absolute)) {
      return;
    }
    try {
      states.put(absolute, state(absolute));
    } catch (IOException e) {
      allRead = false;
    }
  }

  /** Whether everything noted could be read, and still is as it was. */
  boolean unchanged() {
    try {
      for (Map.Entry<Path, byte[]> noted : states.entrySet()) {
        if (!Arrays.equals(noted.getValue(), state(noted.getKey()))) {
          return false;
        }
      }
      return allRead;
    } catch (IOException e) {
      return false;
    }
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(states.size());
    for (Map.Entry<Path, byte[]> noted : states.entrySet()) {
      out.writeUTF(noted.getKey().toString());
      out.writeInt(noted.getValue().length);
      out.write(noted.getValue());
    }
  }

  static Inputs read(DataInputStream in) throws IOException {
    var inputs = new Inputs();
    for (int n = in.readInt(); n > 0; n--) {
      inputs.states.put(Path.of(in.readUTF()), in.readNBytes(in.readInt()));
    }
    return inputs;
  }

  /**
   * Of a source file, its text; of any other file, its size and time, zero where there is none; of
   * a folder, what it has for javac: the names of sources, and class files with size and time.
   */
  private static byte[] state(Path path) throws IOException {
    File file = path.toFile();
    String[] names = file.list();
    if (names == null && file.getName().endsWith(".java")) {
      return Files.readAllBytes(path);
    }
    var text = new StringBuilder();
    if (names == null) {
      stamp(file, text);
    } else {
      Arrays.sort(names);
      for (String name : names) {
        if (name.endsWith(".java")) {
          text.append(name).append('\n');
        } else if (name.endsWith(".class")) {
          stamp(new File(file, name), text.append(name));
        }
      }
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void stamp(File file, StringBuilder text) {
    text.append(' ').append(file.length()).append(' ').append(file.lastModified()).append('\n');
  }
}
