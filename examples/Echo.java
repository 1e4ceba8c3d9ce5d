import static asyncio.Asyncio.*;
import static asyncio.net.Streams.*;

import asyncio.Coroutine;
import asyncio.net.Server;
import asyncio.net.StreamPair;
import asyncio.net.StreamReader;
import asyncio.net.StreamWriter;
import java.net.InetSocketAddress;

// A server that sends back each line it gets, and three clients that talk to it at the same time.
//
//     ./asyncio run examples/Echo.java           all of it, in one program
//     ./asyncio run examples/Echo.java 8888      the server alone, until Ctrl-C; try `nc localhost
// 8888`

// Each connection is served by a task of its own. `try` closes it, however it ends.
void serve(StreamReader reader, StreamWriter writer) {
  try (writer) {
    for (byte[] line : reader) { // waits for the next line; others are served meanwhile
      writer.write(line);
      await(writer.drain()); // waits if the client does not read what it is sent
    }
  }
}

Coroutine<String> ask(int port, String question) {
  return async(() -> {
    try (StreamPair connection = await(openConnection("127.0.0.1", port))) {
      connection.writer().write(question + "\n");
      return new String(await(connection.reader().readline())).strip();
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
      var address = (InetSocketAddress) server.sockets().getFirst().localAddress();
      for (String answer :
          await(
              gather(
                  ask(address.getPort(), "one"),
                  ask(address.getPort(), "two"),
                  ask(address.getPort(), "three")))) {
        IO.println("got back: " + answer);
      }
    }
  });
}
