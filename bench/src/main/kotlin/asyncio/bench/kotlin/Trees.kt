package asyncio.bench.kotlin

import java.math.BigInteger
import kotlin.math.pow
import kotlin.math.roundToInt
import kotlin.random.Random
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch

private const val LEVELS = 6
private const val CACHED_PERCENT = 90
private const val FACTORIAL = 500
private const val FACTORIAL_BITS = 3768

/** What the leaves of pyperformance's `async_tree` do. */
fun interface Leaf {
  suspend fun run()
}

val None = Leaf {}

val Io = Leaf { delay(50.milliseconds) }

/** Waits, but nine times out of ten for what somebody has waited for before. */
class Memo(private val random: Random = Random(0)) : Leaf {
  private val cache = HashMap<Int, Boolean>()

  override suspend fun run() {
    val key = random.nextInt(1, 101)
    if (key > CACHED_PERCENT || cache.put(key, true) == null) {
      delay(50.milliseconds)
    }
  }
}

/** Half of them compute, half are as [Memo]. */
class CpuIo : Leaf {
  private val random = Random(0)
  private val memo = Memo(random)

  override suspend fun run() {
    if (random.nextBoolean()) {
      check(product(1, FACTORIAL).bitLength() == FACTORIAL_BITS)
    } else {
      memo.run()
    }
  }

  /** By halves, as CPython's factorial: numbers of about the same length are multiplied. */
  private fun product(from: Int, to: Int): BigInteger {
    if (to - from < 2) {
      return (if (from == to) from.toLong() else from.toLong() * to).toBigInteger()
    }
    val middle = (from + to) / 2
    return product(from, middle) * product(middle + 1, to)
  }
}

/** Six levels of as many branches each as make `leaves` leaves; each node awaits results. */
suspend fun gathered(leaves: Int, leaf: Leaf): Metrics =
  Tree(leaves, leaf).measured { gathered(LEVELS) }

/** The same, but each node is a scope that waits for what was launched in it. */
suspend fun grouped(leaves: Int, leaf: Leaf): Metrics =
  Tree(leaves, leaf).measured { grouped(LEVELS) }

private class Tree(leaves: Int, private val leaf: Leaf) {
  private val branches = maxOf(1, leaves.toDouble().pow(1.0 / LEVELS).roundToInt())
  private var done = 0

  suspend fun measured(grow: suspend Tree.() -> Unit): Metrics {
    val start = System.nanoTime()
    grow()
    val ms = (System.nanoTime() - start) / 1e6
    check(done == branches.toDouble().pow(LEVELS).roundToInt())
    return mapOf("ms" to ms)
  }

  suspend fun gathered(level: Int) {
    if (level == 0) {
      leaf()
    } else {
      coroutineScope { List(branches) { async { gathered(level - 1) } }.awaitAll() }
    }
  }

  suspend fun grouped(level: Int) {
    if (level == 0) {
      leaf()
    } else {
      coroutineScope { repeat(branches) { launch { grouped(level - 1) } } }
    }
  }

  private suspend fun leaf() {
    leaf.run()
    done++
  }
}
