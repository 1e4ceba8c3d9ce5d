package asyncio.bench.kotlin

import kotlin.concurrent.thread
import kotlin.coroutines.ContinuationInterceptor
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.asExecutor
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.delay
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield

private const val LOCKERS = 100
private const val DEPTH = 50

private fun nsEach(start: Long, n: Int) = (System.nanoTime() - start).toDouble() / n

private fun check(actual: Long, expected: Long) =
  check(actual == expected) { "the workload came to $actual, not to $expected" }

// Switching

suspend fun CoroutineScope.switch(tasks: Int, n: Int): Metrics {
  val each = maxOf(1, n / tasks)
  val start = System.nanoTime()
  val turns = List(tasks) { async { takeTurns(each) } }.awaitAll()
  val ns = nsEach(start, tasks * each)
  check(turns.sumOf(Int::toLong), tasks.toLong() * each)
  return mapOf("ns" to ns)
}

private suspend fun takeTurns(count: Int): Int {
  var taken = 0
  while (taken < count) {
    yield()
    taken++
  }
  return taken
}

suspend fun deep(n: Int): Metrics {
  var sum = 0L
  val start = System.nanoTime()
  repeat(n) { sum += nested(DEPTH) }
  val ns = nsEach(start, n)
  check(sum, n.toLong() * DEPTH)
  return mapOf("ns" to ns)
}

/** Adds one on the way back: a call in tail position would keep no frame. */
private suspend fun nested(levels: Int): Int {
  if (levels == 0) {
    yield()
    return 0
  }
  return 1 + nested(levels - 1)
}

// Tasks

suspend fun CoroutineScope.spawn(n: Int): Metrics {
  var ran = 0
  val start = System.nanoTime()
  repeat(n) { launch { ran++ }.join() }
  val ns = nsEach(start, n)
  check(ran.toLong(), n.toLong())
  return mapOf("ns" to ns)
}

suspend fun CoroutineScope.gather(n: Int): Metrics {
  val start = System.nanoTime()
  val results = List(n) { async { 1 } }.awaitAll()
  val ns = nsEach(start, n)
  check(results.sumOf(Int::toLong), n.toLong())
  return mapOf("ns" to ns)
}

suspend fun CoroutineScope.sleepers(n: Int): Metrics {
  val before = liveHeap()
  var start = System.nanoTime()
  val sleepers = List(n) { launch { delay(1.hours) } }
  yield() // Comes back when each of them has begun to sleep.
  val started = nsEach(start, n)
  val bytes = (liveHeap() - before).toDouble() / n

  start = System.nanoTime()
  sleepers.forEach { it.cancel() }
  sleepers.joinAll()
  val cancelled = nsEach(start, n)
  check(sleepers.count { it.isCancelled }.toLong(), n.toLong())
  return mapOf("start" to started, "bytes" to bytes, "cancel" to cancelled)
}

private fun liveHeap(): Long {
  System.gc()
  return Runtime.getRuntime().run { totalMemory() - freeMemory() }
}

// Queues and locks

suspend fun CoroutineScope.pass(size: Int, n: Int): Metrics {
  val queue = Channel<Int>(size)
  val start = System.nanoTime()
  val producer = launch { repeat(n) { queue.send(it) } }
  val consumer = async {
    var sum = 0L
    repeat(n) { sum += queue.receive() }
    sum
  }
  val sum = consumer.await()
  producer.join()
  val ns = nsEach(start, n)
  check(sum, n.toLong() * (n - 1) / 2)
  return mapOf("ns" to ns)
}

suspend fun CoroutineScope.lock(n: Int): Metrics {
  val each = maxOf(1, n / LOCKERS)
  val mutex = Mutex()
  var acquired = 0
  val start = System.nanoTime()
  List(LOCKERS) {
      launch {
        repeat(each) {
          mutex.withLock {
            yield()
            acquired++
          }
        }
      }
    }
    .joinAll()
  val ns = nsEach(start, LOCKERS * each)
  check(acquired.toLong(), LOCKERS.toLong() * each)
  return mapOf("ns" to ns)
}

// Time

/** There is no second way, as `wait_for` would be. */
suspend fun timeout(n: Int): Metrics {
  var ran = 0
  val start = System.nanoTime()
  repeat(n) {
    withTimeout(10.seconds) {
      yield()
      ran++
    }
  }
  val ns = nsEach(start, n)
  check(ran.toLong(), n.toLong())
  return mapOf("timeout" to ns)
}

// Threads

/** A call from another thread is a callback, so no coroutine is launched for it here either. */
suspend fun CoroutineScope.threadsafe(threads: Int, n: Int): Metrics {
  val each = maxOf(1, n / threads)
  val done = CompletableDeferred<Unit>()
  var left = threads * each
  val countdown = Runnable { if (--left == 0) done.complete(Unit) }
  val executor = (coroutineContext[ContinuationInterceptor] as CoroutineDispatcher).asExecutor()

  val start = System.nanoTime()
  val callers = List(threads) { thread { repeat(each) { executor.execute(countdown) } } }
  done.await()
  val ns = nsEach(start, threads * each)
  callers.forEach(Thread::join)
  return mapOf("ns" to ns)
}

suspend fun toThread(n: Int): Metrics {
  var sum = 0L
  val start = System.nanoTime()
  repeat(n) { sum += withContext(Dispatchers.IO) { 1 } }
  val ns = nsEach(start, n)
  check(sum, n.toLong())
  return mapOf("ns" to ns)
}
