package asyncio.bench.kotlin

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.runBlocking

/** What one run measured, by the metrics' names: ns per operation, but for `ms` and `bytes`. */
typealias Metrics = Map<String, Double>

/** Nothing public sets a timer without a coroutine. */
private val UNSUPPORTED = setOf("timers")

private suspend fun CoroutineScope.run(workload: String, n: Int): Metrics =
  when (workload) {
    "switch-1" -> switch(1, n)
    "switch-100" -> switch(100, n)
    "switch-10000" -> switch(10_000, n)
    "spawn" -> spawn(n)
    "gather" -> gather(n)
    "queue" -> pass(100, n)
    "queue-1" -> pass(1, n)
    "sleepers" -> sleepers(n)
    "threadsafe-1" -> threadsafe(1, n)
    "threadsafe-4" -> threadsafe(4, n)
    "to-thread" -> toThread(n)
    "lock" -> lock(n)
    "timeout" -> timeout(n)
    "deep",
    "deep-async" -> deep(n)
    "tree-none" -> gathered(n, None)
    "tree-none-tg" -> grouped(n, None)
    "tree-io" -> gathered(n, Io)
    "tree-io-tg" -> grouped(n, Io)
    "tree-memo" -> gathered(n, Memo())
    "tree-memo-tg" -> grouped(n, Memo())
    "tree-cpu-io" -> gathered(n, CpuIo())
    "tree-cpu-io-tg" -> grouped(n, CpuIo())
    else -> throw IllegalArgumentException("no such workload: $workload")
  }

/**
 * Runs a workload each time that a line `go` is read, and answers with its metrics. It runs on the
 * event loop of `runBlocking`: in each workload that is faster than `newSingleThreadContext`.
 */
fun main(args: Array<String>) {
  val workload = args[0]
  val n = args[1].toInt()
  if (workload in UNSUPPORTED) {
    println("unsupported")
    return
  }
  println("ready")
  for (line in generateSequence(::readlnOrNull)) {
    require(line == "go") { "not go: $line" }
    val metrics = runBlocking { run(workload, n) }
    println(metrics.entries.joinToString(" "))
  }
}
