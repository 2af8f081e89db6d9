"""Every refusal of the session, the newest last: the line that was refused and the exception in its own words."""

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from selcore.history.store import Change

from ..kit.labels import label
from ..kit.table_model import Index
from ..kit.table_view import know_viewport
from ..session.panel import Panel, SessionBegun
from .refusals_model import RefusalsModel

LEAST = 1
"""Pixels of the list: from behind another panel it asks for no more, in front of it for what it needs."""


def tr(source: str) -> str:
    return QCoreApplication.translate("Refusals", source)


FEW = 6
"""Lines: with fewer not even two refusals can be read."""


class Heights(QStyledItemDelegate):
    """Knows how high each row was: Qt asks for all of them whenever one is added, behind other panels too.

    ``in_sight`` is to be set: rows that nobody sees are not measured.
    """

    def __init__(self, view: QListView, model: RefusalsModel):
        super().__init__(view)
        self._view, self._model = view, model
        self.in_sight = False
        self._width = -1
        self._known: dict[int, QSize] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.viewport().width()
        if width != self._width or len(self._known) > 2 * self._model.rowCount():
            self._width, self._known = width, {}
        serial = self._model.serial(index.row())
        found = self._known.get(serial)
        if found is None and not self.in_sight:
            return QSize(width, 3 * option.fontMetrics.height())
        if found is None:
            found = self._known[serial] = self._measured(option, index)
        return found

    def _measured(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """What the base class would say, without the nine questions by which it learns that there are only words."""
        option.text = self._model.words(index.row()).replace("\n", "\u2028")  # as it is painted; "\n" ends no line here
        option.features |= option.ViewItemFeature.HasDisplay
        return self._view.style().sizeFromContents(QStyle.ContentsType.CT_ItemViewItem, option, QSize(), self._view)

    def forget(self) -> None:
        """Serials begin anew."""
        self._known.clear()


class RefusalsPanel(QWidget, Panel):
    """``chosen(serial)``: a row of the history is wanted; ``counted(n)`` when there are more.

    ``cramped()``: it has something to show, and room for a few lines only.
    """

    chosen = Signal(object)
    counted = Signal(object)
    cramped = Signal()

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.model = RefusalsModel(self)
        self.list = self._make_list()
        self._heights = Heights(self.list, self.model)
        self.list.setItemDelegate(self._heights)
        self._follows = True  # until somebody scrolls up
        self.list.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.list.verticalScrollBar().rangeChanged.connect(self._grown)
        self._words = label("refusals.words")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 8)
        layout.addWidget(self._words)
        layout.addWidget(self.list, 1)
        self._say()

    def _make_list(self) -> QListView:
        view = QListView()
        view.setObjectName("refusals")
        view.setAccessibleName(tr("what was refused"))
        know_viewport(view)
        view.setModel(self.model)
        view.setWordWrap(True)
        view.setMinimumHeight(LEAST)
        view.setResizeMode(QListView.ResizeMode.Adjust)  # else rows keep the height that they had in another width
        view.setAlternatingRowColors(True)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for signal in (view.activated, view.clicked):
            signal.connect(lambda index: self.chosen.emit(self.model.serial(index.row())))
        return view

    def fold(self, change: Change) -> None:
        """Take in what a batch refused."""
        if change.refused:
            self.model.add(change.refused)
            self._say()
            self._ask_for_room()

    def _scrolled(self, value: int) -> None:
        self._follows = value == self.list.verticalScrollBar().maximum()

    def _grown(self, _: int, end: int) -> None:
        """The list is higher than it was, by a row or by words that are wrapped elsewhere: its end stays in sight."""
        if self._follows:
            self.list.verticalScrollBar().setValue(end)

    def focus_chain(self) -> list[QWidget]:
        return [self.list]

    def set_in_sight(self, on: bool) -> None:
        self._heights.in_sight = on
        if on:
            self.list.scheduleDelayedItemsLayout()
            self._ask_for_room()

    def _ask_for_room(self) -> None:
        few = self.list.viewport().height() < FEW * self.list.fontMetrics().height()
        if self._heights.in_sight and self.model.count and few:
            self.cramped.emit()

    def begin(self, begun: SessionBegun) -> None:
        if begun.keeps_history:
            return
        self.model.clear()
        self._heights.forget()
        self._say()

    def _say(self) -> None:
        count, removed = self.model.count, self.model.removed
        words = tr("{n} refused").format(n=f"{count:,}") if count else tr("Nothing has been refused.")
        self._words.setText(words + (tr(", the oldest {n} removed").format(n=f"{removed:,}") if removed else ""))
        self.counted.emit(count)

    def apply_theme(self) -> None:
        """In the colours of the theme."""
        self.list.viewport().update()
