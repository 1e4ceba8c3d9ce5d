package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is acquired in a try block is held as long as that, with all that can be acquired. */
final class HeldTest {

  /** Something that can be acquired. */
  record Kind(Coroutine<Held> acquire, BooleanSupplier locked) {}

  static Stream<Named<Kind>> kinds() {
    Lock lock = new Lock();
    Condition condition = new Condition();
    Semaphore semaphore = new Semaphore();
    BoundedSemaphore bounded = new BoundedSemaphore();
    return Stream.of(
        Named.of("Lock", new Kind(lock.acquire(), lock::locked)),
        Named.of("Condition", new Kind(condition.acquire(), condition::locked)),
        Named.of("Semaphore", new Kind(semaphore.acquire(), semaphore::locked)),
        Named.of("BoundedSemaphore", new Kind(bounded.acquire(), bounded::locked)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void itIsReleasedAtTheEndOfTheBlock(Kind kind) {
    TestTime.run(() -> {
      await(sleep(1));
      assertThat(kind.locked.getAsBoolean()).isFalse();
      try (Held held = await(kind.acquire)) {
        assertThat(held).isNotNull();
        assertThat(kind.locked.getAsBoolean()).isTrue();
        await(sleep(1));
        assertThat(kind.locked.getAsBoolean()).isTrue();
      }
      assertThat(kind.locked.getAsBoolean()).isFalse();
    });
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void itIsReleasedWhenTheBlockFails(Kind kind) {
    IOException failure = new IOException("in the block");
    TestTime.run(() -> {
      assertThatThrownBy(() -> holdAndFail(kind, failure)).isSameAs(failure);
      assertThat(kind.locked.getAsBoolean()).isFalse();
    });
  }

  private static void holdAndFail(Kind kind, IOException failure) throws IOException {
    try (Held held = await(kind.acquire)) {
      assertThat(held).isNotNull();
      await(sleep(1));
      throw failure;
    }
  }
}
