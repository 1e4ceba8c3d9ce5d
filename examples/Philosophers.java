import static asyncio.Asyncio.*;

import asyncio.Barrier;
import asyncio.Lock;

// Five philosophers at a round table, with a fork between each two of them; to eat takes both. They
// sit down together (a barrier). If each took the fork at the left first (a lock), all could end up
// with one fork, waiting for ever: each takes the one with the lower number first.
//
//     ./asyncio run examples/Philosophers.java

final List<String> names = List.of("Plato", "Hypatia", "Confucius", "Avicenna", "Arendt");
final List<Lock> forks = names.stream().map(_ -> new Lock()).toList();
final Barrier table = new Barrier(names.size());
final List<String> eating = new ArrayList<>();

void dine(int seat) {
  String name = names.get(seat);
  int left = seat;
  int right = (seat + 1) % names.size();

  await(sleep(0.1 * seat)); // on the way
  IO.println(name + " arrives");
  await(table.arrive());

  for (int meal = 1; meal <= 2; meal++) {
    try (var _ = await(forks.get(Math.min(left, right)).acquire());
        var _ = await(forks.get(Math.max(left, right)).acquire())) {
      IO.println(name + " eats" + (eating.isEmpty() ? "" : ", as does " + eating.getFirst()));
      eating.add(name);
      await(sleep(0.1));
      eating.remove(name);
    }
  }
}

void main() {
  run(() -> {
    taskGroup(group -> {
      for (int seat = 0; seat < names.size(); seat++) {
        int mine = seat;
        group.createTask(() -> dine(mine));
      }
    });
    IO.println("all have eaten twice");
  });
}
