package asyncio.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteBufferTest {

  private final SpareBlocks spare = new SpareBlocks();

  private static byte[] bytes(ByteBuf buffer) {
    try {
      byte[] bytes = new byte[buffer.readableBytes()];
      buffer.readBytes(bytes);
      return bytes;
    } finally {
      buffer.release();
    }
  }

  private static byte[] take(WriteBuffer buffer, int most) {
    return bytes(buffer.take(most, ByteBufAllocator.DEFAULT));
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 4_000, 4_096, 4_097, 20_000})
  void whatIsTakenIsWhatWasWritten(int mostAtOnce) {
    var random = new Random(mostAtOnce);
    var written = new ByteArrayOutputStream();
    var taken = new ByteArrayOutputStream();
    var buffer = new WriteBuffer(spare);
    var other = new WriteBuffer(spare); // of the same loop
    for (int i = 0; i < 2_000; i++) {
      byte[] data = new byte[random.nextInt(1, mostAtOnce + 1)];
      random.nextBytes(data);
      if (random.nextBoolean()) {
        int offset = random.nextInt(data.length);
        buffer.add(data, offset, data.length - offset);
        written.write(data, offset, data.length - offset);
        other.add(data, 0, data.length);
      }
      if (random.nextInt(3) == 0) {
        taken.writeBytes(take(buffer, random.nextInt(2 * mostAtOnce)));
        take(other, Integer.MAX_VALUE);
      }
      assertThat(buffer.size()).isEqualTo(written.size() - taken.size());
    }
    taken.writeBytes(take(buffer, Integer.MAX_VALUE));
    assertThat(taken.toByteArray()).isEqualTo(written.toByteArray());
  }

  @Test
  void whatWasWrittenIsACopy() {
    var buffer = new WriteBuffer(spare);
    byte[] data = {1, 2, 3};
    buffer.add(data, 0, 3);
    data[0] = 9;
    assertThat(take(buffer, 3)).containsExactly(1, 2, 3);
  }

  @Test
  void afterClearingOnlyWhatIsWrittenNextComes() {
    var buffer = new WriteBuffer(spare);
    buffer.add(new byte[] {1, 2, 3}, 0, 3);
    take(buffer, 1);
    buffer.clear();
    assertThat(buffer.size()).isZero();
    buffer.add(new byte[] {4}, 0, 1);
    assertThat(take(buffer, 5)).containsExactly(4);
  }

  @Test
  void smallWritesUseTheSameMemoryAgain() {
    byte[] first = spare.block(100);
    spare.giveBack(first);
    assertThat(spare.block(50)).isSameAs(first);
    assertThat(spare.block(50)).isNotSameAs(first);
  }
}
