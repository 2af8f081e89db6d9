"""What the linter has noticed, the newest last: a card each with what it means, what to do, and a button that does it.

What is over stays, greyed, until there are too many.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QToolButton, QVBoxLayout, QWidget

from selcore.commands import Command, Drain, Modify, Set, Unregister, UseBackend
from selcore.pyline import KindOf, python_line

from . import theme
from .cells import say
from .labels import caption, label, set_tip
from .table_view import know_viewport

if TYPE_CHECKING:
    from selcore.lints import News, Warning

KEPT = 200
"""Cards that are kept; of more the oldest go, those that are over first."""


def tr(source: str) -> str:
    return QCoreApplication.translate("Warnings", source)


class Card(QFrame):
    """One warning. ``remedied()`` when its button is pressed."""

    remedied = Signal()

    def __init__(self, warning: "Warning", kind_of: KindOf, parent: QWidget | None = None):
        from selcore.lints import find_lint

        super().__init__(parent)
        self.warning = warning
        self.over = False
        lint = find_lint(warning.lint)
        self.heading = f"{say(lint.title) if lint else warning.lint}: {warning.name}"
        self.title = label("warning.title", self.heading)
        self.message = label("warning.message", say(warning.message))
        self.advice = label("warning.advice", say(warning.what_to_do))
        self.button = QToolButton()
        self.button.setObjectName("warning.remedy-button")
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.button.clicked.connect(self.remedied)
        if warning.remedy is not None:
            line = python_line(warning.remedy, kind_of)
            self.button.setText(caption(cure(warning.remedy)))
            set_tip(self.button, line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(4)
        for words in (self.title, self.message, self.advice):
            layout.addWidget(words)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.button.setVisible(warning.remedy is not None)
        self.dress()

    def words(self) -> str:
        """All of it, for whoever hears it."""
        ended = tr("over") if self.over else ""
        return ". ".join(filter(None, [ended, self.title.text(), self.message.text(), self.advice.text()]))

    def end(self) -> None:
        """It is over."""
        self.over = True
        self.title.setText(tr("{title} (over)").format(title=self.heading))
        self.button.hide()
        self.advice.hide()
        self.dress()

    def dress(self) -> None:
        """In the colours of the theme: a mark and words first, the colour repeats them."""
        theme.ink(self.title, "ended" if self.over else "write", bold=True)
        theme.ink(self.message, "ended" if self.over else None)
        theme.ink(self.advice, "ended")


class WarningsPanel(QWidget):
    """``chosen(Warning)`` by double click or Enter, ``remedied(Warning)`` on its button, ``counted(n)``: that stand."""

    chosen = Signal(object)
    remedied = Signal(object)
    counted = Signal(object)
    current_changed = Signal()

    def __init__(self, kind_of: KindOf, parent: QWidget | None = None):
        super().__init__(parent)
        self._kind_of = kind_of
        self._standing: dict[tuple[str, str], QListWidgetItem | None] = {}
        self._removed = 0
        self.list = QListWidget()
        self.list.setObjectName("warnings")
        self.list.setAccessibleName(tr("warnings"))
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(lambda item: self.chosen.emit(self._card(item).warning))
        self.list.currentItemChanged.connect(lambda *_: self.current_changed.emit())
        know_viewport(self.list).installEventFilter(self)
        self._words = label("warnings.words")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 8)
        layout.addWidget(self._words)
        layout.addWidget(self.list, 1)
        self._say()

    def fold(self, news: "News") -> None:
        """Take in what was noticed and what is over."""
        from selcore.lints import Over

        unseen = len(news.warnings) - KEPT  # of so many at once the first would be gone before they were seen
        for one in news.told:
            if isinstance(one, Over):
                self._end((one.lint, one.name))
            elif unseen > 0:
                unseen -= 1
                self._removed += 1
                self._standing[one.lint, one.name] = None
            else:
                self._add(one)
        self._say()
        self.current_changed.emit()

    def remedy(self) -> "Warning | None":
        """The current warning, or the only one that stands, if it offers a command."""
        item = self.list.currentItem()
        if item is None and len(self._standing) == 1:
            item = next(iter(self._standing.values()))
        card = self._card(item) if item is not None else None
        return card.warning if card is not None and not card.over and card.warning.remedy is not None else None

    def clear(self) -> None:
        """A session begins anew."""
        self._standing.clear()
        self._removed = 0
        self.list.clear()
        self._say()

    def dress(self) -> None:
        """In the colours of the theme."""
        for row in range(self.list.count()):
            self._card(self.list.item(row)).dress()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            for row in range(self.list.count()):
                if self.list.itemWidget(self.list.item(row)) is not None:  # one is just being added
                    self._fit(self.list.item(row))
        return super().eventFilter(watched, event)

    def _card(self, item: QListWidgetItem) -> Card:
        card = self.list.itemWidget(item)
        assert isinstance(card, Card)
        return card

    def _add(self, warning: "Warning") -> None:
        card = Card(warning, self._kind_of)
        card.remedied.connect(lambda: self.remedied.emit(warning))
        item = QListWidgetItem()
        item.setData(Qt.ItemDataRole.UserRole, (warning.lint, warning.name, warning.since))
        set_tip(item, tr("Double-click or Enter: show the object and the call"))
        self.list.addItem(item)
        self.list.setItemWidget(item, card)
        card.dress()  # once more: coming under the window's sheet it gets back its own palettes
        self._standing[warning.lint, warning.name] = item
        self._fit(item)
        self._make_room()
        self.list.scrollToItem(item)

    def _end(self, key: tuple[str, str]) -> None:
        item = self._standing.pop(key, None)
        if item is not None:
            self._card(item).end()
            self._fit(item)

    def _fit(self, item: QListWidgetItem) -> None:
        """As high as its words are at this width."""
        card = self._card(item)
        width = self.list.viewport().width()
        item.setSizeHint(QSize(width, card.heightForWidth(width) if card.hasHeightForWidth() else 96))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, card.words())

    def _make_room(self) -> None:
        if self.list.count() <= KEPT:
            return
        over = (row for row in range(self.list.count()) if self._card(self.list.item(row)).over)
        row = next(over, 0)
        key = self.list.item(row).data(Qt.ItemDataRole.UserRole)[:2]
        if tuple(key) in self._standing:
            self._standing[tuple(key)] = None
        self.list.takeItem(row)
        self._removed += 1

    def _say(self) -> None:
        count = len(self._standing)
        words = tr("{n} to look at").format(n=f"{count:,}") if count else tr("Nothing was noticed that looks wrong.")
        removed = tr(", the oldest {n} removed").format(n=f"{self._removed:,}") if self._removed else ""
        self._words.setText(words + removed)
        self.counted.emit(count)


def cure(remedy: Command) -> str:
    """The words of the button; its Python line is the tip."""
    if isinstance(remedy, Modify) and remedy.callback == "accept":
        return tr("Accept them")
    if isinstance(remedy, Modify):
        events = " ".join(event.upper() for event in remedy.events) if isinstance(remedy.events, tuple) else ""
        return tr("Watch for {events} only").format(events=events)
    if isinstance(remedy, UseBackend):
        return tr("Use a new {backend}").format(backend=remedy.backend)
    words = {Unregister: tr("Unregister it"), Drain: tr("Read what is there"), Set: tr("Make it non-blocking")}
    return words.get(type(remedy)) or python_line(remedy)
