package asyncio.net;

/**
 * The end of a pipe that bytes come out of. It reads one chunk for each request, and tells its
 * transport of it.
 */
interface PipeSource {

  /** Makes it ready to read. The loop's own thread. */
  void open(PipeReadTransport transport);

  /** Has the next chunk read, when there is one. The loop's own thread. */
  void request();

  /** Closes it; requests that are open are forgotten. The loop's own thread. */
  void close();
}
