"""Programs that do nothing wrong, though it may look like it."""

HEALTHY = {
    "a storm of select(0)": """
import asyncio
async def step():
    for _ in range(4000): await asyncio.sleep(0)
asyncio.run(step())
""",
    "work that gives way again and again": """
import asyncio, time
async def work():
    until = time.monotonic() + 1.4
    while time.monotonic() < until:
        sum(range(20000)); await asyncio.sleep(0)
asyncio.run(work())
""",
    "an interface that asks every 30 ms": """
import selectors, socket, time
a, b = socket.socketpair()
with selectors.DefaultSelector() as s:
    s.register(a, selectors.EVENT_READ)
    for _ in range(40):
        s.select(0); time.sleep(0.03)
""",
    "one that asks every 100 ms": """
import selectors, socket, time
a, b = socket.socketpair()
with selectors.DefaultSelector() as s:
    s.register(a, selectors.EVENT_READ)
    for _ in range(12):
        s.select(0); time.sleep(0.1)
""",
    "work in an executor": """
import asyncio, time
async def main():
    loop = asyncio.get_running_loop()
    await asyncio.gather(*(loop.run_in_executor(None, time.sleep, 0.23) for _ in range(3)), asyncio.sleep(0.5))
asyncio.run(main())
""",
    "a loop that is left and entered again": """
import asyncio, time
loop = asyncio.new_event_loop()
loop.run_until_complete(asyncio.sleep(0.01))
time.sleep(0.6)
loop.run_until_complete(asyncio.sleep(0.01))
loop.close()
""",
    "a child that is waited for": """
import asyncio, sys
async def main():
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", "import time; time.sleep(0.4)")
    await child.wait()
asyncio.run(main())
""",
    "a busy echo": """
import selectors, socket, time
a, b = socket.socketpair()
with selectors.DefaultSelector() as s:
    s.register(a, selectors.EVENT_READ, a.recv)
    until = time.monotonic() + 1.6
    while time.monotonic() < until:
        b.send(b"x" * 50)
        for key, mask in s.select():
            a.send(key.data(100)); b.recv(100)
""",
    "asyncio that answers as fast as it is asked": """
import asyncio, socket, threading, time
def ask(one):
    until = time.monotonic() + 2.5
    while time.monotonic() < until: one.send(b"x" * 50); one.recv(100)
    one.close()
async def main():
    a, b = socket.socketpair(); a.setblocking(False); done = asyncio.Event()
    def read():
        data = a.recv(100)
        if data: a.send(data)
        else: done.set(); asyncio.get_running_loop().remove_reader(a)
    asyncio.get_running_loop().add_reader(a, read)
    t = threading.Thread(target=ask, args=(b,)); t.start()
    await done.wait(); t.join(); a.close()
asyncio.run(main())
""",
    "a pipe that is filled as fast as it is read": """
import asyncio, os, subprocess, sys, time
feeder = [sys.executable, "-c", "import os\\nwhile True: os.write(1, bytes(4096))"]
child = subprocess.Popen(feeder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
fd = child.stdout.fileno()
async def main():
    asyncio.get_running_loop().add_reader(fd, lambda: os.read(fd, 4096))
    await asyncio.sleep(2.5)
    asyncio.get_running_loop().remove_reader(fd)
asyncio.run(main())
child.kill(); child.wait(); child.stdout.close()
""",
    "a large send in parts": """
import selectors, socket, threading
a, b = socket.socketpair()
def read():
    while b.recv(1 << 14): pass
t = threading.Thread(target=read); t.start()
left = memoryview(b"x" * 200_000_000)
with selectors.DefaultSelector() as s:
    s.register(a, selectors.EVENT_WRITE, a.send)
    while left:
        for key, mask in s.select():
            left = left[key.data(left[: 1 << 16]) :]
    s.unregister(a)
a.close(); t.join()
""",
    "an echo server whose clients think for long": """
import selectors, socket, threading, time
with selectors.DefaultSelector() as s, socket.create_server(("127.0.0.1", 0)) as server:
    def accept(sock, mask):
        one, _ = sock.accept(); one.setblocking(False); s.register(one, selectors.EVENT_READ, read)
    def read(one, mask):
        data = one.recv(1000)
        if data: one.send(data.upper())
        else: s.unregister(one); one.close(); left.append(one)
    def client():
        with socket.create_connection(server.getsockname()) as one:
            for _ in range(2): one.send(b"hello"); one.recv(100); time.sleep(1.3)
    left = []
    s.register(server, selectors.EVENT_READ, accept)
    threading.Thread(target=client, daemon=True).start()
    while not left:
        for key, mask in s.select(): key.data(key.fileobj, mask)
""",
    "a key whose data is no function, and long waits": """
import selectors, socket, threading, time
a, b = socket.socketpair()
def feed():
    for _ in range(3): time.sleep(1.3); b.send(b"x")
t = threading.Thread(target=feed); t.start()
with selectors.DefaultSelector() as s:
    s.register(a, selectors.EVENT_READ, "some data")
    for _ in range(3):
        for key, mask in s.select(): a.recv(10)
t.join()
""",
    "timers": """
import asyncio
async def main():
    await asyncio.gather(*(asyncio.sleep(n / 100) for n in range(100)))
asyncio.run(main())
""",
    "two loops in two threads": """
import asyncio, threading
def run(): asyncio.run(asyncio.sleep(0.4))
threads = [threading.Thread(target=run) for _ in range(2)]
for t in threads: t.start()
for t in threads: t.join()
""",
    "connections that come and go": """
import asyncio
async def handle(r, w):
    w.write(await r.read(10)); await w.drain(); w.close()
async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    for _ in range(150):
        r, w = await asyncio.open_connection("127.0.0.1", port)
        w.write(b"x"); assert await r.read(10) == b"x"; w.close()
    server.close()
asyncio.run(main())
""",
}
PLANTED = {
    "a callback of 230 ms": (
        "long-turn", "slow", """
import asyncio, time
async def slow(r, w):
    while await r.readline():
        time.sleep(0.23); w.write(b"y")
async def client(port, n):
    r, w = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(n):
        w.write(b"x\\n"); await r.read(1); await asyncio.sleep(0.3)
    w.close()
async def main():
    server = await asyncio.start_server(slow, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    await asyncio.gather(client(port, 5), client(port, 5))
    server.close()
asyncio.run(main())
"""),
    "ten callbacks of 25 ms": (
        "many-callbacks", "part", """
import asyncio, time
async def part():
    for _ in range(4):
        await asyncio.sleep(0.2)
        time.sleep(0.025)
async def main():
    await asyncio.gather(*(part() for _ in range(10)))
asyncio.run(main())
"""),
    "a spin on WRITE": (
        "always-writable", "on_write", """
import selectors, socket, time
a, b = socket.socketpair()
def on_write(sock): pass
with selectors.DefaultSelector() as s:
    s.register(a, selectors.EVENT_WRITE, on_write)
    until = time.monotonic() + 2
    while time.monotonic() < until:
        for key, mask in s.select(): key.data(key.fileobj)
"""),
    "an end that is not drained": (
        "ready-unserved", "on_read", """
import selectors, socket, time
a, b = socket.socketpair()
b.close()
def on_read(sock): pass
with selectors.DefaultSelector() as s:
    s.register(a, selectors.EVENT_READ, on_read)
    until = time.monotonic() + 2
    while time.monotonic() < until:
        for key, mask in s.select(): key.data(key.fileobj)
"""),
    "asyncio that watches for WRITE for ever, with a timer": (
        "always-writable", "on_write", """
import asyncio, socket
def on_write(): pass
async def main():
    a, b = socket.socketpair()
    with a, b:
        asyncio.get_running_loop().add_writer(a, on_write)
        await asyncio.sleep(4)
        asyncio.get_running_loop().remove_writer(a)
asyncio.run(main())
"""),
    "asyncio that does not read what came": (
        "ready-unserved", "on_read", """
import asyncio, socket
def on_read(): pass
async def main():
    a, b = socket.socketpair()
    with a, b:
        b.send(b"x")
        asyncio.get_running_loop().add_reader(a, on_read)
        await asyncio.sleep(4)
        asyncio.get_running_loop().remove_reader(a)
asyncio.run(main())
"""),
    "a callback that never returns": (
        "never-returns", "stuck", """
import asyncio, time
async def stuck(): time.sleep(2)
asyncio.run(stuck())
"""),
    "callbacks that only come again": (
        "reschedules-itself", "again", """
import asyncio
async def main():
    loop = asyncio.get_running_loop()
    def again(): loop.call_soon(again)
    again()
    await asyncio.sleep(2)
asyncio.run(main())
"""),
    "a slow function of a plain loop": (
        "long-turn", "serve", """
import selectors, socket, time
a, b = socket.socketpair()
def serve(sock): sock.recv(10); time.sleep(0.23)
with selectors.DefaultSelector() as s:
    s.register(a, selectors.EVENT_READ, serve)
    for _ in range(6):
        b.send(b"x")
        for key, mask in s.select(): key.data(key.fileobj)
        s.select(0.05)
"""),
}  # fmt: skip
"""The lint that must speak, the function that it must name, the program."""
