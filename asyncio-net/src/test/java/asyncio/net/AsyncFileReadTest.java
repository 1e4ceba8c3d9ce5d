package asyncio.net;

import static asyncio.Asyncio.*;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading bytes and text of an open file. */
@Timeout(60)
final class AsyncFileReadTest {

  @TempDir Path directory;
  private Path path;

  @BeforeEach
  void choosePath() {
    path = directory.resolve("file");
  }

  @Test
  void readGivesTheNumberAskedForAndFewerAtTheEnd() throws IOException {
    Files.writeString(path, "abcdefg");
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path))) {
            assertThat(text(await(file.read(3)))).isEqualTo("abc");
            assertThat(await(file.read(0))).isEmpty();
            assertThat(text(await(file.read(3)))).isEqualTo("def");
            assertThat(text(await(file.read(3)))).isEqualTo("g");
            assertThat(await(file.read(3))).isEmpty();
          }
        }));
  }

  @Test
  void readWithoutANumberGivesTheRest() throws IOException {
    Files.writeString(path, "abcdefg");
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path))) {
            assertThat(text(await(file.read(2)))).isEqualTo("ab");
            assertThat(text(await(file.read()))).isEqualTo("cdefg");
            assertThat(await(file.read())).isEmpty();
          }
        }));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1000, 65_535, 65_536, 65_537, 200_000, 3_000_000})
  void piecesOfAnySizeAreTheWholeFile(int size) throws IOException {
    byte[] content = randomBytes(1_000_003);
    Files.write(path, content);
    byte[] read = new byte[content.length];
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path))) {
            int count = 0;
            for (byte[] piece = await(file.read(size));
                piece.length > 0;
                piece = await(file.read(size))) {
              System.arraycopy(piece, 0, read, count, piece.length);
              count += piece.length;
              assertThat(piece).hasSizeLessThanOrEqualTo(size);
            }
            assertThat(count).isEqualTo(content.length);
          }
        }));
    assertThat(read).isEqualTo(content);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_536, 65_537, 5_000_000})
  void aFileOfAnySizeIsReadToItsEnd(int size) throws IOException {
    byte[] content = randomBytes(size);
    Files.write(path, content);
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path))) {
            assertThat(await(file.read())).isEqualTo(content);
          }
        }));
  }

  @Test
  void theEndOfALargeFileNeedsNoRoomForAllOfIt() {
    run(
        async(() -> {
          try (AsyncFile file =
              await(
                  AsyncFiles.open(
                      path,
                      StandardOpenOption.CREATE,
                      StandardOpenOption.READ,
                      StandardOpenOption.WRITE,
                      StandardOpenOption.SPARSE))) {
            long far = 1L << 40;
            await(file.writeAt(far, new byte[] {1, 2, 3}));
            await(file.seek(far));
            assertThat(await(file.read())).containsExactly(1, 2, 3);
          }
        }));
  }

  @Test
  void whatIsAddedToTheFileIsReadAfterItsEndWasSeen() throws IOException {
    Files.writeString(path, "abc");
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path))) {
            assertThat(text(await(file.read()))).isEqualTo("abc");
            await(AsyncFiles.append(path, "def\n"));
            assertThat(text(await(file.readline()))).isEqualTo("def\n");
          }
        }));
  }

  @Test
  void readlineGivesTheLineWithItsEnd() throws IOException {
    Files.writeString(path, "one\ntwo\r\n\nlast");
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path))) {
            assertThat(text(await(file.readline()))).isEqualTo("one\n");
            assertThat(text(await(file.readline()))).isEqualTo("two\r\n");
            assertThat(text(await(file.readline()))).isEqualTo("\n");
            assertThat(text(await(file.readline()))).isEqualTo("last");
            assertThat(await(file.readline())).isEmpty();
          }
        }));
  }

  @Test
  void textIsDecodedByTheCharset() throws IOException {
    Files.write(path, "Grüße\nÖl".getBytes(ISO_8859_1));
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path, ISO_8859_1))) {
            assertThat(file.lines().iterator().next()).isEqualTo("Grüße");
            assertThat(await(file.readString())).isEqualTo("Öl");
            assertThat(await(file.readString())).isEmpty();
          }
        }));
  }

  @Test
  void textThatDoesNotFitTheCharsetIsAnErrorThatNamesTheFile() throws IOException {
    Files.write(path, "Grüße".getBytes(ISO_8859_1));
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path))) {
            assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(() -> await(file.readString(), IOException.class))
                .withMessageContaining(path.toString())
                .withMessageContaining("charset");
          }
        }));
  }

  @Test
  void aReplacementCharacterInTheFileIsNoError() throws IOException {
    Files.writeString(path, "a\uFFFDb");
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path))) {
            assertThat(await(file.readString())).isEqualTo("a\uFFFDb");
          }
        }));
  }

  @Test
  void aCharsetWithOtherLineEndsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AsyncFiles.open(path, UTF_16))
        .withMessageContaining("UTF-16");
  }

  @Test
  void aNegativeNumberIsRefused() throws IOException {
    Files.writeString(path, "abc");
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path))) {
            assertThatIllegalArgumentException().isThrownBy(() -> file.read(-1));
            assertThatIllegalArgumentException().isThrownBy(() -> file.readAt(-1, 1));
            assertThatIllegalArgumentException().isThrownBy(() -> file.readAt(1, -1));
            assertThatIllegalArgumentException().isThrownBy(() -> file.seek(-1));
            assertThatIllegalArgumentException().isThrownBy(() -> file.truncate(-1));
          }
        }));
  }

  @Test
  void readingADirectoryIsAnErrorThatNamesIt() {
    run(
        async(() -> {
          assertThatExceptionOfType(FileSystemException.class)
              .isThrownBy(() -> {
                try (AsyncFile file = await(AsyncFiles.open(directory))) {
                  await(file.read());
                }
              })
              .withMessageContaining(directory.toString());
        }));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  private static byte[] randomBytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
