"""Python's garbage is collected by the window's thread alone.

CPython collects in whatever thread happens to allocate. A Qt object in a cycle of references is then destroyed by the
worker's thread; its timer cannot be stopped from there, Qt keeps a pointer to it, and when it is due the window ends in
a segmentation fault (PySide 6.11.3; a test met it about once in a hundred runs).
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 200
"""Milliseconds between two looks at how much has been made."""


class Collector(QObject):
    """Switches the automatic collector off, and collects what is due five times a second."""

    def __init__(self, parent: QObject):
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self, interval=EVERY)
        timer.timeout.connect(collect_what_is_due)
        timer.start()


def collect_what_is_due() -> None:
    """Collect the oldest generation that has reached its threshold, as CPython does when it allocates."""
    pairs = enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
    due = [generation for generation, (count, threshold) in pairs if 0 < threshold < count]
    if due:
        gc.collect(max(due))
