"""From the moment a descriptor is made ready to the row on the screen, while a run waits for it."""

import socket
from collections.abc import Callable
from time import perf_counter

from selcore.values.commands import Open, Register, Run

from .base import Figure, percentile
from .window import Shown, shown

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
    return [
        Figure("latency", "ready descriptor to row on screen, p99", percentile(found, 0.99), "ms", 50, True, detail)
    ]


def once(on: Shown, make_ready: Callable[[], object]) -> float:
    """Milliseconds until a frame that shows the row was painted."""
    on.wait(0.02)
    rows = len(on.store)
    start = perf_counter()
    make_ready()
    on.until(lambda: len(on.store) > rows)
    # The row was announced within one turn of the loop; the frame that shows it is the next one painted.
    told = len(on.frames.at)
    on.until(lambda: len(on.frames.at) > told or on.frames.shows(rows))
    return (on.frames.at[-1] - start) * 1e3
