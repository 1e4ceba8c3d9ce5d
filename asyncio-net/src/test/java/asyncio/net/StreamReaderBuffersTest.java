package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.StreamReaderTest.bytes;
import static asyncio.net.StreamReaderTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import asyncio.EventLoop;
import asyncio.Task;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a reader does with the buffers that the network hands to it. */
@Timeout(60)
final class StreamReaderBuffersTest {

  private final PooledByteBufAllocator pool = new PooledByteBufAllocator(true);
  private final List<ByteBuf> fed = new ArrayList<>();

  /** A full buffer, so that it is kept as it is. */
  private ByteBuf buffer(String content) {
    byte[] bytes = bytes(content);
    ByteBuf buffer = pool.directBuffer(bytes.length, bytes.length).writeBytes(bytes);
    fed.add(buffer);
    return buffer;
  }

  private List<Integer> references() {
    return fed.stream().map(ByteBuf::refCnt).toList();
  }

  @Test
  void aBufferIsReleasedAsSoonAsItIsRead() {
    run(
        async(() -> {
          StreamReader reader = new StreamReader();
          reader.feed(buffer("abc"));
          reader.feed(buffer("defg\n"));
          reader.feed(buffer("hi"));
          assertThat(references()).containsExactly(1, 1, 1);
          await(reader.read(2));
          assertThat(references()).containsExactly(1, 1, 1);
          await(reader.readexactly(2));
          assertThat(references()).containsExactly(0, 1, 1);
          assertThat(text(await(reader.readline()))).isEqualTo("efg\n");
          assertThat(references()).containsExactly(0, 0, 1);
          reader.feedEof();
          assertThat(text(await(reader.read()))).isEqualTo("hi");
          assertThat(references()).containsExactly(0, 0, 0);
        }));
  }

  @Test
  void whoWaitsIsWokenByABuffer() {
    run(
        async(() -> {
          StreamReader reader = new StreamReader();
          Task<byte[]> read = createTask(reader.readline());
          await(sleep(0));
          reader.feed(buffer("li"));
          await(sleep(0));
          reader.feed(buffer("ne\n"));
          assertThat(text(await(read))).isEqualTo("line\n");
          assertThat(references()).containsExactly(0, 0);
        }));
  }

  @Test
  void anEmptyBufferIsReleasedAndWakesNobody() {
    run(
        async(() -> {
          StreamReader reader = new StreamReader();
          Task<byte[]> read = createTask(reader.read(1));
          await(sleep(0));
          ByteBuf empty = pool.directBuffer(16);
          reader.feed(empty);
          assertThat(empty.refCnt()).isZero();
          await(sleep(0));
          assertThat(read.done()).isFalse();
          reader.feedEof();
          await(read);
        }));
  }

  @Test
  void aBufferAfterTheEndIsReleasedAndRefused() {
    run(
        async(() -> {
          StreamReader reader = new StreamReader();
          reader.feedEof();
          assertThatIllegalStateException().isThrownBy(() -> reader.feed(buffer("late")));
          assertThat(references()).containsExactly(0);
          assertThat(reader.atEof()).isTrue();
        }));
  }

  @Test
  void whatIsDroppedOrTakenOutIsReleased() {
    run(
        async(() -> {
          StreamReader reader = new StreamReader(3);
          reader.feed(buffer("too long"));
          reader.feed(buffer(" a line"));
          assertThatExceptionOfType(LimitOverrunException.class)
              .isThrownBy(() -> await(reader.readline()));
          assertThat(references()).containsExactly(0, 0);

          reader.feed(buffer("abc"));
          assertThat(text(reader.takeAll())).isEqualTo("abc");
          reader.feed(buffer("def"));
          reader.feedEof();
          assertThatExceptionOfType(IncompleteReadException.class)
              .isThrownBy(() -> await(reader.readexactly(4)));
          assertThat(references()).containsOnly(0);
        }));
  }

  @Test
  void aCancelledReadKeepsItsBuffers() {
    run(
        async(() -> {
          StreamReader reader = new StreamReader();
          Task<byte[]> read = createTask(reader.readexactly(10));
          await(sleep(0));
          reader.feed(buffer("abc"));
          await(sleep(0));
          read.cancel();
          await(sleep(0));
          assertThat(read.cancelled()).isTrue();
          assertThat(references()).containsExactly(1);
          assertThat(text(await(reader.read(10)))).isEqualTo("abc");
          assertThat(references()).containsExactly(0);
        }));
  }

  @Test
  void detachingReleasesTheBuffersButKeepsTheBytes() {
    run(
        async(() -> {
          StreamReader reader = new StreamReader();
          reader.feed(buffer("abc\n"));
          reader.feed(buffer("def"));
          await(reader.read(1));
          reader.detach();
          reader.detach();
          assertThat(references()).containsExactly(0, 0);

          reader.feed(buffer("g\n"));
          assertThat(text(await(reader.readline()))).isEqualTo("bc\n");
          assertThat(text(await(reader.readline()))).isEqualTo("defg\n");
          assertThat(references()).containsOnly(0);
        }));
  }

  @Test
  void disposingReleasesAllThatCameAndComes() {
    run(
        async(() -> {
          StreamReader reader = new StreamReader();
          reader.feed(buffer("abc"));
          reader.feed(buffer("def"));
          reader.dispose();
          reader.dispose();
          reader.feed(buffer("late"));
          assertThat(references()).containsExactly(0, 0, 0);
          assertThat(reader.atEof()).isTrue();
          assertThat(await(reader.read())).isEmpty();
        }));
  }

  @Test
  void disposingEndsWhoWaits() {
    run(
        async(() -> {
          StreamReader reader = new StreamReader();
          Task<byte[]> read = createTask(reader.readline());
          await(sleep(0));
          reader.feed(buffer("abc"));
          await(sleep(0));
          reader.dispose();
          assertThat(await(read)).isEmpty();
        }));
  }

  @Test
  void disposingKeepsTheException() {
    run(
        async(() -> {
          StreamReader reader = new StreamReader();
          reader.setException(new IOException("reset"));
          reader.dispose();
          assertThatExceptionOfType(IOException.class)
              .isThrownBy(() -> await(reader.read(1)))
              .withMessage("reset");
        }));
  }

  @Test
  void canBeDisposedWhenTheLoopIsClosed() {
    EventLoop loop = EventLoop.create();
    loop.setExceptionHandler((closed, context) -> {}); // it will say that the task never ended
    StreamReader reader = new StreamReader(loop, 100);
    reader.feed(buffer("abc"));
    Task<byte[]> waiting = loop.createTask(reader.readline());
    loop.runUntilComplete(async(() -> await(sleep(0))));
    loop.close();

    reader.dispose();

    assertThat(references()).containsExactly(0);
    assertThat(waiting.done()).isFalse();
  }
}
