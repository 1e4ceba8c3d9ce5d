"""One workload on asyncio, as often as standard input asks for it: `peer.py [--uvloop] WORKLOAD N`.

Prints `ready`; answers each line `go` by one line `metric=value …`; ends with its input. A workload
that it does not know is `unsupported`.
"""

import sys

sys.dont_write_bytecode = True  # These are sources of a build: they stay the only files here.

import argparse
import asyncio
import gc

import trees
import workloads

WORKLOADS = workloads.WORKLOADS | trees.WORKLOADS


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--uvloop", action="store_true", help="on uvloop's event loop")
    parser.add_argument("workload")
    parser.add_argument("n", type=int)
    arguments = parser.parse_args()

    workload = WORKLOADS.get(arguments.workload)
    if workload is None:
        print("unsupported")
        return

    new_loop = None
    if arguments.uvloop:
        import uvloop

        new_loop = uvloop.new_event_loop

    with asyncio.Runner(loop_factory=new_loop) as runner:
        print("ready", flush=True)
        for line in sys.stdin:
            if line.strip() != "go":
                raise ValueError(f"not go: {line}")
            gc.collect()  # What the last round left must not be paid for by this one.
            metrics = runner.run(workload(arguments.n))
            print(*(f"{name}={value:.3f}" for name, value in metrics.items()), flush=True)


if __name__ == "__main__":
    main()
