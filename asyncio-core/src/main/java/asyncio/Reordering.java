package asyncio;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  /** Takes over what other threads have handed in; each thread's own order stays. */
  void handIn(Inbox inbox) {
    Map<Thread, Deque<Handle>> byThread = new LinkedHashMap<>();
    inbox.drain(
        (handle, thread) -> byThread.computeIfAbsent(thread, _ -> new ArrayDeque<>()).add(handle));
    List<Deque<Handle>> left = new ArrayList<>(byThread.values());
    while (!left.isEmpty()) {
      Deque<Handle> chosen = left.get(choose(Schedule.Choice.THREADS, left.size()));
      ready.add(chosen.remove());
      if (chosen.isEmpty()) {
        left.remove(chosen);
      }
    }
  }

  /** The tasks that are ready; callbacks keep their places. */
  void tasks() {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < ready.size(); i++) {
      if (ready.get(i) instanceof Fiber) {
        places.add(i);
      }
    }
    permute(places, Schedule.Choice.TASKS);
  }

  private void permute(List<Integer> places, Schedule.Choice what) {
    List<Ready> left = new ArrayList<>();
    places.forEach(place -> left.add(ready.get(place)));
    for (int place : places) {
      ready.set(place, left.remove(choose(what, left.size())));
    }
  }

  private int choose(Schedule.Choice what, int count) {
    return count > 1 ? schedule.choose(what, count) : 0;
  }
}
