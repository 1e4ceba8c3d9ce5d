package asyncio.tools;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Compiled programs, kept in a folder from one run to the next.
 *
 * <p>A program is found again only while all that its compilation has looked at is unchanged. What
 * goes wrong with the folder or a file in it goes unsaid: then every run compiles.
 *
 * @param folder where the programs are; made when the first one is kept
 * @param classPath what they are compiled with
 */
record ProgramCache(Path folder, String classPath) {
  /** As many programs stay, the latest ones. Most take less than 20 KB. */
  static final int LIMIT = 200;

  /** To be changed with the form of the files, and with what javac is told. */
  private static final String FORM = "1";

  /** In the folder that the XDG base directory specification names. */
  static ProgramCache ofUser(String classPath) {
    String caches = System.getenv("XDG_CACHE_HOME");
    if (caches == null || !caches.startsWith("/")) {
      String home = System.getenv("HOME");
      // Without a home there is no place for a cache, and below this none can be made.
      caches = home != null && home.startsWith("/") ? home + "/.cache" : "/dev/null";
    }
    return new ProgramCache(Path.of(caches, "asyncio4j"), classPath);
  }

  /** The program of a source file, if it was kept and compiling it again would give the same. */
  @Nullable Program find(Path source) {
    try {
      String key = key(source);
      byte[] bytes = Files.readAllBytes(file(source, key));
      if (bytes.length < Long.BYTES || ByteBuffer.wrap(bytes).getLong() != checksum(bytes)) {
        return null;
      }
      var in = new DataInputStream(new ByteArrayInputStream(bytes));
      in.skipNBytes(Long.BYTES);
      return in.readUTF().equals(key) && Inputs.read(in).unchanged() ? Program.read(in) : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** Keeps a program. Others may do so at the same time: none ever sees half a file. */
  void keep(Path source, Inputs inputs, Program program) {
    try {
      String key = key(source);
      var buffer = new ByteArrayOutputStream();
      var out = new DataOutputStream(buffer);
      out.writeLong(0);
      out.writeUTF(key);
      inputs.write(out);
      program.write(out);
      byte[] bytes = buffer.toByteArray();
      ByteBuffer.wrap(bytes).putLong(checksum(bytes));

      Files.createDirectories(folder);
      Path written = Files.createTempFile(folder, null, null);
      Files.write(written, bytes);
      Files.move(written, file(source, key), StandardCopyOption.ATOMIC_MOVE);
      dropOldest();
    } catch (IOException e) {
      // Then the next run compiles again.
    }
  }

  private Path file(Path source, String key) {
    return folder.resolve(source.getFileName() + "-" + Integer.toHexString(key.hashCode()));
  }

  /** What must be the same besides the inputs. A file holds all of it, its name only a hash. */
  private String key(Path source) {
    var key = new StringBuilder(FORM);
    key.append('\n').append(System.getProperty("java.runtime.version"));
    key.append('\n').append(source.toAbsolutePath());
    for (String element : classPath.split(File.pathSeparator, -1)) {
      key.append('\n').append(Path.of(element).toAbsolutePath());
    }
    return key.toString();
  }

  private static long checksum(byte[] bytes) {
    var sum = new CRC32();
    sum.update(bytes, Long.BYTES, bytes.length - Long.BYTES);
    return sum.getValue();
  }

  /** By the time of writing, so that what a run that was killed left behind goes too. */
  private void dropOldest() {
    File[] files = folder.toFile().listFiles();
    if (files != null && files.length > LIMIT) {
      Arrays.sort(files, Comparator.comparingLong(File::lastModified));
      for (int i = 0; i < files.length - LIMIT; i++) {
        files[i].delete();
      }
    }
  }
}
