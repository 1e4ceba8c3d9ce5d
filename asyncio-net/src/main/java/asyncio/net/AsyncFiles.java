package asyncio.net;

import asyncio.Asyncio;
import asyncio.Body;
import asyncio.Coroutine;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.CopyOption;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Files and directories, without holding up the loop; what {@link Files} does, awaited. Not in
 * asyncio; Python has the package aiofiles for it.
 *
 * <p>The work is done on threads of its own, 64 operations of the whole program at a time; further
 * ones wait in the order in which they came. Text is UTF-8 where no charset is given, and what does
 * not fit the charset is an error.
 *
 * <p>Errors of the system are the JDK's: {@link java.nio.file.NoSuchFileException}, {@link
 * java.nio.file.AccessDeniedException} and other {@link java.nio.file.FileSystemException}s, which
 * name the path.
 *
 * <p>Who is cancelled while an operation waits for its thread has done nothing. What has begun runs
 * to its end: if it only looks, it is left alone; if it changes something, the cancellation waits
 * for it, and comes then. So nothing is written any more when a cancelled task goes on.
 */
public final class AsyncFiles {

  private static final Executor THREADS = FileThreads.SHARED;

  private AsyncFiles() {}

  // ----- open files

  /**
   * Opens a file, for UTF-8 text and for bytes. Cancelling that closes what was opened.
   *
   * @param path the file
   * @param options as of {@link FileChannel#open(Path, OpenOption...)}, which reads where nothing
   *     else is said: {@code WRITE, CREATE, TRUNCATE_EXISTING} is mode {@code w} of Python, {@code
   *     WRITE, CREATE_NEW} is {@code x}, {@code APPEND, CREATE} is {@code a}, {@code READ, WRITE}
   *     is {@code r+}
   * @return a coroutine that gives the file, to be closed
   */
  public static Coroutine<AsyncFile> open(Path path, OpenOption... options) {
    return open(path, StandardCharsets.UTF_8, options);
  }

  /**
   * As {@link #open(Path, OpenOption...)}, for text in another charset.
   *
   * @param path the file
   * @param charset the charset
   * @param options how to open it
   * @return a coroutine that gives the file, to be closed
   * @throws IllegalArgumentException if a line of that charset does not end with the one byte 10,
   *     as in UTF-16
   */
  public static Coroutine<AsyncFile> open(Path path, Charset charset, OpenOption... options) {
    return AsyncFile.open(THREADS, path, charset, () -> FileChannel.open(path, options));
  }

  // ----- whole files

  /**
   * Reads a file as UTF-8 text.
   *
   * @param path the file
   * @return a coroutine that gives the text
   */
  public static Coroutine<String> readString(Path path) {
    return readString(path, StandardCharsets.UTF_8);
  }

  /**
   * Reads a file as text.
   *
   * @param path the file
   * @param charset any charset
   * @return a coroutine that gives the text
   */
  public static Coroutine<String> readString(Path path, Charset charset) {
    return look(path, () -> Files.readString(path, charset));
  }

  /**
   * Reads a file.
   *
   * @param path the file
   * @return a coroutine that gives the bytes
   */
  public static Coroutine<byte[]> readBytes(Path path) {
    return look(path, () -> Files.readAllBytes(path));
  }

  /**
   * Makes a file of UTF-8 text, or overwrites it.
   *
   * @param path the file
   * @param text its new content
   * @return a coroutine that does it
   */
  public static Coroutine<@Nullable Void> writeString(Path path, String text) {
    return writeString(path, text, StandardCharsets.UTF_8);
  }

  /**
   * Makes a file of text, or overwrites it.
   *
   * @param path the file
   * @param text its new content
   * @param charset any charset
   * @return a coroutine that does it
   */
  public static Coroutine<@Nullable Void> writeString(Path path, String text, Charset charset) {
    return change(path, () -> Files.writeString(path, text, charset));
  }

  /**
   * Makes a file, or overwrites it.
   *
   * @param path the file
   * @param bytes its new content, which must not change meanwhile
   * @return a coroutine that does it
   */
  public static Coroutine<@Nullable Void> writeBytes(Path path, byte[] bytes) {
    return change(path, () -> Files.write(path, bytes));
  }

  /**
   * Adds UTF-8 text to the end of a file, which is made if it is not there.
   *
   * @param path the file
   * @param text what to add
   * @return a coroutine that does it
   */
  public static Coroutine<@Nullable Void> append(Path path, String text) {
    return change(
        path,
        () -> Files.writeString(path, text, StandardOpenOption.APPEND, StandardOpenOption.CREATE));
  }

  /**
   * Adds bytes to the end of a file, which is made if it is not there.
   *
   * @param path the file
   * @param bytes what to add, which must not change meanwhile
   * @return a coroutine that does it
   */
  public static Coroutine<@Nullable Void> append(Path path, byte[] bytes) {
    return change(
        path, () -> Files.write(path, bytes, StandardOpenOption.APPEND, StandardOpenOption.CREATE));
  }

  /**
   * Puts new UTF-8 text in the place of a file, in one step: who reads the file finds the old text
   * or the new, whole, and so it is after a crash. If it fails or is cancelled before that step,
   * the file is as it was. Where the system has them, the file keeps its permissions; a link still
   * points at the file.
   *
   * <p>The text goes to a hidden file in the same directory first, which is gone when this ends.
   *
   * @param path the file, which need not be there
   * @param text its new content
   * @return a coroutine that does it
   */
  public static Coroutine<@Nullable Void> replaceString(Path path, String text) {
    return replaceString(path, text, StandardCharsets.UTF_8);
  }

  /**
   * As {@link #replaceString(Path, String)}, in another charset.
   *
   * @param path the file, which need not be there
   * @param text its new content
   * @param charset any charset
   * @return a coroutine that does it
   */
  public static Coroutine<@Nullable Void> replaceString(Path path, String text, Charset charset) {
    return FileReplacement.of(THREADS, path, () -> FileText.encode(text, charset));
  }

  /**
   * As {@link #replaceString(Path, String)}, with bytes.
   *
   * @param path the file, which need not be there
   * @param bytes its new content, which must not change meanwhile
   * @return a coroutine that does it
   */
  public static Coroutine<@Nullable Void> replaceBytes(Path path, byte[] bytes) {
    return FileReplacement.of(THREADS, path, () -> ByteBuffer.wrap(bytes));
  }

  // ----- directories

  /**
   * The entries of a directory, in no order.
   *
   * @param directory the directory
   * @return what to iterate over in a coroutine
   */
  @SuppressWarnings("StreamResourceLeak") // the listing closes it
  public static FileListing list(Path directory) {
    return new FileListing(THREADS, directory, () -> Files.list(directory));
  }

  /**
   * A directory and all that is in it, at any depth; a directory comes before what is in it.
   *
   * @param directory where to begin
   * @param options whether to follow links
   * @return what to iterate over in a coroutine
   */
  public static FileListing walk(Path directory, FileVisitOption... options) {
    return walk(directory, Integer.MAX_VALUE, options);
  }

  /**
   * As {@link #walk(Path, FileVisitOption...)}, down to some depth.
   *
   * @param directory where to begin
   * @param depth how many levels below it; 0 means none
   * @param options whether to follow links
   * @return what to iterate over in a coroutine
   */
  @SuppressWarnings("StreamResourceLeak") // the listing closes it
  public static FileListing walk(Path directory, int depth, FileVisitOption... options) {
    return new FileListing(THREADS, directory, () -> Files.walk(directory, depth, options));
  }

  /**
   * Makes a directory, and those that it is in; it may be there already.
   *
   * @param directory the directory
   * @return a coroutine that does it
   */
  public static Coroutine<@Nullable Void> createDirectories(Path directory) {
    return change(directory, () -> Files.createDirectories(directory));
  }

  // ----- files as such

  /**
   * What the system knows of a file; mirrors {@code os.stat}.
   *
   * @param path the file or directory
   * @param options whether to follow links
   * @return a coroutine that gives its size, kind and times
   */
  public static Coroutine<BasicFileAttributes> stat(Path path, LinkOption... options) {
    return look(path, () -> Files.readAttributes(path, BasicFileAttributes.class, options));
  }

  /**
   * Whether a file is there.
   *
   * @param path the file or directory
   * @param options whether to follow links
   * @return a coroutine that tells; false as well where nobody may look
   */
  public static Coroutine<Boolean> exists(Path path, LinkOption... options) {
    return look(path, () -> Files.exists(path, options));
  }

  /**
   * Copies a file, or makes an empty directory like it.
   *
   * @param source the file
   * @param target the copy, which must not be there but with {@link
   *     java.nio.file.StandardCopyOption#REPLACE_EXISTING}
   * @param options as of {@link Files#copy(Path, Path, CopyOption...)}
   * @return a coroutine that does it
   */
  public static Coroutine<@Nullable Void> copy(Path source, Path target, CopyOption... options) {
    return change(source, () -> Files.copy(source, target, options));
  }

  /**
   * Moves or renames a file or directory.
   *
   * @param source the file
   * @param target where it is to be, where nothing must be but with {@link
   *     java.nio.file.StandardCopyOption#REPLACE_EXISTING}
   * @param options as of {@link Files#move(Path, Path, CopyOption...)}
   * @return a coroutine that does it
   */
  public static Coroutine<@Nullable Void> move(Path source, Path target, CopyOption... options) {
    return change(source, () -> Files.move(source, target, options));
  }

  /**
   * Deletes a file or an empty directory.
   *
   * @param path the file, which must be there
   * @return a coroutine that does it
   */
  public static Coroutine<@Nullable Void> delete(Path path) {
    return change(
        path,
        () -> {
          Files.delete(path);
          return path;
        });
  }

  /**
   * Deletes a file or an empty directory, if it is there.
   *
   * @param path the file
   * @return a coroutine that tells whether it was
   */
  public static Coroutine<Boolean> deleteIfExists(Path path) {
    return whole(path, () -> Files.deleteIfExists(path));
  }

  /**
   * Makes an empty file that nobody else may read, in the system's directory for such.
   *
   * @return a coroutine that gives the file, which closing it deletes
   */
  public static Coroutine<TempPath> tempFile() {
    return TempPath.make(THREADS, () -> Files.createTempFile(null, null));
  }

  /**
   * Makes an empty directory that nobody else may read, in the system's directory for such.
   *
   * @return a coroutine that gives the directory, which closing it deletes, with all that is in it
   */
  public static Coroutine<TempPath> tempDirectory() {
    return TempPath.make(THREADS, () -> Files.createTempDirectory(null));
  }

  // ----- kinds of operations

  private static <T> Coroutine<T> look(Path path, Body<T> operation) {
    return Asyncio.async(
        () -> new FileCall<T>(THREADS, FileErrors.naming(path, operation)).await());
  }

  private static <T extends @Nullable Object> Coroutine<T> whole(Path path, Body<T> operation) {
    return Asyncio.async(
        () -> new FileCall<T>(THREADS, FileErrors.naming(path, operation)).awaitEnd(() -> {}));
  }

  private static Coroutine<@Nullable Void> change(Path path, Body<Path> operation) {
    return whole(
        path,
        () -> {
          var _ = operation.call();
          return null;
        });
  }
}
