"""A line in which an expression is typed: what could come next is offered, the place of a mistake is underlined."""

from collections.abc import Callable, Iterable
from math import ceil

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QRect, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QLineEdit, QWidget

from selcore.values.options import LONGEST_FILTER

from ..kit import theme
from ..kit.text_size import give_font

Present = Callable[[str], Iterable[str]]
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
WAVE = 3
"""Pixels of half a wave of the underline."""


def tr(source: str) -> str:
    return QCoreApplication.translate("Filter", source)


class FilterLine(QLineEdit):
    """``entered`` on Enter, ``history_wanted`` on Down while nothing is offered. ``present`` knows a column's words."""

    entered = Signal()
    history_wanted = Signal()

    def __init__(self, present: Present, parent: QWidget | None = None):
        super().__init__(parent)
        self._present = present
        self._wrong: tuple[int, int] | None = None
        self._span, self._beneath = (0, 0), 0
        self.setObjectName("filter")
        self.setAccessibleName(tr("filter of the history"))
        self.setPlaceholderText(tr('filter: name == "server"'))
        self.setClearButtonEnabled(True)
        self.setMaxLength(LONGEST_FILTER + 1)  # one more: that it is too long is said, not cut away unseen
        give_font(self, "code")
        self._offers = QStringListModel(self)
        self._completer = QCompleter(self._offers, self)
        self._completer.setWidget(self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self._completer.setMaxVisibleItems(10)
        self._popup: QAbstractItemView = self._completer.popup()  # type: ignore[assignment]
        self._popup.setObjectName("filter.offers")
        self._popup.setAccessibleName(tr("what could come next"))
        give_font(self._popup, "code")
        self._completer.activated.connect(self._take)
        self.textEdited.connect(lambda _: self.offer())

    # What could come next.

    @property
    def offered(self) -> list[str]:
        """The words that are offered now."""
        return self._offers.stringList() if self._popup.isVisible() else []

    def offer(self, asked: bool = False) -> None:
        """Offer what can stand at the cursor; before anything is typed only if it was asked for."""
        from selcore.filters.completing import complete  # numpy comes with it

        found = complete(self.text(), self.cursorPosition(), self._present)
        typed = self.text()[found.start : self.cursorPosition()]
        wanted = asked or bool(self.text().strip())
        if not wanted or not found.words or found.words == (typed,):
            self._popup.hide()
            return
        self._span = (found.start, found.end)
        self._offers.setStringList(list(found.words))
        self._completer.setCompletionPrefix("")
        popup = self._popup
        place = QRect(self.cursorRect())
        place.setLeft(max(round(self._x(found.start)) - 4, 0))
        bar = popup.verticalScrollBar().sizeHint().width()
        place.setWidth(max(popup.sizeHintForColumn(0) + bar + 24, 120))
        place.setBottom(self.rect().bottom() + self._beneath)
        theme.clothe(popup)  # a window of its own
        self._completer.complete(place)
        popup.setCurrentIndex(self._offers.index(-1))  # Enter means what is typed until one is chosen

    def keep_free(self, height: int) -> None:
        """So many pixels beneath the line must stay in sight: what is offered stands below them."""
        moved, self._beneath = height - self._beneath, height
        if moved and self._popup.isVisible():
            self._popup.move(self._popup.pos() + QPoint(0, moved))

    def _take(self, word: str) -> None:
        start, end = self._span
        self.setSelection(start, end - start)
        more = "" if word.endswith("(") or self.text()[end : end + 1] == " " else " "
        self.insert(word + more)
        self.textEdited.emit(self.text())
        if word.startswith('"'):
            self._popup.hide()

    # A mistake.

    def set_wrong(self, place: tuple[int, int] | None) -> None:
        """Underline these characters, or nothing."""
        self._wrong = place
        self.update()

    @property
    def wrong(self) -> tuple[int, int] | None:
        return self._wrong

    def _x(self, place: int) -> float:
        """Where a character begins. Only the cursor tells how far the text is scrolled."""
        width = self.fontMetrics().horizontalAdvance
        origin = self.cursorRect().center().x() - width(self.text()[: self.cursorPosition()])
        return origin + width(self.text()[:place])

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._wrong is None:
            return
        left, right = self._x(self._wrong[0]), self._x(self._wrong[1])
        right = max(right, left + self.fontMetrics().averageCharWidth())
        below = (self.height() + self.fontMetrics().ascent() + self.fontMetrics().descent()) / 2 + 0.5
        painter = QPainter(self)
        painter.setClipRect(self.rect().adjusted(4, 2, -24, -2))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("error"), 1.6))
        waves = ceil((right - left) / WAVE) + 1
        painter.drawPolyline(QPolygonF([QPointF(left + n * WAVE, below - (n % 2) * 2.5) for n in range(waves)]))
        painter.end()

    # Keys.

    def event(self, event: QEvent) -> bool:
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.ShortcutOverride and self._popup.isVisible():
            event.accept()  # it closes what is offered; elsewhere it stops the waiting call
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab:
            offered = self.offered  # before Qt takes it to leave the line
            if offered:
                chosen = self._popup.currentIndex().row()
                self._take(offered[max(chosen, 0)])
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        popup, key = self._popup, event.key()
        if key == Qt.Key.Key_Escape and popup.isVisible():
            popup.hide()
        elif key in ENTER and popup.isVisible() and popup.currentIndex().isValid():
            event.ignore()  # the completer takes it
        elif key in ENTER:
            popup.hide()
            self.entered.emit()
        elif key == Qt.Key.Key_Down and not popup.isVisible():
            self.history_wanted.emit()
        elif key == Qt.Key.Key_Space and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.offer(asked=True)
        else:
            super().keyPressEvent(event)
