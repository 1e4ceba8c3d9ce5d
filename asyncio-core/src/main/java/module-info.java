/** Python's asyncio for the JVM: the event loop, coroutines, tasks, futures, queues. */
@org.jspecify.annotations.NullMarked
module asyncio.core {
  requires static transitive org.jspecify;

  exports asyncio;

  uses asyncio.IoDriver;
}
