"""What is chosen, as one value: file objects and a row of the history. Every panel shows the same one.

Where somebody chooses something, that room's actions say so here; what comes of it everybody hears as a ``Panel`` or a
``RoomActions`` does (``show_selection``), at frame rate at most. No panel knows another.
"""

from collections.abc import Callable
from typing import Literal

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from selcore.history.row import Row

FRAME = 16
"""Milliseconds, at least, between two times that it is told."""
NO_ROW = -1
About = Literal["newest", "object", "row"]


def no_row(name: str) -> int:
    """Of what is open now no row is told: it can be looked at."""
    return NO_ROW


class Selection(msgspec.Struct, frozen=True):
    """``about`` is what was chosen last: the newest result is followed, or an object or a row was chosen."""

    names: tuple[str, ...] = ()
    """The chosen file objects, the current one first."""
    serial: int = NO_ROW
    """The chosen row of the history, by its serial number."""
    about: About = "newest"

    @property
    def name(self) -> str:
        """The current file object; empty where there is none."""
        return self.names[0] if self.names else ""


class Choosing(QObject):
    """Owns the selection of a window. ``changed(Selection)`` is told at once, and again not before a frame is over;
    ``put_off()`` when it is to be told then. ``is_listed(name)``: whether there is such a file object. ``past(name)``:
    the row that an object of a recording is told by, which cannot be looked at any more.
    """

    changed = Signal(object)
    put_off = Signal()

    def __init__(
        self, is_listed: Callable[[str], bool], past: Callable[[str], int] = no_row, parent: QObject | None = None
    ):
        super().__init__(parent)
        self._is_listed, self._past = is_listed, past
        self.value = self._told = Selection()
        self._telling = False
        self._frame = QTimer(self, interval=FRAME, singleShot=True)
        self._frame.timeout.connect(self._tell)

    @property
    def pending(self) -> bool:
        """Whether it is another than was told last."""
        return self.value is not self._told

    def objects(self, names: tuple[str, ...]) -> None:
        """Somebody chose these, the current one first."""
        row = self._past(names[0]) if names else NO_ROW
        about: About = "row" if row >= 0 else "object" if names else "newest"
        self._set(Selection(names, row, about))

    def listed(self, names: tuple[str, ...]) -> None:
        """These are current now by themselves: something was opened or closed. What was chosen to be read stays."""
        other = names[:1] != self.value.names[:1]
        about = "newest" if self.value.about == "object" and other else self.value.about
        self._set(Selection(names, self.value.serial, about))

    def row(self, row: Row | None) -> None:
        """Somebody chose this row, and with it its object; of several chosen objects none is lost by that."""
        if row is None:
            return
        names = self.value.names
        if row.name is not None and self._is_listed(row.name):
            others = tuple(name for name in names if name != row.name) if row.name in names else ()
            names = (row.name, *others)
        self._set(Selection(names, row.serial, "row"))

    def follow(self) -> None:
        """No row is chosen any more: the newest result is what is read."""
        self._set(Selection(self.value.names))

    def begin(self, keeps_rows: bool) -> None:
        """Another session: nothing of the one before can be chosen, but for its rows where those are kept."""
        kept = keeps_rows and self.value.about == "row"
        self._set(Selection((), self.value.serial, "row") if kept else Selection())

    def _set(self, value: Selection) -> None:
        """What panels do because they were told is no choice."""
        if self._telling or value == self.value:
            return
        self.value = value
        if self._frame.isActive():
            self.put_off.emit()
        else:
            self._tell()

    def _tell(self) -> None:
        if not self.pending:
            return
        self._told, self._telling = self.value, True
        self._frame.start()
        try:
            self.changed.emit(self._told)
        finally:
            self._telling = False
