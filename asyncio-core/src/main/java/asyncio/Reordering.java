package asyncio;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Puts a part of the ready queue into the order that a {@link Schedule} wants. */
final class Reordering {

  private final ReadyQueue ready;
  private final Schedule schedule;

  Reordering(ReadyQueue ready, Schedule schedule) {
    this.ready = ready;
    this.schedule = schedule;
  }

  /** The timers from a place on; only those of one instant may change places. */
  void timers(int from) {
    for (int start = from; start < ready.size(); ) {
      long when = ((TimerHandle) ready.get(start)).whenNanos;
      List<Integer> places = new ArrayList<>();
      while (start < ready.size() && ((TimerHandle) ready.get(start)).whenNanos == when) {
        places.add(start++);
      }
      permute(places, Schedule.Choice.TIMERS);
    }
  }

  /** What other threads handed in, from a place on. */
  void threads(int from) {
    permute(places(from, item -> true), Schedule.Choice.THREADS);
  }

  /** The tasks that are ready; callbacks keep their places. */
  void tasks() {
    permute(places(0, item -> item instanceof Fiber), Schedule.Choice.TASKS);
  }

  private List<Integer> places(int from, Predicate<Ready> which) {
    List<Integer> places = new ArrayList<>();
    for (int i = from; i < ready.size(); i++) {
      if (which.test(ready.get(i))) {
        places.add(i);
      }
    }
    return places;
  }

  private void permute(List<Integer> places, Schedule.Choice what) {
    List<Ready> left = new ArrayList<>();
    places.forEach(place -> left.add(ready.get(place)));
    for (int place : places) {
      int chosen = left.size() > 1 ? schedule.choose(what, left.size()) : 0;
      ready.set(place, left.remove(chosen));
    }
  }
}
