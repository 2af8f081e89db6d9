"""What the current file object sent and received: its pieces, to be read, found, saved, and sent again."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from selcore.history.store import Change, Row, Store
from selcore.values.traffic import Moved

from ..kit import theme
from ..kit.find_bar import FindBar
from ..kit.labels import label, set_tip
from ..kit.saying import counted
from ..kit.tight_buttons import TightButtons
from ..session.panel import Panel, SessionBegun
from .finding import find_piece
from .model import DataModel
from .view import DataView

TITLE = 160
"""Pixels that its title has before the words of its buttons give way."""


def tr(source: str) -> str:
    return QCoreApplication.translate("DataPanel", source)


class DataPanel(QWidget, Panel):
    """``send_again(piece)`` and ``save_wanted(sent)`` when their buttons are pressed."""

    send_again = Signal(object)
    save_wanted = Signal(bool)

    def __init__(self, store: Store, parent: QWidget | None = None):
        super().__init__(parent)
        self._store = store
        self._name: str | None = None
        self._shown: str | None = None
        self._in_sight, self._stale = False, True
        self._to_mark: tuple[Row | None, int | None] | None = None
        self.model = DataModel(store, self)
        self.view = DataView(self.model)
        self.title = label("data.title")
        self.find_bar = FindBar("data.find", tr("find in the data"), self._find)
        self.find_bar.ended.connect(self.view.setFocus)
        self.again = self._button("data.again", tr("Send again"), tr("send these bytes again"))
        self.again.clicked.connect(self._again)
        self.save = self._button("data.save", tr("Save…"), tr("save what is kept of it"))
        self.save.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.save.setMenu(self._make_menu())
        self.look = self._button("data.find-button", tr("Find…"), tr("find text or hexadecimal digits"))
        self.look.clicked.connect(self.find_bar.begin)
        self._wide = 0
        self._lay_out()
        self.view.selectionModel().currentChanged.connect(lambda *_: self._show_buttons())
        self._say()
        self._show_buttons()

    def _button(self, name: str, words: str, spoken: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setText(words)
        button.setAccessibleName(spoken)
        set_tip(button, spoken)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _make_menu(self) -> QMenu:
        menu = QMenu(self.save)
        for words, name, sent in ((tr("What was received…"), "received", False), (tr("What was sent…"), "sent", True)):
            action = menu.addAction(words)
            action.setObjectName(f"data.save.{name}")
            action.triggered.connect(lambda _=False, sent=sent: self.save_wanted.emit(sent))
        return menu

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.title, 1)
        for button in (self.look, self.save, self.again):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 8)
        layout.setSpacing(4)
        TightButtons(self, (self.look, self.save, self.again), (), TITLE)
        layout.addLayout(row)
        layout.addWidget(self.find_bar)
        layout.addWidget(self.view, 1)

    @property
    def name(self) -> str | None:
        """The name of the object whose data is shown."""
        return self._name

    def show_object(self, name: str | None) -> None:
        """Show the data of this object: at once, or as soon as it can be seen."""
        self._name, self._stale = name, True
        self._catch_up()

    def show_row(self, row: Row | None, until: int | None) -> None:
        """Mark what moved in the call or command of this row: up to the moment ``until`` of the next, if any."""
        self._to_mark = row, until
        self._catch_up()

    def set_in_sight(self, on: bool) -> None:
        self._in_sight = on
        self._catch_up()

    def _catch_up(self) -> None:
        """Do what is still to be done, if somebody sees it."""
        if not self._in_sight:
            return
        if self._stale:
            self._stale = False
            self._show()
        if self._to_mark is not None:
            (row, until), self._to_mark = self._to_mark, None
            self._mark(row, until)

    def _show(self) -> None:
        other = self._name != self._shown
        if other:
            self.model.mark(())
        self._shown = self._name
        if other or self.view.at_end():
            self.model.show(self._name)
            self.view.go_to_end()
        else:
            with self.view.in_place():
                self.model.show(self._name)
        self._say()
        self._show_buttons()

    def _mark(self, row: Row | None, until: int | None) -> None:
        if row is None or row.name != self._name:
            self.model.mark(())
            return
        places = self.model.moved_between(row.at, until)
        self.model.mark(places)
        if places:
            self.view.scrollTo(self.model.index(places[0], 0), DataView.ScrollHint.PositionAtCenter)

    def fold(self, change: Change) -> None:
        """Show what a batch moved."""
        if self._name in change.moved:
            self.show_object(self._name)

    def begin(self, begun: SessionBegun) -> None:
        self.show_object(None)

    def focus_chain(self) -> list[QWidget]:
        return [self.look, self.save, self.again, self.view]

    def _say(self) -> None:
        state = self._store.objects.get(self._name or "")
        if state is None:
            self.title.setText(tr("Select a file object to see its data."))
            return
        log = self._store.data.get(state.name)
        removed = tr(" · {n} oldest removed").format(n=f"{log.removed:,}") if log is not None and log.removed else ""
        words = tr("{name}: {received} {received:byte|bytes} received, {sent} sent")
        figures = {"received": f"{state.received:,}", "sent": f"{state.sent:,}"}
        self.title.setText(counted(words, name=state.name, **figures) + removed)

    def current(self) -> Moved | None:
        return self.model.piece(self.view.currentIndex().row())

    def _show_buttons(self) -> None:
        piece = self.current()
        whole = piece is not None and len(piece.data) == piece.size and piece.size > 0
        self.again.setEnabled(whole)
        set_tip(self.again, "" if whole else tr("Only a piece that was kept whole can be sent again"))
        self.save.setEnabled(self.model.rowCount() > 0)

    def _again(self) -> None:
        piece = self.current()
        if piece is not None:
            self.send_again.emit(piece)

    def _find(self, words: str, step: int) -> bool | None:
        if not words:
            return True
        here = self.view.currentIndex()
        place = find_piece(self.model.pieces, words, max(here.row(), 0) + step, step or 1)
        if place >= 0:
            self.view.setCurrentIndex(self.model.index(place, 0))
        return place >= 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.view.bytes_a_line() != self._wide:
            self._wide = self.view.bytes_a_line()
            self.view.scheduleDelayedItemsLayout()

    def fit(self) -> None:
        """Lay the lines out in the words that they have by now."""
        self.view.scheduleDelayedItemsLayout()

    def apply_theme(self) -> None:
        """In the colours of the theme."""
        for button, icon in ((self.look, "search"), (self.save, "save"), (self.again, "send")):
            button.setIcon(theme.icon(icon))
        self.view.viewport().update()

    def kept(self, sent: bool) -> list[bytes]:
        """What is kept of one direction, piece by piece."""
        return [piece.data for piece in self.model.pieces if piece.sent is sent]
