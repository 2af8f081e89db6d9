"""The programs that ``bench/watch.py`` runs with and without the probe. Each prints its work in a second of the CPU."""

ASYNCIO = """
import asyncio, sys, time
work = float(sys.argv[1])
async def handle(reader, writer):
    while data := await reader.read(100):
        if work:
            until = time.perf_counter() + work
            while time.perf_counter() < until: pass
        writer.write(data)
async def client(port, rounds):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(rounds):
        writer.write(b"x" * 64)
        await reader.read(100)
    writer.close()
async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    began = time.process_time()
    await asyncio.gather(*(client(port, 400) for _ in range(8)))
    print(3200 / (time.process_time() - began))
    server.close()
asyncio.run(main())
"""
"""An echo server with asyncio's streams and eight clients; the handler works so many seconds on each message."""

SELECTORS = """
import selectors, socket, sys, time
ready, count = int(sys.argv[1]), 16000
pairs = [socket.socketpair() for _ in range(8)]
def echo(sock):
    sock.send(sock.recv(100))
with selectors.DefaultSelector() as selector:
    for near, far in pairs:
        selector.register(near, selectors.EVENT_READ, echo)
    done, began = 0, time.process_time()
    while done < count:
        first = done
        for n in range(ready):
            pairs[(first + n) % 8][1].send(b"x" * 64)
        for key, mask in selector.select():
            key.data(key.fileobj)
            done += 1
        for n in range(ready):
            pairs[(first + n) % 8][1].recv(100)
    print(count / (time.process_time() - began))
"""
"""An echo over socket pairs, with so many results of each call."""

CONNECTIONS = """
import asyncio, time
async def handle(reader, writer):
    writer.write(await reader.read(100))
    await writer.drain()
    writer.close()
async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    began = time.process_time()
    for _ in range(500):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"x")
        await reader.read()
        writer.close()
    print(500 / (time.process_time() - began))
    server.close()
asyncio.run(main())
"""
"""Connections that come and go, one message each."""

COMINGS = """
import selectors, socket, time
def accept(listener):
    sock = listener.accept()[0]
    sock.setblocking(False)
    selector.register(sock, selectors.EVENT_READ, serve)
def serve(sock):
    data = sock.recv(100)
    if data:
        sock.send(data)
    else:
        selector.unregister(sock)
        sock.close()
with selectors.DefaultSelector() as selector, socket.create_server(("127.0.0.1", 0)) as listener:
    selector.register(listener, selectors.EVENT_READ, accept)
    began = time.process_time()
    for _ in range(2000):
        client = socket.create_connection(listener.getsockname())
        client.send(b"x")
        for _ in range(2):
            for key, mask in selector.select():
                key.data(key.fileobj)
        client.recv(100)
        client.close()
        for key, mask in selector.select():
            key.data(key.fileobj)
    print(2000 / (time.process_time() - began))
"""
"""The same with plain selectors: accepted, registered, served, unregistered, closed."""

FLOOD = """
import selectors, socket, time
pairs = [socket.socketpair() for _ in range(8)]
with selectors.DefaultSelector() as selector:
    for near, far in pairs:
        selector.register(near, selectors.EVENT_WRITE)
    until, results, began = time.monotonic() + 10, 0, time.monotonic()
    while (now := time.monotonic()) < until:
        results += len(selector.select())
        if results > (now - began) * 200_000:
            time.sleep(0.0005)
    print(results / (time.monotonic() - began))
"""
"""Two hundred thousand results a second, eight a call, for ten seconds."""

START = "import time, asyncio; print(time.time())"
