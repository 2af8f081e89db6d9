"""From the moment a descriptor is made ready to the row on the screen, while a run waits for it."""

import socket
from time import perf_counter

from selcore.commands import Open, Register, Run

from .base import Figure, percentile
from .window import shown

TIMES = 300


def measure() -> list[Figure]:
    with shown() as on, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        on.do(
            Open(kind="udp", name="udp", options={"host": "127.0.0.1"}),
            Register(name="udp", events=("read",), callback="drain"),
        )
        host, _, port = on.store.objects["udp"].address.rpartition(":")
        on.window.bridge.send(Run())
        on.until(lambda: on.window.property("state") == "running")
        found = [once(on, lambda: peer.sendto(b"x", (host, int(port)))) for _ in range(TIMES)]
        on.window.bridge.pause()
        on.until(lambda: on.window.property("state") == "idle")
    detail = {"median": percentile(found, 0.5), "longest": max(found)}
    return [Figure("latency", "ready descriptor to row on screen, p99", percentile(found, 0.99), "ms", 50, True, detail)]


def once(on, make_ready) -> float:  # type: ignore[no-untyped-def]
    """Milliseconds until a frame that shows the row was painted."""
    on.wait(0.02)
    rows = on.window.history.model.rowCount()
    start = perf_counter()
    make_ready()
    on.until(lambda: on.window.history.model.rowCount() > rows)
    grown = perf_counter()
    on.until(lambda: on.frames.at and on.frames.at[-1] >= grown)
    return (on.frames.at[-1] - start) * 1e3
