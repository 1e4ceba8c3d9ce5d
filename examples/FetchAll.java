import static asyncio.Asyncio.*;

import asyncio.Queue;
import asyncio.TimeoutException;
import com.sun.net.httpserver.HttpServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

// Fetches many URLs at a time on one thread, with the JDK's HTTP client.
//
//     ./asyncio run examples/FetchAll.java                           # 200 pages of its own server
//     ./asyncio run examples/FetchAll.java -n 5 https://openjdk.org https://dev.java ...

final String usage =
    """
    usage: FetchAll [-n N] [-t SECONDS] [URL...]
      -n N        at most N requests at a time (default: 20)
      -t SECONDS  the limit of time for each request (default: 10)
      Without URLs it fetches 200 pages from a server that it starts itself.\
    """;

int atOnce = 20;
int limit = 10; // seconds
final List<String> urls = new ArrayList<>();

// What the workers share. Nothing is locked: only one coroutine runs at a time.
int done;
int failed;
double oneByOne; // the sum of what each request took

final boolean live = System.console() != null && System.console().isTerminal();

void main(String[] args) throws IOException {
  parse(args);
  HttpServer server = urls.isEmpty() ? startServer(200) : null;
  HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
  try {
    run(() -> fetchAll(client));
  } finally {
    client.shutdownNow();
    if (server != null) {
      server.stop(0);
    }
  }
  System.exit(failed == 0 ? 0 : 1);
}

void fetchAll(HttpClient client) {
  double start = runningLoop().time();
  Queue<String> queue = new Queue<>();
  urls.forEach(queue::putNowait);

  // One task for each request that may be under way, all taking from one queue.
  var workers = IntStream.range(0, atOnce).mapToObj(_ -> async(() -> work(client, queue)));
  await(gather(workers.toList()));

  double took = runningLoop().time() - start;
  say("%d fetched, %d failed, %d at a time".formatted(done - failed, failed, atOnce));
  say("took %.1f s; one after the other it would have taken %.1f s".formatted(took, oneByOne));
}

void work(HttpClient client, Queue<String> queue) {
  while (!queue.empty()) {
    String url = queue.getNowait();
    double start = runningLoop().time();
    String error = fetch(client, url);
    oneByOne += runningLoop().time() - start;
    done++;
    if (error != null) {
      failed++;
      say("failed: " + url + ": " + error);
    }
    if (live) {
      IO.print("\r%d of %d, %d failed ".formatted(done, urls.size(), failed));
    }
  }
}

void say(String line) {
  IO.println((live ? "\r\033[K" : "") + line); // over the progress line, if there is one
}

// Fetches one page, and returns what went wrong, or null.
String fetch(HttpClient client, String url) {
  try {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    HttpResponse<byte[]> response =
        timeout(limit, () -> await(client.sendAsync(request, BodyHandlers.ofByteArray())));
    return response.statusCode() < 400 ? null : "HTTP status " + response.statusCode();
  } catch (Exception e) { // not a cancellation: that is an Error, and ends the program
    return switch (e) {
      case TimeoutException _ -> "no answer within " + limit + " s";
      case ConnectException _ -> "cannot connect";
      default -> e.getMessage() != null ? e.getMessage() : e.toString();
    };
  }
}

// Page number 1 comes after 10 ms, the last one after 300 ms.
HttpServer startServer(int pages) throws IOException {
  HttpServer server =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), pages);
  server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
  for (int page = 0; page < pages; page++) {
    int millis = 10 + 290 * page / (pages - 1);
    String path = "/page/" + (page + 1);
    server.createContext(
        path,
        exchange -> {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
          byte[] text = ("This is " + path + "\n").getBytes();
          exchange.sendResponseHeaders(200, text.length);
          exchange.getResponseBody().write(text);
          exchange.close();
        });
    urls.add("http://localhost:" + server.getAddress().getPort() + path);
  }
  server.start();
  return server;
}

void parse(String[] args) {
  Iterator<String> words = List.of(args).iterator();
  while (words.hasNext()) {
    String word = words.next();
    switch (word) {
      case "-h", "--help" -> {
        IO.println(usage);
        System.exit(0);
      }
      case "-n" -> atOnce = number(word, words);
      case "-t" -> limit = number(word, words);
      default -> {
        if (word.startsWith("-")) {
          misuse("no such option: " + word);
        }
        urls.add(word);
      }
    }
  }
}

int number(String option, Iterator<String> words) {
  String word = words.hasNext() ? words.next() : "nothing";
  if (!word.matches("[1-9][0-9]{0,5}")) {
    misuse(option + " needs a number from 1 to 999999, not " + word);
  }
  return Integer.parseInt(word);
}

void misuse(String message) {
  System.err.println("FetchAll: " + message + "\n" + usage);
  System.exit(2);
}
