"""Adding results to a full history against adding them to an empty one, with a table that follows."""

import os
from statistics import median
from time import perf_counter

from selcore.history.store import Store
from selcore.values.facts import Batch

from .base import Figure
from .memory import BLOCK, ROWS, block

TIMES = 40


def measure() -> list[Figure]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from ui.history.panel import HistoryPanel

    app = QApplication([])
    store = Store()
    panel = HistoryPanel(store)
    panel.resize(800, 600)
    panel.show()
    at = 0

    def add() -> float:
        """One frame's work: the batch is taken in, announced, and the table painted."""
        nonlocal at
        facts = block(at)
        at += BLOCK
        start = perf_counter()
        panel.fold(store.fold(Batch((facts,))))
        app.processEvents()
        return perf_counter() - start

    early: list[float] = []
    late: list[float] = []
    for _ in range(3):
        store.reset()
        panel.model.reload()
        add()
        early += [add() for _ in range(TIMES)]
        panel.set_following(False)
        while len(store) < ROWS - (TIMES + 1) * BLOCK:
            add()
        panel.set_following(True)
        add()
        late += [add() for _ in range(TIMES)]
    ratio = median(late) / median(early)
    detail = {"us a result": median(late) / BLOCK * 1e6, "first": median(early) / BLOCK * 1e6}
    return [Figure("append", "adding the 1,000,000th result, against the 1,000th", ratio, "x", 1.1, True, detail)]
