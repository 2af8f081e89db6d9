"""A busy loop, each call kept and shown, against a table widget that is told of each result by a queued signal."""

import threading
from statistics import median
from time import perf_counter

from selcore.values.commands import Open, Register, Run

from .base import Figure, percentile
from .window import shown

SECONDS, COUNT = 4.0, 3


def measure() -> list[Figure]:
    found = [(busy(), widget()) for _ in range(COUNT)]
    rates, gaps = [rate for (rate, _), _ in found], [gap for (_, gaps), _ in found for gap in gaps]
    ratio = median(rate / plain for (rate, _), plain in found)
    detail = {"results/s": median(rates), "widget": median(plain for _, plain in found)}
    longest = {"frames": len(gaps), "median": median(gaps)}
    return [
        Figure("busy", "busy loop, kept and shown, against a QTableWidget", ratio, "x", 100, detail=detail),
        Figure("busy-frames", "busy loop: gap between frames, p99", percentile(gaps, 0.99), "ms", 33, True, longest),
        Figure("busy-longest", "busy loop: gap between frames, longest", max(gaps), "ms", 100, True),
    ]


def busy() -> tuple[float, list[float]]:
    """Results a second that are in the table, and the gaps between its frames (ms)."""
    with shown() as on:
        on.window.bridge.adjust(None, False)
        on.do(Open(kind="socketpair", name="pair"), Register(name="pair.a", events=("write",)))
        on.window.bridge.send(Run())
        on.until(lambda: on.store.totals.calls > 1000)
        on.wait(0.5)
        on.frames.at.clear()
        before, start = on.store.next_serial, perf_counter()
        on.wait(SECONDS)
        rate = (on.store.next_serial - before) / (perf_counter() - start)
        gaps = on.frames.gaps()
        on.window.bridge.pause()
        on.until(lambda: on.window.property("state") == "idle" and on.window.property("settled"))
        assert on.store.dropped + on.store.evicted + len(on.store) >= on.store.totals.results
        return rate, gaps


def widget() -> float:
    """Rows a second of the obvious way: one queued signal a result, one row in a QTableWidget a signal."""
    from PySide6.QtCore import QObject, Qt, Signal
    from PySide6.QtWidgets import QApplication, QTableWidget, QTableWidgetItem

    app = QApplication.instance() or QApplication([])
    table = QTableWidget(0, 7)
    table.resize(1000, 700)
    table.show()

    class Source(QObject):
        result = Signal(object)

    source, over, sent = Source(), threading.Event(), threading.Semaphore(0)

    def add(values: tuple[object, ...]) -> None:
        row = table.rowCount()
        table.insertRow(row)
        for column, value in enumerate(values):
            table.setItem(row, column, QTableWidgetItem(str(value)))
        table.scrollToBottom()
        sent.release()

    def emit() -> None:
        number = ahead = 0
        while not over.is_set():
            source.result.emit((number, "pair.a", "WRITE", "EPOLLOUT", 100, 0.0, ""))
            number, ahead = number + 1, ahead + 1
            while ahead > 5000 and not over.is_set():  # what piles up must not fill the memory
                ahead -= sent.acquire(timeout=0.1)

    source.result.connect(add, Qt.ConnectionType.QueuedConnection)
    thread = threading.Thread(target=emit)
    thread.start()
    start = perf_counter()
    while perf_counter() - start < SECONDS:
        app.processEvents()
    rate = table.rowCount() / (perf_counter() - start)
    over.set()
    thread.join()
    source.result.disconnect(add)
    table.close()
    app.processEvents()
    return rate
