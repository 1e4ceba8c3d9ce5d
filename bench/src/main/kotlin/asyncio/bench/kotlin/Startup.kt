package asyncio.bench.kotlin

import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield

/** The shortest program that suspends: what is measured is the whole process. */
fun main(): Unit = runBlocking { yield() }
