"""An echo server with asyncio's streams, and three clients of it in the same loop: nobody keeps anybody waiting."""

import asyncio
import sys


async def handle_client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def client(port: int, name: str, rounds: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for number in range(rounds):
        writer.write(f"{name} {number}\n".encode())
        print((await reader.readline()).decode(), end="", flush=True)
        await asyncio.sleep(0.2)
    writer.close()
    await writer.wait_closed()


async def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    server = await asyncio.start_server(handle_client, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        await asyncio.gather(*(client(port, name, rounds) for name in ("anna", "ben", "carla")))


if __name__ == "__main__":
    asyncio.run(main())
