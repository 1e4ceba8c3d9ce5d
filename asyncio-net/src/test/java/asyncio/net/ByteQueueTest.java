package asyncio.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The buffers of a reader, compared with a plain text of which the bytes are the characters. */
@Timeout(60)
final class ByteQueueTest {

  private final ByteBufAllocator pool = new PooledByteBufAllocator(true);
  private final ByteQueue queue = new ByteQueue();
  private final List<ByteBuf> added = new ArrayList<>();

  private ByteBuf buffer(int capacity, String content) {
    ByteBuf buffer = pool.directBuffer(capacity, capacity).writeBytes(bytes(content));
    added.add(buffer);
    return buffer;
  }

  private long held() {
    return added.stream().filter(buffer -> buffer.refCnt() > 0).count();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void behavesAsOneLongArray(long seed) {
    Random random = new Random(seed);
    StringBuilder model = new StringBuilder();
    for (int step = 0; step < 20_000; step++) {
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> {
          String content = content(random);
          queue.add(anyKindOfBuffer(random, content));
          model.append(content);
        }
        case 3 -> {
          String content = content(random);
          queue.add(bytes(content));
          model.append(content);
        }
        case 4, 5 -> {
          int count = random.nextInt(Math.min(model.length(), 200) + 1);
          assertThat(text(queue.take(count))).isEqualTo(model.substring(0, count));
          model.delete(0, count);
        }
        case 6 -> {
          int count = random.nextInt(Math.min(model.length(), 300) + 1);
          queue.skip(count);
          model.delete(0, count);
        }
        case 7, 8 -> assertSameSearch(random, model);
        default -> {
          if (random.nextInt(20) == 0) {
            queue.moveToHeap();
            assertThat(held()).isZero();
          } else if (random.nextInt(200) == 0) {
            queue.clear();
            model.setLength(0);
          }
        }
      }
      assertThat(queue.size()).isEqualTo(model.length());
      assertThat(queue.isEmpty()).isEqualTo(model.isEmpty());
      if (model.isEmpty()) {
        assertThat(held()).isZero();
        added.clear();
      }
    }
    queue.clear();
    assertThat(held()).isZero();
  }

  private static String content(Random random) {
    StringBuilder content = new StringBuilder();
    for (int left = random.nextInt(random.nextInt(20) == 0 ? 600 : 30); left > 0; left--) {
      content.append(random.nextInt(4) == 0 ? 'b' : 'a');
    }
    return content.toString();
  }

  private ByteBuf anyKindOfBuffer(Random random, String content) {
    int room = random.nextBoolean() ? 0 : random.nextInt(100);
    ByteBuf buffer = buffer(3 + content.length() + room, "xyz" + content).skipBytes(3);
    return switch (random.nextInt(6)) {
      case 0 -> buffer.asReadOnly();
      case 1 -> {
        ByteBuf first = buffer.readRetainedSlice(content.length() / 2);
        yield Unpooled.wrappedBuffer(first, buffer);
      }
      case 2 -> {
        buffer.release();
        yield Unpooled.wrappedBuffer(bytes(content));
      }
      default -> buffer;
    };
  }

  private void assertSameSearch(Random random, StringBuilder model) {
    int to = random.nextInt(model.length() + 1);
    int from = random.nextInt(to + 1);
    String sought = "ababbaab".substring(0, 1 + random.nextInt(8));
    int expected = model.indexOf(sought, from);
    assertThat(queue.indexOf(bytes(sought), from, to))
        .isEqualTo(expected + sought.length() > to ? -1 : expected);
    boolean there = model.substring(from).startsWith(sought);
    assertThat(queue.hasAt(from, bytes(sought))).isEqualTo(there);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, '\n', 0x7F, 0x80, 0xFF})
  void findsEachByteAtEachPlaceAmongSimilarOnes(int value) {
    byte[] sought = {(byte) value};
    for (int other : new int[] {value ^ 1, value ^ 0x80, value + 1, value - 1, ~value}) {
      for (int length = 1; length <= 20; length++) {
        for (int place = 0; place < length; place++) {
          byte[] content = new byte[length];
          Arrays.fill(content, (byte) other);
          queue.add(content);
          assertThat(queue.indexOf(sought, 0, length)).isEqualTo(-1);
          queue.clear();

          content[place] = (byte) value;
          content[length - 1] = (byte) value;
          queue.add(content);
          assertThat(queue.indexOf(sought, 0, length)).isEqualTo(place);
          assertThat(queue.indexOf(sought, 0, place)).isEqualTo(-1);
          assertThat(queue.indexOf(sought, place, length)).isEqualTo(place);
          queue.clear();
        }
      }
    }
  }

  @Test
  void bytesThatComeOneByOneShareABuffer() {
    StringBuilder model = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      String one = String.valueOf((char) ('a' + i % 26));
      model.append(one);
      queue.add(buffer(64, one));
    }

    assertThat(held()).isEqualTo((1000 + 63) / 64);
    assertThat(text(queue.take(1000))).isEqualTo(model.toString());
    assertThat(held()).isZero();
  }

  @Test
  void aBufferThatIsMostlyFullIsKept() {
    queue.add(buffer(100, "a"));
    queue.add(buffer(10, "123456"));
    assertThat(held()).isEqualTo(2);
    queue.add(buffer(10, "12345"));
    assertThat(held()).as("there is no room behind the second one").isEqualTo(3);
    queue.add(buffer(20, "12345"));
    assertThat(held()).as("there is behind the third one").isEqualTo(3);
    assertThat(text(queue.take(17))).isEqualTo("a1234561234512345");
  }

  @Test
  void whatOthersMayStillSeeIsNotWrittenInto() {
    ByteBuf shared = buffer(64, "ab").setByte(2, 'x');
    queue.add(shared.retain().asReadOnly());
    queue.add(bytes("cd"));
    queue.add(buffer(64, "e"));
    assertThat(shared.getByte(2)).isEqualTo((byte) 'x');
    assertThat(text(queue.take(5))).isEqualTo("abcde");
    shared.release();
    assertThat(held()).isZero();
  }
}
