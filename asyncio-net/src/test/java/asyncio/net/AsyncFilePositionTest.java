package asyncio.net;

import static asyncio.Asyncio.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The position of a file, where reading, writing and seeking are mixed. */
@Timeout(60)
final class AsyncFilePositionTest {

  @TempDir Path directory;
  private Path path;

  @BeforeEach
  void makeFile() throws IOException {
    path = directory.resolve("file");
    Files.writeString(path, "one\ntwo\nthree\n");
  }

  @Test
  void readingAheadDoesNotMoveThePosition() {
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path))) {
            assertThat(await(file.tell())).isZero();
            await(file.readline());
            assertThat(await(file.tell())).isEqualTo(4);
            await(file.read(2));
            assertThat(await(file.tell())).isEqualTo(6);
            await(file.read());
            assertThat(await(file.tell())).isEqualTo(14);
          }
        }));
  }

  @Test
  void writingGoesOnWhereReadingStopped() {
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path, READ, WRITE))) {
            await(file.readline());
            await(file.write("TWO"));
            assertThat(await(file.readString())).isEqualTo("\nthree\n");
          }
        }));
    assertThat(path).hasContent("one\nTWO\nthree\n");
  }

  @Test
  void readingGoesOnWhereWritingStopped() {
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path, READ, WRITE))) {
            await(file.write("ONE"));
            assertThat(await(file.readline())).isEqualTo("\n".getBytes(UTF_8));
            assertThat(await(file.tell())).isEqualTo(4);
          }
        }));
  }

  @Test
  void seekingForgetsWhatWasReadAhead() {
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path))) {
            await(file.read(1));
            await(file.seek(8));
            assertThat(file.lines().iterator().next()).isEqualTo("three");
            await(file.seek(0));
            assertThat(file.lines().iterator().next()).isEqualTo("one");
          }
        }));
  }

  @Test
  void behindTheEndThereIsNothingToReadAndWritingFillsTheGap() {
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path, READ, WRITE))) {
            await(file.seek(16));
            assertThat(await(file.read(1))).isEmpty();
            await(file.write("x"));
            assertThat(await(file.size())).isEqualTo(17);
            assertThat(await(file.readAt(13, 4))).containsExactly('\n', 0, 0, 'x');
          }
        }));
  }

  @Test
  void truncatingCutsWhatWasReadAheadToo() {
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path, READ, WRITE))) {
            await(file.readline());
            await(file.truncate(6));
            assertThat(await(file.tell())).isEqualTo(4);
            assertThat(await(file.readString())).isEqualTo("tw");
          }
        }));
  }

  @Test
  void truncatingBeforeThePositionMovesIt() {
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path, READ, WRITE))) {
            await(file.read());
            await(file.truncate(4));
            assertThat(await(file.tell())).isEqualTo(4);
            await(file.truncate(100));
            assertThat(await(file.size())).isEqualTo(4);
          }
        }));
  }

  @Test
  void appendedBytesGoToTheEndWhateverOthersWrote() {
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path, APPEND))) {
            assertThat(await(file.tell())).isEqualTo(14);
            await(AsyncFiles.append(path, "four\n"));
            await(file.write("five\n"));
            assertThat(await(file.tell())).isEqualTo(24);
          }
        }));
    assertThat(path).hasContent("one\ntwo\nthree\nfour\nfive\n");
  }

  @Test
  void positionalOperationsLeaveThePosition() {
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path, READ, WRITE))) {
            await(file.read(1));
            assertThat(await(file.readAt(4, 3))).isEqualTo("two".getBytes(UTF_8));
            assertThat(await(file.readAt(12, 10))).isEqualTo("e\n".getBytes(UTF_8));
            assertThat(await(file.readAt(100, 10))).isEmpty();
            await(file.writeAt(4, "TWO".getBytes(UTF_8)));
            assertThat(await(file.tell())).isEqualTo(1);
          }
        }));
    assertThat(path).hasContent("one\nTWO\nthree\n");
  }

  @Test
  void whatWasWrittenAtAPositionIsReadEvenIfTheOldWasReadAhead() {
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path, READ, WRITE))) {
            await(file.readline());
            await(file.writeAt(4, "TWO".getBytes(UTF_8)));
            assertThat(file.lines()).containsExactly("TWO", "three");
          }
        }));
  }

  @Test
  void theBytesToWriteMayChangeAfterTheCall() {
    byte[] bytes = {'x'};
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path, WRITE))) {
            var write = file.write(bytes);
            var writeAt = file.writeAt(1, bytes);
            bytes[0] = 'y';
            await(write);
            await(writeAt);
          }
        }));
    assertThat(path).content().startsWith("xxe\n");
  }

  @Test
  void largeBlocksArePositionedToo() {
    byte[] block = new byte[2_500_000];
    new Random(1).nextBytes(block);
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path, READ, WRITE))) {
            await(file.writeAt(3, block));
            assertThat(await(file.readAt(3, block.length))).isEqualTo(block);
            await(file.write(block));
            assertThat(await(file.size())).isEqualTo(block.length + 3);
          }
        }));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anyMixtureDoesWhatARandomAccessFileDoes(long seed) throws IOException {
    Random random = new Random(seed);
    byte[] content = new byte[200_000];
    random.nextBytes(content);
    Path other = directory.resolve("other");
    Files.write(path, content);
    Files.write(other, content);
    run(
        async(() -> {
          try (AsyncFile file = await(AsyncFiles.open(path, READ, WRITE));
              RandomAccessFile model = new RandomAccessFile(other.toFile(), "rw")) {
            for (int i = 0; i < 300; i++) {
              int size = random.nextInt(random.nextBoolean() ? 100 : 100_000);
              switch (random.nextInt(6)) {
                case 0 -> {
                  await(file.seek(size));
                  model.seek(size);
                }
                case 1 -> {
                  byte[] bytes = new byte[size % 1000];
                  random.nextBytes(bytes);
                  await(file.write(bytes));
                  model.write(bytes);
                }
                case 2 -> {
                  byte[] bytes = new byte[10];
                  random.nextBytes(bytes);
                  await(file.writeAt(size, bytes));
                  long before = model.getFilePointer();
                  model.seek(size);
                  model.write(bytes);
                  model.seek(before);
                }
                default -> {
                  byte[] bytes = new byte[size];
                  int count = Math.max(0, model.read(bytes));
                  assertThat(await(file.read(size))).isEqualTo(Arrays.copyOf(bytes, count));
                }
              }
              assertThat(await(file.tell())).isEqualTo(model.getFilePointer());
            }
          }
        }));
    assertThat(path).hasSameBinaryContentAs(other);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFileThatIsSaidToBeEmptyIsReadAtAPositionToo() {
    run(() -> {
      Path status = Path.of("/proc/self/status");
      assertThat(Files.size(status)).isZero();
      try (AsyncFile file = await(AsyncFiles.open(status))) {
        assertThat(await(file.readAt(0, 5))).asString().isEqualTo("Name:");
        assertThat(await(file.readAt(0, 1_000_000))).asString().startsWith("Name:").endsWith("\n");
        assertThat(await(file.readAt(0, 0))).isEmpty();
      }
    });
  }

  @Test
  void moreThanThereIsAtAPositionIsWhatThereIs() throws IOException {
    byte[] much = new byte[3_000_000];
    new Random(1).nextBytes(much);
    Files.write(path, much);
    run(() -> {
      try (AsyncFile file = await(AsyncFiles.open(path))) {
        assertThat(await(file.readAt(0, 4_000_000))).isEqualTo(much);
        assertThat(await(file.readAt(2_999_999, 2))).hasSize(1);
        assertThat(await(file.readAt(3_000_001, 2))).isEmpty();
      }
    });
  }
}
