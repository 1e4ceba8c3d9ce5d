package asyncio.net;

import asyncio.Body;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Names the file in errors that do not: such as those of a channel, which knows no path. */
final class FileErrors {

  private FileErrors() {}

  /** The same body, whose errors name the path. */
  static <T extends @Nullable Object> Body<T> naming(Path path, Body<T> body) {
    return () -> {
      try {
        return body.call();
      } catch (UncheckedIOException e) {
        throw naming(path, Objects.requireNonNull(e.getCause()));
      } catch (IOException e) {
        throw naming(path, e);
      }
    };
  }

  static FileSystemException naming(Path path, IOException error) {
    if (error instanceof FileSystemException names) {
      return names;
    }
    String reason =
        error instanceof CharacterCodingException
            ? "the text does not fit the charset: " + error.getMessage()
            : error.getMessage();
    FileSystemException named = new FileSystemException(path.toString(), null, reason);
    named.initCause(error);
    return named;
  }

  /** For where the compiler does not expect it: {@code throw unchecked(exception)}. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the cast is not checked
  static <X extends Throwable> RuntimeException unchecked(Throwable exception) throws X {
    throw (X) exception;
  }
}
