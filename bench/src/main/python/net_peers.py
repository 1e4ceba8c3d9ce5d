"""Echo servers and transfers on asyncio, for the lines of the network.

`net_peers.py [--uvloop] KIND PORT` with `streams` or `protocol` is an echo server on the loopback
address: it prints `ready` when it listens, and ends with its input.

`net_peers.py [--uvloop] WORKLOAD N` with `readline`, `tcp` or `tls` is a peer as `peer.py` is: it
prints `ready`, answers each line `go` by one line `metric=value`, and ends with its input. N is the
number of lines, or of messages of 10 MiB.
"""

import sys

sys.dont_write_bytecode = True  # These are sources of a build: they stay the only files here.

import argparse
import asyncio
import gc
import ssl
import subprocess
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import perf_counter_ns

HOST = "127.0.0.1"
CHUNK = 65536
MESSAGE = bytes(10 * 1024 * 1024)
LINE = b"x" * 79 + b"\n"

Metrics = dict[str, float]


# Echo servers


async def echo_stream(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


class EchoProtocol(asyncio.Protocol):
    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.transport.write(data)

    def pause_writing(self) -> None:
        self.transport.pause_reading()

    def resume_writing(self) -> None:
        self.transport.resume_reading()


async def serve(kind: str, port: int) -> None:
    if kind == "streams":
        server = await asyncio.start_server(echo_stream, HOST, port, backlog=1024)
    else:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(EchoProtocol, HOST, port, backlog=1024)
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    server.close()


# Transfers within this process

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
Client = Callable[[asyncio.StreamReader], Awaitable[int]]


async def transferred(
    write: Handler,
    read: Client,
    server_tls: ssl.SSLContext | None = None,
    client_tls: ssl.SSLContext | None = None,
) -> tuple[int, int]:
    """What the client read from a server whose handler writes, and the nanoseconds it took."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await write(reader, writer)
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(handle, HOST, 0, ssl=server_tls)
    async with server:
        port = server.sockets[0].getsockname()[1]
        started = perf_counter_ns()
        reader, writer = await asyncio.open_connection(
            HOST, port, ssl=client_tls, server_hostname="localhost" if client_tls else None
        )
        total = await read(reader)
        nanos = perf_counter_ns() - started
        writer.close()
        await writer.wait_closed()
    return total, nanos


def check(actual: int, expected: int) -> None:
    if actual != expected:
        raise RuntimeError(f"the transfer came to {actual}, not to {expected}")


async def readline(n: int) -> Metrics:
    """Lines of 80 bytes, written a thousand at a time and read one by one."""
    block = LINE * 1000

    async def write(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(n // 1000):
            writer.write(block)
            await writer.drain()
        writer.write(LINE * (n % 1000))

    async def read(reader: asyncio.StreamReader) -> int:
        lines = 0
        while line := await reader.readline():
            if len(line) != len(LINE):
                raise RuntimeError(f"a line of {len(line)} bytes")
            lines += 1
        return lines

    lines, nanos = await transferred(write, read)
    check(lines, n)
    return {"ns": nanos / n}


async def tcp(
    n: int,
    server_tls: ssl.SSLContext | None = None,
    client_tls: ssl.SSLContext | None = None,
) -> Metrics:
    """pyperformance's `asyncio_tcp`: messages of 10 MiB, each drained, read as they come."""

    async def write(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(n):
            writer.write(MESSAGE)
            await writer.drain()

    async def read(reader: asyncio.StreamReader) -> int:
        total = 0
        while data := await reader.read(len(MESSAGE)):
            total += len(data)
        return total

    total, nanos = await transferred(write, read, server_tls, client_tls)
    check(total, n * len(MESSAGE))
    return {"ms": nanos / 1e6}


async def tls(n: int) -> Metrics:
    return await tcp(n, *tls_contexts())


def tls_contexts() -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Of a server whose certificate is made for the occasion, and of a client that verifies it."""
    with tempfile.TemporaryDirectory() as directory:
        key, certificate = Path(directory, "key.pem"), Path(directory, "certificate.pem")
        command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
        subprocess.run(
            [
                *command.split(),
                *("-addext", "subjectAltName=DNS:localhost"),
                *("-keyout", key, "-out", certificate),
            ],
            check=True,
            stderr=subprocess.DEVNULL,
        )
        server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        server.load_cert_chain(certificate, key)
        return server, ssl.create_default_context(cafile=certificate)


# Being a peer

SERVERS = ("streams", "protocol")
WORKLOADS = {"readline": readline, "tcp": tcp, "tls": tls}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--uvloop", action="store_true", help="on uvloop's event loop")
    parser.add_argument("kind", choices=[*SERVERS, *WORKLOADS])
    parser.add_argument("number", type=int, help="the port of a server, N of a workload")
    arguments = parser.parse_args()

    new_loop = None
    if arguments.uvloop:
        import uvloop

        new_loop = uvloop.new_event_loop

    with asyncio.Runner(loop_factory=new_loop) as runner:
        if arguments.kind in SERVERS:
            runner.run(serve(arguments.kind, arguments.number))
            return
        workload = WORKLOADS[arguments.kind]
        print("ready", flush=True)
        for line in sys.stdin:
            if line.strip() != "go":
                raise ValueError(f"not go: {line}")
            gc.collect()  # What the last round left must not be paid for by this one.
            metrics = runner.run(workload(arguments.number))
            print(*(f"{name}={value:.3f}" for name, value in metrics.items()), flush=True)


if __name__ == "__main__":
    main()
