"""The workloads of `bench/compare`, but for the trees. Each takes N and returns its metrics.

They are ns per operation, but for `bytes`.
"""

import asyncio
import gc
import os
import threading
from functools import cache, partial
from time import perf_counter_ns

Metrics = dict[str, float]


def ns_each(started: int, n: int) -> float:
    return (perf_counter_ns() - started) / n


def check(actual: int, expected: int) -> None:
    if actual != expected:
        raise RuntimeError(f"the workload came to {actual}, not to {expected}")


async def one() -> int:
    return 1


# Switching


async def switch(tasks: int, n: int) -> Metrics:
    each = max(1, n // tasks)

    async def take_turns() -> None:
        for _ in range(each):
            await asyncio.sleep(0)

    started = perf_counter_ns()
    await asyncio.gather(*[take_turns() for _ in range(tasks)])
    return {"ns": ns_each(started, tasks * each)}


async def nested(levels: int) -> int:
    if levels == 0:
        await asyncio.sleep(0)
        return 0
    return 1 + await nested(levels - 1)


async def deep(n: int) -> Metrics:
    depth = 50
    total = 0
    started = perf_counter_ns()
    for _ in range(n):
        total += await nested(depth)
    metrics = {"ns": ns_each(started, n)}
    check(total, n * depth)
    return metrics


# Tasks


async def spawn(n: int) -> Metrics:
    total = 0
    started = perf_counter_ns()
    for _ in range(n):
        total += await asyncio.create_task(one())
    metrics = {"ns": ns_each(started, n)}
    check(total, n)
    return metrics


async def gather(n: int) -> Metrics:
    started = perf_counter_ns()
    results = await asyncio.gather(*[one() for _ in range(n)])
    metrics = {"ns": ns_each(started, n)}
    check(sum(results), n)
    return metrics


async def sleepers(n: int) -> Metrics:
    resident_before = resident_at_first()

    started = perf_counter_ns()
    tasks = [asyncio.create_task(asyncio.sleep(3600)) for _ in range(n)]
    await asyncio.sleep(0)
    metrics = {"start": ns_each(started, n)}

    if resident_before is not None:
        gc.collect()
        metrics["bytes"] = (resident() - resident_before) / n

    started = perf_counter_ns()
    for task in tasks:
        task.cancel()
    ends = await asyncio.gather(*tasks, return_exceptions=True)
    metrics["cancel"] = ns_each(started, n)
    check(sum(isinstance(end, asyncio.CancelledError) for end in ends), n)
    return metrics


def resident() -> int | None:
    """Bytes of this process that are in memory; None where the system does not tell."""
    try:
        with open("/proc/self/statm") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except FileNotFoundError:
        return None


@cache
def resident_at_first() -> int | None:
    """Before the first round: the later ones find memory that this process did not give back."""
    return resident()


# Queues and locks


async def pass_through(size: int, n: int) -> Metrics:
    queue = asyncio.Queue(size)

    async def produce() -> None:
        for item in range(n):
            await queue.put(item)

    async def consume() -> int:
        total = 0
        for _ in range(n):
            total += await queue.get()
        return total

    started = perf_counter_ns()
    _, total = await asyncio.gather(produce(), consume())
    metrics = {"ns": ns_each(started, n)}
    check(total, n * (n - 1) // 2)
    return metrics


async def lock(n: int) -> Metrics:
    tasks = 100
    each = max(1, n // tasks)
    lock = asyncio.Lock()

    async def acquire() -> None:
        for _ in range(each):
            async with lock:
                await asyncio.sleep(0)

    started = perf_counter_ns()
    await asyncio.gather(*[acquire() for _ in range(tasks)])
    return {"ns": ns_each(started, tasks * each)}


# Time


class Countdown:
    """A callback that completes `done` when it is called for the last of `calls` times."""

    def __init__(self, calls: int) -> None:
        self.left = calls
        self.done = asyncio.get_running_loop().create_future()

    def __call__(self) -> None:
        self.left -= 1
        if not self.left:
            self.done.set_result(None)


async def timers(n: int) -> Metrics:
    loop = asyncio.get_running_loop()
    countdown = Countdown(n - n // 2)

    started = perf_counter_ns()
    for i in range(n):
        timer = loop.call_later(i * 7919 % 1000 / 1e6, countdown)
        if i % 2:
            timer.cancel()
    await countdown.done
    return {"ns": ns_each(started, n)}


async def timeout(n: int) -> Metrics:
    started = perf_counter_ns()
    for _ in range(n):
        await asyncio.wait_for(asyncio.sleep(0), 10)
    metrics = {"wait_for": ns_each(started, n)}

    started = perf_counter_ns()
    for _ in range(n):
        async with asyncio.timeout(10):
            await asyncio.sleep(0)
    metrics["timeout"] = ns_each(started, n)
    return metrics


# Threads


async def threadsafe(threads: int, n: int) -> Metrics:
    loop = asyncio.get_running_loop()
    each = max(1, n // threads)
    countdown = Countdown(threads * each)

    def call_in() -> None:
        for _ in range(each):
            loop.call_soon_threadsafe(countdown)

    callers = [threading.Thread(target=call_in) for _ in range(threads)]
    started = perf_counter_ns()
    for caller in callers:
        caller.start()
    await countdown.done
    metrics = {"ns": ns_each(started, threads * each)}
    for caller in callers:
        caller.join()
    return metrics


async def to_thread(n: int) -> Metrics:
    def one_there() -> int:
        return 1

    total = 0
    started = perf_counter_ns()
    for _ in range(n):
        total += await asyncio.to_thread(one_there)
    metrics = {"ns": ns_each(started, n)}
    check(total, n)
    return metrics


WORKLOADS = {
    "switch-1": partial(switch, 1),
    "switch-100": partial(switch, 100),
    "switch-10000": partial(switch, 10_000),
    "spawn": spawn,
    "gather": gather,
    "queue": partial(pass_through, 100),
    "queue-1": partial(pass_through, 1),
    "sleepers": sleepers,
    "timers": timers,
    "threadsafe-1": partial(threadsafe, 1),
    "threadsafe-4": partial(threadsafe, 4),
    "to-thread": to_thread,
    "lock": lock,
    "timeout": timeout,
    "deep": deep,
    "deep-async": deep,  # A call of a coroutine function is both here.
}
