"""What the linter has noticed, the newest last: a card each with what it means, what to do, and a button that does it.

What is over stays, greyed, until there are too many.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QToolButton, QVBoxLayout, QWidget

from selcore.values.commands import Command, Drain, Modify, Set, Unregister, UseBackend
from selcore.wording.python_line import KindOf, python_line

from ..kit import theme
from ..kit.labels import caption, label, set_tip
from ..kit.saying import say
from ..kit.table_view import know_viewport
from ..session.panel import Panel, SessionBegun

if TYPE_CHECKING:
    from selcore.lints import News, Warning

KEPT = 200
"""Warnings that are kept; of more the oldest go, those that are over first."""
NO_LIMIT, EDGE = 16_777_215, 12
"""Pixels: Qt's own word for a height without a limit, and what stands around one line of words."""
MARGIN = 8
USUAL = 96
"""Pixels: how high a card is taken to be before it is made."""


def tr(source: str) -> str:
    return QCoreApplication.translate("Warnings", source)


def heading(warning: "Warning") -> str:
    """What it is, and of which object."""
    from selcore.lints import find_lint
    from selcore.programs.warning_words import title_of

    lint = find_lint(warning.lint)
    title = lint.title if lint is not None else title_of(warning.lint)
    return f"{warning.lint if title is None else say(title)}: {warning.name}"


def _sentences(warning: "Warning") -> tuple[str, str]:
    return say(warning.message), say(warning.what_to_do)


def spoken(warning: "Warning") -> str:
    """All of one that stands, for whoever hears it."""
    return ". ".join(filter(None, [heading(warning), *_sentences(warning)]))


class WarningCard(QFrame):
    """One warning. ``remedied()`` when its button is pressed."""

    remedied = Signal()

    def __init__(self, warning: "Warning", kind_of: KindOf, parent: QWidget | None = None):
        super().__init__(parent)
        self.warning = warning
        self.over = False
        self.heading = heading(warning)
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
        self.apply_theme()

    def words(self) -> str:
        """All of it, for whoever hears it."""
        return ". ".join(filter(None, [tr("over") if self.over else "", self.title.text(), *_sentences(self.warning)]))

    def end(self) -> None:
        """It is over."""
        self.over = True
        self.title.setText(tr("{title} (ended)").format(title=self.heading))
        self.button.hide()
        self.advice.hide()
        self.apply_theme()

    def apply_theme(self) -> None:
        """In the colours of the theme: a mark and words first, the colour repeats them."""
        theme.ink(self.title, "ended" if self.over else "write", bold=True)
        theme.ink(self.message, "ended" if self.over else None)
        theme.ink(self.advice, "ended")


class Item(QListWidgetItem):
    """A warning in the list. Its card is made when it is first visible."""

    def __init__(self, warning: "Warning"):
        super().__init__()
        self.warning = warning
        self.over = False
        self.setSizeHint(QSize(0, USUAL))
        set_tip(self, tr("A click, or Enter, shows its object and the call that it began with"))
        self.setData(Qt.ItemDataRole.AccessibleTextRole, spoken(warning))


class WarningList(QListWidget):
    """``gone_to(item)`` when a key made another one current: by itself another is current too, when one goes."""

    gone_to = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.currentItem()
        super().keyPressEvent(event)
        if self.currentItem() is not None and self.currentItem() is not before:
            self.gone_to.emit(self.currentItem())


class WarningsPanel(QWidget, Panel):
    """``chosen(Warning)`` by a click, a key that goes to it, or Enter; ``remedied(Warning)`` on its button;
    ``counted(n)``: that stand.

    ``filled(bool)``: it has something to show now, or nothing any more.
    """

    chosen = Signal(object)
    remedied = Signal(object)
    counted = Signal(object)
    filled = Signal(bool)
    current_changed = Signal()

    def __init__(self, kind_of: KindOf, parent: QWidget | None = None):
        super().__init__(parent)
        self._kind_of = kind_of
        self._items: list[Item] = []
        self._standing: dict[tuple[str, str], Item | None] = {}
        self._can_do = self._in_sight = True
        self._removed = 0
        self.list = WarningList()
        self.list.setObjectName("warnings")
        self.list.setAccessibleName(tr("warnings"))
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for signal in (self.list.itemClicked, self.list.itemActivated, self.list.gone_to):
            signal.connect(lambda item: self.chosen.emit(item.warning))
        self.list.currentItemChanged.connect(lambda *_: self.current_changed.emit())
        self.list.verticalScrollBar().valueChanged.connect(lambda _: self._show_cards())
        know_viewport(self.list).installEventFilter(self)
        self._words = label("warnings.words")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, MARGIN, 8)
        layout.addWidget(self._words)
        layout.addWidget(self.list, 1)
        self._say()

    def show_news(self, news: "News") -> None:
        """Take in what was noticed and what is over, all of it before anything is laid out."""
        from selcore.lints import Over

        new: list[Item] = []
        over: list[Item | None] = []
        unseen = len(news.warnings) - KEPT  # of so many at once the first would be gone before they were seen
        for one in news.told:
            key = one.lint, one.name
            if isinstance(one, Over):
                over.append(self._standing.pop(key, None))
            elif unseen > 0:
                unseen -= 1
                self._removed += 1
                self._standing[key] = None
            else:
                self._standing[key] = item = Item(one)
                new.append(item)
        if new:
            self._add(new)
        for ended in over:  # of one that came and went at once the item has to be there before it is put below
            self._end(ended)
        self._say()
        self.current_changed.emit()

    def remedy(self) -> "Warning | None":
        """The current warning, or the only one that stands, if it offers a command."""
        item = self.list.currentItem()
        if item is None and len(self._standing) == 1:
            item = next(iter(self._standing.values()))
        found = isinstance(item, Item) and not item.over and item.warning.remedy is not None
        return item.warning if found and isinstance(item, Item) else None

    def current(self) -> "Warning | None":
        """The warning that is chosen, or the only one that is listed."""
        item = self.list.currentItem() or (self._items[0] if len(self._items) == 1 else None)
        return item.warning if isinstance(item, Item) else None

    def begin(self, begun: SessionBegun) -> None:
        """Nothing that was open is, whatever has begun; in a recording nothing can be done."""
        self._can_do = not begun.only_looked_at
        self._standing.clear()
        self._items.clear()
        self._removed = 0
        self.list.clear()
        self._say()

    def set_in_sight(self, on: bool) -> None:
        self._in_sight = on
        self._take_room()

    def apply_theme(self) -> None:
        """In the colours of the theme."""
        for card in self._cards():
            card.apply_theme()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            for item in self._items:
                self._fit(item)
            self._show_cards()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._take_room()

    def fit(self) -> None:
        self._take_room()

    def _cards(self) -> list[WarningCard]:
        return [card for item in self._items if (card := self._card(item)) is not None]

    def _card(self, item: QListWidgetItem) -> WarningCard | None:
        """Its card, if it has been in sight."""
        card = self.list.itemWidget(item)
        return card if isinstance(card, WarningCard) else None

    def _add(self, new: "list[Item]") -> None:
        """At the top, those that have ended already beneath all that stand; the oldest make room."""
        self._make_room(len(new))
        for item in new:
            place = self._first_ended() if item.over else 0
            self._items.insert(place, item)
            self.list.insertItem(place, item)
        self._show_first()
        self.list.scrollToItem(new[-1])

    def _end(self, item: "Item | None") -> None:
        if item is not None:
            item.over = True
            if item in self._items:  # or it is one of the same news, which are added when all were looked at
                self._put_below(item)
            card = self._card(item)
            if card is not None:
                card.end()
            self._fit(item)

    def _put_below(self, item: "Item") -> None:
        """Beneath those that still stand, above what ended before. Qt ends the card of an item that is moved."""
        self._items.remove(item)
        place = self._first_ended()
        self._items.insert(place, item)
        if self.list.row(item) == place:
            return
        had_card = self._card(item) is not None
        self.list.insertItem(place, self.list.takeItem(self.list.row(item)))
        if had_card:
            self._show_card(item)

    def _first_ended(self) -> int:
        """The place of the first that has ended; after all where none has."""
        return next((place for place, other in enumerate(self._items) if other.over), len(self._items))

    def _show_first(self) -> None:
        """Cards for those that are in sight at the top of the list."""
        room = self.list.viewport().height()
        for item in self._items:
            if room < 0:
                return
            self._show_card(item)
            room -= item.sizeHint().height()

    def _show_cards(self) -> None:
        """Cards for those in sight: of thousands that come and go only these are looked at."""
        first = self.list.indexAt(QPoint(1, 1)).row()
        height = self.list.viewport().height()
        for item in self._items[max(first, 0) :]:
            if self.list.visualItemRect(item).top() > height:
                return
            self._show_card(item)

    def _show_card(self, item: "Item") -> None:
        if self._card(item) is not None:
            return
        card = WarningCard(item.warning, self._kind_of)
        card.remedied.connect(lambda: self.remedied.emit(item.warning))
        if not self._can_do:
            card.button.hide()
        if item.over:
            card.end()
        self.list.setItemWidget(item, card)
        card.apply_theme()  # once more: coming under the window's sheet it gets back its own palettes
        self._fit(item)

    def _fit(self, item: "Item") -> None:
        """As high as its words are at this width; what nobody has seen is as high as most are."""
        card, width = self._card(item), self.list.viewport().width()
        high = card.heightForWidth(width) if card is not None and card.hasHeightForWidth() else USUAL
        item.setSizeHint(QSize(width, high))
        if card is not None:
            item.setData(Qt.ItemDataRole.AccessibleTextRole, card.words())

    def _make_room(self, count: int) -> None:
        """For so many more."""
        surplus = len(self._items) + count - KEPT
        if surplus <= 0:
            return
        # Sorting keeps the order of equals: those that are over first, and of each the oldest.
        going = sorted(reversed(self._items), key=lambda item: not item.over)[:surplus]
        for item in going:
            self.list.takeItem(self.list.row(item))
        gone = set(map(id, going))
        self._items = [item for item in self._items if id(item) not in gone]
        self._removed += len(going)
        for item in going:  # each is counted, and stands if it does, but is shown no more
            key = item.warning.lint, item.warning.name
            if self._standing.get(key) is item:
                self._standing[key] = None

    def _say(self) -> None:
        count = len(self._standing)
        words = tr("{n} to look at").format(n=f"{count:,}") if count else tr("Nothing looks wrong.")
        removed = tr(", the oldest {n} removed").format(n=f"{self._removed:,}") if self._removed else ""
        self._words.setText(words + removed)
        self.counted.emit(count)
        self._take_room()

    def _take_room(self) -> None:
        """With nothing in the list it is one line; from behind another it would hold that one down to a line too."""
        filled = bool(self._items)
        high = filled or not self._in_sight
        words = self._words.heightForWidth(max(self.width() - MARGIN, 1)) if self._words.hasHeightForWidth() else 0
        self.setMinimumHeight(0 if filled else words + EDGE)
        self.setMaximumHeight(NO_LIMIT if high else words + EDGE)
        if filled == self.list.isHidden():
            self.list.setVisible(filled)
            self.filled.emit(filled)


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
