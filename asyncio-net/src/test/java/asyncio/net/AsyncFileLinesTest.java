package asyncio.net;

import static asyncio.Asyncio.*;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Iterating over the lines of a file. */
@Timeout(60)
final class AsyncFileLinesTest {

  @TempDir Path directory;
  private Path path;

  @BeforeEach
  void choosePath() {
    path = directory.resolve("file");
  }

  @Test
  void linesComeWithoutTheirEnds() throws IOException {
    Files.writeString(path, "one\ntwo\r\n\n\r\nlone \r stays\nlast\n");

    assertThat(lines()).containsExactly("one", "two", "", "", "lone \r stays", "last");
  }

  @Test
  void aLastLineWithoutAnEndIsALineToo() throws IOException {
    Files.writeString(path, "one\ntwo");

    assertThat(lines()).containsExactly("one", "two");
  }

  @Test
  void aReturnAtTheEndOfTheFileBelongsToTheLine() throws IOException {
    Files.writeString(path, "one\r");

    assertThat(lines()).containsExactly("one\r");
  }

  @Test
  void anEmptyFileHasNoLines() throws IOException {
    Files.writeString(path, "");

    assertThat(lines()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {65_535, 65_536, 65_537, 131_072, 3_000_000})
  void longLinesAreWhole(int length) throws IOException {
    List<String> content = List.of("short", "x".repeat(length), "y", "z".repeat(length));
    Files.writeString(path, String.join("\n", content));

    assertThat(lines().equals(content)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void charactersOfSeveralBytesMayLieAcrossTheEndsOfChunks(int shift) throws IOException {
    String clef = "\uD834\uDD1E"; // four bytes
    List<String> content = new ArrayList<>(List.of("a".repeat(shift) + clef.repeat(40_000)));
    IntStream.range(0, 20_000).forEach(i -> content.add("ü€" + clef + i));
    Files.writeString(path, String.join("\r\n", content));

    assertThat(lines().equals(content)).isTrue();
  }

  @Test
  void theyAgreeWithTheJdkOnAnyLineLengths() throws IOException {
    List<String> content =
        IntStream.range(0, 3000).mapToObj(i -> "é".repeat(i * 7 % 211) + i).toList();
    Files.write(path, content);

    assertThat(lines()).isEqualTo(Files.readAllLines(path));
  }

  @Test
  void theFileIsReadInChunksAndNotLineByLine() throws IOException {
    int size = 100 * 10_000;
    Files.writeString(path, ("x".repeat(99) + "\n").repeat(10_000));
    AtomicInteger hops = new AtomicInteger();
    run(
        async(() -> {
          try (AsyncFile file =
              await(
                  AsyncFile.open(
                      operation -> {
                        hops.incrementAndGet();
                        FileThreads.SHARED.execute(operation);
                      },
                      path,
                      ISO_8859_1,
                      () -> FileChannel.open(path)))) {
            int count = 0;
            for (String line : file.lines()) {
              assertThat(line).hasSize(99);
              count++;
            }
            assertThat(count).isEqualTo(10_000);
          }
        }));
    int chunks = size / FileBuffer.CHUNK + 1;
    assertThat(hops.get()).isBetween(chunks, chunks + 4);
  }

  @Test
  void afterALoopWasLeftTheNextOneGoesOn() throws IOException {
    Files.writeString(path, "one\ntwo\nthree\n");
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path))) {
            for (String line : file.lines()) {
              assertThat(line).isEqualTo("one");
              assertThat(await(file.tell())).isEqualTo(4);
              break;
            }
            assertThat(file.lines()).containsExactly("two", "three");
          }
        }));
  }

  @Test
  void anIteratorSaysThatThereAreNoMore() throws IOException {
    Files.writeString(path, "one\n");
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path))) {
            Iterator<String> lines = file.lines().iterator();
            assertThat(lines.next()).isEqualTo("one");
            assertThat(lines.hasNext()).isFalse();
            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(lines::next);
          }
        }));
  }

  @Test
  void whatDoesNotFitTheCharsetEndsTheLoopAndTheNextOneGoesOnBehindIt() throws IOException {
    Files.write(path, "good\nschön\nbetter\n".getBytes(ISO_8859_1));
    run(
        async(() -> {
          List<String> seen = new ArrayList<>();
          try (AsyncFile file = await(AsyncFiles.open(path))) {
            assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(() -> {
                  for (String line : file.lines()) {
                    seen.add(line);
                  }
                })
                .withMessageContaining(path.toString());
            file.lines().forEach(seen::add);
          }
          assertThat(seen).containsExactly("good", "better");
        }));
  }

  @Test
  void severalTasksShareTheLines() throws IOException {
    List<String> content = IntStream.range(0, 50_000).mapToObj(i -> "line " + i).toList();
    Files.write(path, content);
    List<String> seen = new ArrayList<>();
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path))) {
            taskGroup(tg -> {
              for (int i = 0; i < 3; i++) {
                tg.createTask(() -> {
                  for (String line : file.lines()) {
                    seen.add(line);
                    await(sleep(0));
                  }
                });
              }
            });
          }
        }));
    assertThat(seen).isEqualTo(content);
  }

  private List<String> lines() {
    return run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path))) {
            List<String> lines = new ArrayList<>();
            file.lines().forEach(lines::add);
            return lines;
          }
        }));
  }
}
