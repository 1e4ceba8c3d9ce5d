import static asyncio.Asyncio.*;

import asyncio.Queue;

// A baker and a customer, with a shelf between them that holds two loaves.
//
//     ./asyncio run examples/ProducerConsumer.java

final int CLOSED = -1; // the sentinel: what is put when nothing more will come

void bake(Queue<Integer> shelf, int loaves) {
  for (int loaf = 1; loaf <= loaves; loaf++) {
    await(shelf.put(loaf)); // waits while the shelf is full
    IO.println("baker: loaf " + loaf + " is on the shelf");
  }
}

void eat(Queue<Integer> shelf) {
  while (true) {
    int loaf = await(shelf.get()); // waits while the shelf is empty
    if (loaf == CLOSED) {
      IO.println("customer: goes home");
      return;
    }
    await(sleep(0.2));
    IO.println("customer: has eaten loaf " + loaf);
    shelf.taskDone(); // join() waits for as many of these as loaves were put
  }
}

void main() {
  run(() -> {
    Queue<Integer> shelf = new Queue<>(2);
    var customer = createTask(() -> eat(shelf));

    bake(shelf, 5);
    IO.println("baker: all baked");
    await(shelf.join());
    IO.println("baker: all eaten");

    await(shelf.put(CLOSED)); // with more customers, one for each
    await(customer);
  });
}
