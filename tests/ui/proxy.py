"""A reverse proxy of a few lines: takes what comes below a path of its own, and hands it on without the path."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

NOT_HERE = b"HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


@contextmanager
def proxy(port: int, to: int, path: str) -> Iterator[str]:
    """Serve in a thread until the end. Yields the address; what is asked outside the path is answered with 404."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            line, _, rest = (await reader.readuntil(b"\r\n\r\n")).partition(b"\r\n")
            method, target, version = line.split(b" ")
            if target.startswith(path.encode() + b"/"):
                there = await asyncio.open_connection("127.0.0.1", to)
                there[1].write(b" ".join([method, target[len(path) :], version]) + b"\r\n" + once(rest))
                await asyncio.gather(hand_on(reader, there[1]), hand_on(there[0], writer))
            else:
                writer.write(NOT_HERE)
        writer.close()

    asyncio.run_coroutine_threadsafe(asyncio.start_server(answer, "127.0.0.1", port), loop).result()
    try:
        yield f"http://127.0.0.1:{port}{path}"
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)


def once(head: bytes) -> bytes:
    """A request's headers, asking for one answer and no more; a socket's as they are."""
    if b"upgrade: websocket" in head.lower():
        return head
    lines = [one for one in head.split(b"\r\n") if not one.lower().startswith(b"connection:")]
    return b"Connection: close\r\n" + b"\r\n".join(lines)


async def hand_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Bytes from one to the other until there are no more."""
    with suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()
