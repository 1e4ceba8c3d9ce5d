import static asyncio.Asyncio.*;
import static asyncio.net.Streams.*;

import asyncio.CapacityLimiter;
import asyncio.Coroutine;
import asyncio.TimeoutException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

// Which ports of this machine are open? Tries 500 at a time, with a progress bar.
//
//     ./asyncio run examples/PortScanner.java [FIRST LAST]

int tried = 0;

Coroutine<Boolean> isOpen(int port, CapacityLimiter limiter) {
  return async(() -> {
    try (var _ = await(limiter.acquire())) {
      await(waitFor(openConnection("127.0.0.1", port), 1), ConnectException.class).close();
      return true;
    } catch (ConnectException | TimeoutException e) {
      return false;
    } finally {
      tried++;
    }
  });
}

Coroutine<Void> showProgress(int total) {
  return async(() -> {
    while (true) {
      int done = tried * 40 / total;
      System.err.print("\r[" + "#".repeat(done) + " ".repeat(40 - done) + "] " + tried);
      await(sleep(0.1));
    }
  });
}

void main(String[] args) {
  int first = args.length < 2 ? 1 : Integer.parseInt(args[0]);
  int last = args.length < 2 ? 65535 : Integer.parseInt(args[1]);
  run(() -> {
    var progress = createTask(showProgress(last - first + 1));
    var limiter = new CapacityLimiter(500);
    List<Coroutine<Boolean>> attempts = new ArrayList<>();
    for (int port = first; port <= last; port++) {
      attempts.add(isOpen(port, limiter));
    }
    List<Boolean> open = await(gather(attempts));
    progress.cancel();
    System.err.print("\r" + " ".repeat(50) + "\r");
    IntStream.range(0, open.size())
        .filter(open::get)
        .forEach(i -> IO.println("port " + (first + i) + " is open"));
  });
}
