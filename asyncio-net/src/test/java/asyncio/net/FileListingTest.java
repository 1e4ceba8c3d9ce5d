package asyncio.net;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import asyncio.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Going through a directory and a tree. */
@Timeout(60)
final class FileListingTest {

  @TempDir Path directory;

  private final AtomicBoolean closed = new AtomicBoolean();

  @Test
  void listGivesTheEntriesOfTheDirectoryAlone() throws IOException {
    Files.createDirectories(directory.resolve("a/b"));
    Files.writeString(directory.resolve("c"), "");
    run(
        async(() -> {
          assertThat(AsyncFiles.list(directory))
              .containsExactlyInAnyOrder(directory.resolve("a"), directory.resolve("c"));
        }));
  }

  @Test
  void walkGivesTheWholeTreeFromTheTop() throws IOException {
    Files.createDirectories(directory.resolve("a/b"));
    Files.writeString(directory.resolve("a/b/c"), "");
    run(
        async(() -> {
          assertThat(AsyncFiles.walk(directory))
              .containsExactly(
                  directory,
                  directory.resolve("a"),
                  directory.resolve("a/b"),
                  directory.resolve("a/b/c"));
          assertThat(AsyncFiles.walk(directory, 1))
              .containsExactly(directory, directory.resolve("a"));
        }));
  }

  @Test
  void linksAreFollowedIfToldTo() throws IOException {
    Files.createDirectories(directory.resolve("a/b"));
    Files.createSymbolicLink(directory.resolve("l"), directory.resolve("a"));
    run(
        async(() -> {
          assertThat(all(AsyncFiles.walk(directory))).doesNotContain(directory.resolve("l/b"));
          assertThat(all(AsyncFiles.walk(directory, FileVisitOption.FOLLOW_LINKS)))
              .contains(directory.resolve("l/b"));
        }));
  }

  @Test
  void manyEntriesComeInChunks() {
    List<Path> entries = IntStream.range(0, 5000).mapToObj(i -> Path.of("f" + i)).toList();
    AtomicInteger hops = new AtomicInteger();
    run(
        async(() -> {
          FileListing listing =
              new FileListing(
                  operation -> {
                    hops.incrementAndGet();
                    FileThreads.SHARED.execute(operation);
                  },
                  directory,
                  () -> stream(entries));
          assertThat(listing).containsExactlyElementsOf(entries);
        }));
    assertThat(closed).isTrue();
    assertThat(hops.get()).isBetween(2, 5000 / 200);
  }

  @Test
  void closingItFreesTheDirectoryAndEndsTheLoop() {
    List<Path> entries = IntStream.range(0, 5000).mapToObj(i -> Path.of("f" + i)).toList();
    run(
        async(() -> {
          FileListing listing = listing(stream(entries));
          Iterator<Path> iterator = listing.iterator();
          assertThat(iterator.next()).isEqualTo(entries.getFirst());
          assertThat(closed).isFalse();
          listing.close();
          assertThat(closed).isTrue();
          assertThat(iterator.hasNext()).isFalse();
          assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(iterator::next);
          listing.close();
        }));
  }

  @Test
  void oneThatWasNeverBegunNeedNotBeClosed() throws IOException {
    run(
        async(() -> {
          FileListing listing = listing(stream(List.of()));
          listing.close();
          assertThat(listing.iterator().hasNext()).isFalse();
        }));
    assertThat(closed).isFalse();
  }

  @Test
  void errorsNameTheDirectory() throws IOException {
    Path missing = directory.resolve("missing");
    Path file = Files.createFile(directory.resolve("file"));
    run(
        async(() -> {
          assertThatExceptionOfType(NoSuchFileException.class)
              .isThrownBy(() -> AsyncFiles.list(missing).iterator().hasNext())
              .withMessage(missing.toString());
          assertThatExceptionOfType(NoSuchFileException.class)
              .isThrownBy(() -> AsyncFiles.walk(missing).iterator().hasNext());
          assertThatExceptionOfType(NotDirectoryException.class)
              .isThrownBy(() -> AsyncFiles.list(file).iterator().hasNext())
              .withMessage(file.toString());
        }));
  }

  @Test
  void whatCannotBeReadIsAnErrorAfterTheEntriesBeforeIt() {
    AccessDeniedException denied = new AccessDeniedException("secret");
    Stream<Path> entries =
        stream(List.of(Path.of("a"), Path.of("b"), Path.of("secret"), Path.of("z")))
            .peek(path -> {
              if (path.endsWith("secret")) {
                throw new UncheckedIOException(denied);
              }
            });
    List<Path> seen = new ArrayList<>();
    run(
        async(() -> {
          FileListing listing = listing(entries);
          assertThatExceptionOfType(FileSystemException.class)
              .isThrownBy(() -> listing.forEach(seen::add))
              .isSameAs(denied);
          assertThat(listing.iterator().hasNext()).isFalse();
        }));
    assertThat(seen).containsExactly(Path.of("a"), Path.of("b"));
    assertThat(closed).isTrue();
  }

  @Test
  void aCancelledLoopLosesNoEntry() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    List<Path> seen = new ArrayList<>();
    run(
        async(() -> {
          FileListing listing =
              new FileListing(
                  FileThreads.SHARED,
                  directory,
                  () -> {
                    begun.countDown();
                    gate.await();
                    return stream(List.of(Path.of("a"), Path.of("b")));
                  });
          Task<Void> loop = createTask(() -> listing.forEach(seen::add));
          await(toThread(() -> begun.await()));
          assertThat(await(cancelAndWait(loop))).isTrue();
          gate.countDown();
          listing.forEach(seen::add);
        }));
    assertThat(seen).containsExactly(Path.of("a"), Path.of("b"));
    assertThat(closed).isTrue();
  }

  private static List<Path> all(FileListing listing) {
    List<Path> entries = new ArrayList<>();
    listing.forEach(entries::add);
    return entries;
  }

  private FileListing listing(Stream<Path> entries) {
    return new FileListing(FileThreads.SHARED, directory, () -> entries);
  }

  private Stream<Path> stream(List<Path> entries) {
    return entries.stream().onClose(() -> closed.set(true));
  }
}
