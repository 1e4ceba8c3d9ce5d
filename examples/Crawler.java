import static asyncio.Asyncio.*;

import asyncio.Semaphore;
import asyncio.TaskGroup;

// Crawls a site that links to itself: a task for each page, which starts one for each link that it
// finds. The task group ends with the last of them; a semaphore keeps it to three pages at a time.
//
//     ./asyncio run examples/Crawler.java

final Map<String, List<String>> site =
    Map.of(
        "/", List.of("/news", "/shop", "/about", "/team"),
        "/news", List.of("/", "/news/today", "/news/yesterday"),
        "/shop", List.of("/", "/shop/cart", "/nowhere"),
        "/about", List.of("/", "/team"),
        "/team", List.of("/about"),
        "/news/today", List.of("/news"),
        "/news/yesterday", List.of("/news", "/news/today"),
        "/shop/cart", List.of("/shop"));

final Semaphore turns = new Semaphore(3);
final Set<String> seen = new HashSet<>();
final SortedMap<String, String> found = new TreeMap<>();
int underWay;
int mostUnderWay;

void crawl(TaskGroup group, String page) {
  if (!seen.add(page)) {
    return; // no lock: nobody else runs between two awaits, and there is none here
  }
  group.createTask(() -> {
    try {
      List<String> links = fetch(page);
      found.put(page, "links to " + String.join(" ", links));
      links.forEach(link -> crawl(group, link));
    } catch (IOException e) { // a broken link is no reason to end the group
      found.put(page, e.getMessage());
    }
  });
}

List<String> fetch(String page) throws IOException {
  try (var _ = await(turns.acquire())) {
    mostUnderWay = Math.max(mostUnderWay, ++underWay);
    await(sleep(0.1)); // stands for a request: FetchAll.java makes real ones
    underWay--;
    if (!site.containsKey(page)) {
      throw new IOException("is not there");
    }
    return site.get(page);
  }
}

void main() {
  run(() -> {
    taskGroup(group -> {
      crawl(group, "/");
    });
    found.forEach((page, what) -> IO.println(page + " " + what));
    IO.println(found.size() + " pages, at most " + mostUnderWay + " at a time");
  });
}
