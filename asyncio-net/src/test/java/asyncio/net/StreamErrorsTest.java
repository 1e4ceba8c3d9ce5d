package asyncio.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

/** The errors that readers throw can be sent elsewhere, as all of Java's can. */
final class StreamErrorsTest {

  private static <E extends Exception> E copy(E exception) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(exception);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      @SuppressWarnings("unchecked")
      E read = (E) in.readObject();
      return read;
    }
  }

  @Test
  void aCopyOfAnIncompleteReadKnowsWhatWasRead() throws Exception {
    IncompleteReadException copy = copy(new IncompleteReadException(new byte[] {1, 2, 3}, 10));
    assertThat(copy).hasMessage("the stream ended after 3 of 10 bytes");
    assertThat(copy.partial()).containsExactly(1, 2, 3);
    assertThat(copy.expected()).hasValue(10);

    IncompleteReadException open = copy(new IncompleteReadException(new byte[0], null));
    assertThat(open.partial()).isEmpty();
    assertThat(open.expected()).isEmpty();
  }

  @Test
  void aCopyOfAnOverrunKnowsHowMuchThereWas() throws Exception {
    LimitOverrunException copy = copy(new LimitOverrunException("too long", 10));
    assertThat(copy).hasMessage("too long");
    assertThat(copy.consumed()).isEqualTo(10);
  }
}
