package asyncio.testing;

import asyncio.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A schedule that can be had again. For one run. */
abstract sealed class TestSchedule implements Schedule {

  final boolean strict;
  private boolean over;

  private TestSchedule(boolean strict) {
    this.strict = strict;
  }

  @Override
  public final int choose(Choice what, int count) {
    boolean open = !over && (strict || what != Choice.TASKS);
    return open ? pick(count) : 0;
  }

  /** The body has ended: what cleans up after it goes the usual way. */
  final void end() {
    over = true;
  }

  abstract int pick(int count);

  /** How to ask for it again. */
  abstract Replay replay();

  /** Chosen at random, by a seed. */
  static final class Seeded extends TestSchedule {

    private final long seed;
    private final SplittableRandom random;

    Seeded(long seed, boolean strict) {
      super(strict);
      this.seed = seed;
      random = new SplittableRandom(seed);
    }

    @Override
    int pick(int count) {
      return random.nextInt(count);
    }

    @Override
    Replay replay() {
      return Replay.NOTHING.withStrict(strict).withSeed(seed);
    }
  }

  /** Begins with the choices given and goes on with the usual ones, and writes them all down. */
  static final class Recorded extends TestSchedule {

    /** A choice; the count is 0 where it is not known. */
    private record Pick(int chosen, int count) {}

    private final List<Pick> given;
    private final List<Pick> picks = new ArrayList<>();

    Recorded(List<Integer> given, boolean strict) {
      this(strict, given.stream().map(chosen -> new Pick(chosen, 0)).toList());
    }

    private Recorded(boolean strict, List<Pick> given) {
      super(strict);
      this.given = given;
    }

    @Override
    int pick(int count) {
      int place = picks.size();
      Pick known = place < given.size() ? given.get(place) : new Pick(0, 0);
      if (known.chosen >= count || (known.count > 0 && known.count != count)) {
        throw new IllegalStateException(
            "the body is not the same in each run: choice %d is now one of %d"
                .formatted(place + 1, count));
      }
      picks.add(new Pick(known.chosen, count));
      return known.chosen;
    }

    /** The next one in depth-first order: the last choice that can be another is. Or null. */
    @Nullable Recorded next() {
      for (int i = picks.size() - 1; i >= 0; i--) {
        Pick last = picks.get(i);
        if (last.chosen + 1 < last.count) {
          List<Pick> prefix = new ArrayList<>(picks.subList(0, i));
          prefix.add(new Pick(last.chosen + 1, last.count));
          return new Recorded(strict, prefix);
        }
      }
      return null;
    }

    @Override
    Replay replay() {
      int length = picks.size();
      while (length > 0 && picks.get(length - 1).chosen == 0) {
        length--; // these are the usual ones
      }
      List<Integer> chosen = picks.subList(0, length).stream().map(Pick::chosen).toList();
      return Replay.NOTHING.withStrict(strict).withPicks(chosen);
    }
  }
}
