package asyncio.net;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;

/** What {@link StreamReader#readuntil(byte[]) readuntil} looks for: any of some byte sequences. */
final class Separators {

  /** How far to look for one separator before the next one's turn, at first. */
  private static final int WINDOW = 128;

  /** The shortest first: of those that end at the same place it is the one that counts. */
  private final byte[][] sequences;

  final int shortest;
  final int longest;

  /** An IllegalArgumentException if there is none, or an empty one. */
  Separators(Collection<byte[]> separators) {
    sequences = separators.toArray(byte[][]::new);
    Arrays.sort(sequences, Comparator.comparingInt(sequence -> sequence.length));
    if (sequences.length == 0) {
      throw new IllegalArgumentException("there must be at least one separator");
    }
    shortest = sequences[0].length;
    longest = sequences[sequences.length - 1].length;
    if (shortest == 0) {
      throw new IllegalArgumentException("a separator must have at least one byte");
    }
  }

  /**
   * Where the first occurrence of any of them ends.
   *
   * @param from where to begin to look
   * @return the place behind it, or -1 if there is none
   */
  int endOfFirst(ByteQueue bytes, int from) {
    if (sequences.length == 1) {
      int start = bytes.indexOf(sequences[0], from, bytes.size());
      return start < 0 ? -1 : start + shortest;
    }
    return endOfFirstOfSeveral(bytes, from);
  }

  /** In windows: not to the end of a long queue for one that never comes before another is near. */
  private int endOfFirstOfSeveral(ByteQueue bytes, int from) {
    int place = from;
    for (int window = WINDOW; ; window *= 2) {
      int to = Math.clamp((long) place + window + longest, 0, bytes.size());
      int end = endWithin(bytes, place, to);
      if (end >= 0 || to == bytes.size()) {
        return end;
      }
      place = to - longest + 1;
    }
  }

  private int endWithin(ByteQueue bytes, int from, int to) {
    int best = -1;
    for (byte[] sequence : sequences) {
      int start = bytes.indexOf(sequence, from, best < 0 ? to : best);
      if (start >= 0) {
        best = start + sequence.length;
      }
    }
    return best;
  }

  /** The length of the separator that ends at the place; there is one. */
  int lengthOfThatAt(int end, ByteQueue bytes) {
    for (byte[] sequence : sequences) {
      if (end >= sequence.length && bytes.hasAt(end - sequence.length, sequence)) {
        return sequence.length;
      }
    }
    throw new AssertionError("no separator ends at " + end);
  }
}
