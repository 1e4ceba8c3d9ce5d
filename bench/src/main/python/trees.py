"""pyperformance's `async_tree`: six levels of as many branches each as make N leaves."""

import asyncio
import math
import random
from collections.abc import Awaitable, Callable
from functools import partial
from time import perf_counter_ns

LEVELS = 6
SLEEP = 0.05
CACHED_OF_100 = 90

Leaf = Callable[[], Awaitable[object]]
Grow = Callable[[int, int, Leaf], Awaitable[None]]


def leaf_none() -> Leaf:
    async def leaf() -> None:
        pass

    return leaf


def leaf_io() -> Leaf:
    async def leaf() -> None:
        await asyncio.sleep(SLEEP)

    return leaf


def leaf_memo(chance: random.Random | None = None) -> Leaf:
    chance = chance or random.Random(0)
    cache: dict[int, bool] = {}

    async def leaf() -> int:
        key = chance.randint(1, 100)
        if key <= CACHED_OF_100:
            if cache.get(key):
                return key
            cache[key] = True
        await asyncio.sleep(SLEEP)
        return key

    return leaf


def leaf_cpu_io() -> Leaf:
    chance = random.Random(0)
    memo = leaf_memo(chance)

    async def leaf() -> int:
        if chance.random() < 0.5:
            return math.factorial(500)
        return await memo()

    return leaf


async def gathered(level: int, branches: int, leaf: Leaf) -> None:
    if level == 0:
        await leaf()
    else:
        await asyncio.gather(*[gathered(level - 1, branches, leaf) for _ in range(branches)])


async def grouped(level: int, branches: int, leaf: Leaf) -> None:
    if level == 0:
        await leaf()
    else:
        async with asyncio.TaskGroup() as group:
            for _ in range(branches):
                group.create_task(grouped(level - 1, branches, leaf))


async def tree(grow: Grow, new_leaf: Callable[[], Leaf], n: int) -> dict[str, float]:
    branches = max(1, round(n ** (1 / LEVELS)))
    leaf = new_leaf()
    started = perf_counter_ns()
    await grow(LEVELS, branches, leaf)
    return {"ms": (perf_counter_ns() - started) / 1e6}


LEAVES = {
    "tree-none": leaf_none,
    "tree-io": leaf_io,
    "tree-memo": leaf_memo,
    "tree-cpu-io": leaf_cpu_io,
}

WORKLOADS = {
    f"{name}{suffix}": partial(tree, grow, new_leaf)
    for name, new_leaf in LEAVES.items()
    for suffix, grow in (("", gathered), ("-tg", grouped))
}
