"""Whether the newest row is kept in view, and the mark that leads back to it: "12 new rows"."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QTableView, QToolButton

from ..kit.labels import caption
from ..kit.saying import counted

EDGE = 8
"""Pixels between the mark and the edge of the list."""


def tr(source: str) -> str:
    return QCoreApplication.translate("Following", source)


class Following(QObject):
    """``changed(bool)``. It ends when a row is chosen or the list is scrolled up, and goes on at the list's end.

    ``newest()`` is the serial number that the next row will have, ``shown_since(serial)`` how many rows of the list
    have that one or a later.
    """

    changed = Signal(bool)

    def __init__(self, view: QTableView, newest: Callable[[], int], shown_since: Callable[[int], int]):
        super().__init__(view)
        self._view, self._newest, self._shown_since = view, newest, shown_since
        self.on, self._left_at = True, 0
        self.mark = QToolButton(view)
        self.mark.setObjectName("history.newer")
        self.mark.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.mark.setArrowType(Qt.ArrowType.DownArrow)
        self.mark.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.mark.clicked.connect(lambda: self.set(True))
        self.mark.hide()
        view.verticalScrollBar().actionTriggered.connect(self._scrolled)
        view.pressed.connect(lambda index: self.set(False))
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    def set(self, on: bool) -> None:
        """Whether the newest row is kept in view."""
        if on != self.on:
            self.on, self._left_at = on, self._newest()
            self.changed.emit(on)
        if on:
            self._view.scrollToBottom()
        self.tell()

    def tell(self, hidden: bool = False) -> None:
        """Say how many rows have come since; nothing where there are none, or where the list does not show them."""
        newer = 0 if self.on or hidden or not self._beneath() else self._shown_since(self._left_at)
        if newer > 0:
            self.mark.setText(caption(counted(tr("{n} new {n:row|rows}"), n=f"{newer:,}")))
            self._place()
        self.mark.setVisible(newer > 0)

    def _beneath(self) -> int:
        """Rows beneath what is in sight: of those that are seen nothing is to be said."""
        last = self._view.rowAt(self._view.viewport().height() - 1)
        return self._view.model().rowCount() - 1 - last if last >= 0 else 0

    def _place(self) -> None:
        """In the lower right corner, over the list."""
        self.mark.adjustSize()
        inner = self._view.viewport().geometry()
        self.mark.move(inner.right() - self.mark.width() - EDGE, inner.bottom() - self.mark.height() - EDGE)

    def _scrolled(self) -> None:
        bar = self._view.verticalScrollBar()
        self.set(bar.sliderPosition() >= bar.maximum())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        wheel = event.type() == QEvent.Type.Wheel and watched is self._view.viewport()
        if wheel or (event.type() == QEvent.Type.KeyPress and watched is self._view):
            # The bar moves only after the wheel or the key is handled: look at it then.
            QCoreApplication.postEvent(self, QEvent(_LOOK if wheel else _LOOK_AT_ROW))
        elif event.type() == QEvent.Type.Resize and watched is self._view.viewport():
            self._place()
        return False

    def customEvent(self, event: QEvent) -> None:
        bar, here = self._view.verticalScrollBar(), self._view.currentIndex()
        at_end = bar.value() >= bar.maximum()
        if event.type() == _LOOK_AT_ROW and here.isValid():
            self.set(at_end and here.row() == self._view.model().rowCount() - 1)
        elif event.type() in (_LOOK, _LOOK_AT_ROW) and bar.maximum():
            self.set(at_end)


_LOOK, _LOOK_AT_ROW = QEvent.Type(QEvent.registerEventType()), QEvent.Type(QEvent.registerEventType())
