import static asyncio.Asyncio.*;

import asyncio.Coroutine;

// Three greetings, one after the other and then all at once.
//
//     ./asyncio run examples/Hello.java

// What `async def say_hello(name, delay)` is in Python: calling it makes a coroutine, and nothing
// runs until somebody awaits that.
Coroutine<Void> sayHello(String name, double delay) {
  return async(() -> {
    await(sleep(delay)); // this coroutine waits; others run meanwhile
    IO.println("Hello, " + name + "!");
  });
}

void main() {
  run(() -> {
    IO.println("One after the other:");
    double start = runningLoop().time();
    await(sayHello("Alice", 0.5));
    await(sayHello("Bob", 1));
    await(sayHello("Carol", 0.7));
    IO.println("took %.1f s".formatted(runningLoop().time() - start));

    IO.println("All at once:");
    start = runningLoop().time();
    await(gather(sayHello("Alice", 0.5), sayHello("Bob", 1), sayHello("Carol", 0.7)));
    IO.println("took %.1f s".formatted(runningLoop().time() - start));
  });
}
