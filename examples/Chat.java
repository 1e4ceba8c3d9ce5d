import static asyncio.Asyncio.*;
import static asyncio.net.Streams.*;

import asyncio.Coroutine;
import asyncio.net.Server;
import asyncio.net.StreamPair;
import asyncio.net.StreamReader;
import asyncio.net.StreamWriter;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;

// A chat server. The first line of a client is its name; each line after that goes to all others.
//
//     ./asyncio run examples/Chat.java           two guests who say hello
//     ./asyncio run examples/Chat.java 8888      a server for yours: `nc localhost 8888`, twice

// No lock is needed: nothing else runs between two awaits.
final Map<String, StreamWriter> guests = new LinkedHashMap<>();

void serve(StreamReader reader, StreamWriter writer) {
  try (writer) {
    String name = new String(await(reader.readline())).strip();
    if (name.isEmpty() || guests.putIfAbsent(name, writer) != null) {
      writer.write("that name is taken\n");
      return;
    }
    try {
      tellOthers(name, "* " + name + " has come");
      for (String line : reader.lines()) {
        tellOthers(name, name + ": " + line);
      }
    } finally {
      guests.remove(name);
      tellOthers(name, "* " + name + " has left");
    }
  }
}

// Without drain(): who does not read must not hold up the others. A real server would count what is
// in their buffers, and show them the door.
void tellOthers(String name, String text) {
  guests.forEach((guest, writer) -> {
    if (!guest.equals(name)) {
      writer.write(text + "\n");
    }
  });
}

Coroutine<Void> visit(int port) {
  return async(() -> {
    try (StreamPair ann = await(openConnection("127.0.0.1", port));
        StreamPair bob = await(openConnection("127.0.0.1", port))) {
      ann.writer().write("Ann\n");
      await(sleep(0.1)); // so that she is there first
      bob.writer().write("Bob\nhello, Ann\n");
      IO.println("Ann reads: " + new String(await(ann.reader().readline())).strip());
      IO.println("Ann reads: " + new String(await(ann.reader().readline())).strip());
      ann.writer().write("hello, Bob\n");
      IO.println("Bob reads: " + new String(await(bob.reader().readline())).strip());
      ann.close();
      IO.println("Bob reads: " + new String(await(bob.reader().readline())).strip());
    }
  });
}

void main(String[] args) {
  run(() -> {
    int port = args.length == 0 ? 0 : Integer.parseInt(args[0]);
    try (Server server = await(startServer(this::serve, "127.0.0.1", port))) {
      if (port != 0) {
        await(server.serveForever());
      }
      await(visit(((InetSocketAddress) server.sockets().getFirst().localAddress()).getPort()));
    }
  });
}
