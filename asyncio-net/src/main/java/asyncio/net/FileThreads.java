package asyncio.net;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs operations on files, as many at a time as the limit allows. The others wait in the order in
 * which they came, and no thread waits with them.
 *
 * <p>The threads are nobody else's, so nobody interrupts them: that would close the channel which
 * they are working on.
 */
/*
 * They are platform threads. A virtual one keeps its carrier while it is in a system call on a
 * file, and JDK 25 makes up for that neither in opening a file nor in reading one: as many calls
 * that hang as there are processors would stop every virtual thread of the program, portable fibers
 * among them.
 */
final class FileThreads {

  /** Those of the whole program: files and threads are the process's, not the loop's. */
  static final Executor SHARED = atMost(64);

  private FileThreads() {}

  static Executor atMost(int limit) {
    ThreadFactory factory =
        Thread.ofPlatform()
            .daemon()
            .name("asyncio-file-", 0)
            .inheritInheritableThreadLocals(false)
            .factory();
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            limit, limit, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }
}
