"""asyncio with one slow callback: who asks for a report sleeps in the loop's own thread, and the others wait for it.

``await asyncio.sleep(0.23)``, or ``await asyncio.to_thread(make_report)``, would let them be served meanwhile.
"""

import asyncio
import sys
import time


def make_report() -> bytes:
    time.sleep(0.23)
    return b"report\n"


async def handle_client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while line := await reader.readline():
        writer.write(make_report() if line == b"report\n" else line)
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def client(port: int, word: str, pause: float, rounds: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(rounds):
        began = time.monotonic()
        writer.write(f"{word}\n".encode())
        answer = (await reader.readline()).decode().strip()
        print(f"{answer}: {(time.monotonic() - began) * 1000:.0f} ms", flush=True)
        await asyncio.sleep(pause)
    writer.close()
    await writer.wait_closed()


async def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    server = await asyncio.start_server(handle_client, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        others = (client(port, "ping", 0.05, rounds * 8) for _ in range(3))
        await asyncio.gather(client(port, "report", 0.5, rounds), *others)


if __name__ == "__main__":
    asyncio.run(main())
