"""An empty window is an invitation: things that happen at one click, each reachable by Tab, arrows and Enter."""

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ..kit import theme
from ..kit.labels import label
from ..kit.table_view import know_viewport
from ..kit.text_size import scaled
from ..session.panel import Panel
from .recent import Recent, RecentFiles

NARROWEST = 150
"""Pixels that a card is wide at least; where a row has no room for all they stand two by two, or in a column."""
LOW_WIDTH = 230
"""Pixels that one is wide at least whose picture stands beside its words."""
CARD_HEIGHT, LOW = 126, 64
"""Pixels: room for four lines, as narrow as a card may be; in two rows and more, cards are wide: room for two."""
LINKS = 360
"""Pixels in which the links stand side by side."""
COMPACT_HEIGHT = CARD_HEIGHT + 56
"""One row of cards and the links beneath it."""


def tr(source: str) -> str:
    return QCoreApplication.translate("Cards", source)


class ScenarioCard(QPushButton):
    """A large button with a title and a sentence."""

    shows_own_focus = True

    def __init__(self, id: str, icon: str, title: str, about: str):
        super().__init__()
        self.setObjectName(f"card.{id}")
        self.setAccessibleName(title)
        self.setAccessibleDescription(about)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(scaled(CARD_HEIGHT))
        self.setMinimumWidth(NARROWEST)
        self._icon_name = icon
        self._icon, self._title, self._about = label(), label(words=title, wraps=False), label(words=about)
        for part in (self._icon, self._title, self._about):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._title)
        words.addWidget(self._about, 1, Qt.AlignmentFlag.AlignTop)
        self._parts = parts = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        parts.setContentsMargins(14, 10, 14, 10)
        parts.setSpacing(4)
        parts.addWidget(self._icon)
        parts.addLayout(words, 1)

    def set_low(self, low: bool) -> None:
        """With its picture beside its words: it is wide, and several stand one beneath the other."""
        directions = QBoxLayout.Direction
        self._parts.setDirection(directions.LeftToRight if low else directions.TopToBottom)
        self._parts.setSpacing(14 if low else 4)
        self._fit()

    def _fit(self) -> None:
        low = self._parts.direction() == QBoxLayout.Direction.LeftToRight
        self.setFixedHeight(scaled(LOW if low else CARD_HEIGHT))

    def apply_theme(self) -> None:
        self._fit()
        self._icon.setPixmap(theme.picture(self._icon_name, "accent", 24))
        # The application's palette, not the widget's own: that one may still be of the theme before.
        ground = QGuiApplication.palette().color(QPalette.ColorRole.Base)
        edge = theme.mix(theme.colour("quiet"), ground, 0.6).name()
        accent, base, tint = theme.colour("accent").name(), ground.name(), theme.tint("accent").name()
        theme.sheet(
            self,
            f"QPushButton {{ background: {base}; border: 1px solid {edge}; border-radius: 8px; text-align: left; }}"
            f"QPushButton:hover {{ border-color: {accent}; }}"
            f"QPushButton:focus {{ border: 2px solid {accent}; background: {tint}; }}",
        )
        theme.ink(self._title, bold=True)  # after the sheet: with another one labels get their old palettes back
        theme.ink(self._about, "quiet")


class Cards(QScrollArea, Panel):
    """``chosen(action id)``. Where they have not all the height they want they scroll: the window does not grow."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("cards")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        know_viewport(self).setAutoFillBackground(False)
        self._title = label(words=tr("What does select() return?"))
        self._lead = label(
            words=tr("Open real file objects, tick what to watch for, and see what this kernel answers.")
        )
        self._compact = False
        self.cards = self._make_cards()
        self.links = [
            self._link("experiment.open", tr("Open experiment…")),
            self._link("fileobject.new", tr("Open something else…")),
        ]
        self.recent = RecentFiles("recent", tr("Opened before"))
        self.programs = RecentFiles("programs", tr("Run before"))
        self._recent_files: Recent = list
        self._recent_programs: Recent = list
        self._lay_out()

    def _make_cards(self) -> list[ScenarioCard]:
        rows = (
            ("scenario.pair", "pair", tr("Socket pair"), tr("Two ends; what one sends the other can read")),
            (
                "scenario.echo",
                "server",
                tr("Echo server"),
                tr("A listener and a client; what it sends comes back in capitals"),
            ),
            ("scenario.pipe-file", "pipe", tr("Pipe and file"), tr("One can be watched, the other is refused")),
            (
                "program.run",
                "terminal",
                tr("Run a program…"),
                tr("Yours, unchanged: see what its selectors return"),
            ),
        )
        cards = []
        for id, icon, title, about in rows:
            card = ScenarioCard(id, icon, title, about)
            card.clicked.connect(lambda _=False, id=id: self.chosen.emit(id))
            cards.append(card)
        return cards

    def _link(self, id: str, words: str) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(f"card.{id}")
        button.setFlat(True)
        button.clicked.connect(lambda: self.chosen.emit(id))
        return button

    def _lay_out(self) -> None:
        row = self._row = QGridLayout()
        row.setSpacing(12)
        self._columns = 0
        self._place(len(self.cards))
        links = self._link_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for link in self.links:
            links.addWidget(link)
        links.addStretch(1)
        inner = QVBoxLayout()
        inner.setSpacing(12)
        for words in (self._title, self._lead):
            inner.addWidget(words)
        inner.addLayout(row)
        inner.addLayout(links)
        inner.addWidget(self.recent)
        inner.addWidget(self.programs)
        middle = QWidget()
        middle.setLayout(inner)
        middle.setMaximumWidth(820)
        outer = QHBoxLayout()
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addStretch(1)
        outer.addWidget(middle, 12)
        outer.addStretch(1)
        self._content = content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addStretch(2)
        layout.addLayout(outer)
        layout.addStretch(3)
        self.setWidget(content)
        self._layouts: tuple[QVBoxLayout, ...] = (inner, layout)
        content.setAutoFillBackground(False)  # a scroll area sets it

    def sizeHint(self) -> QSize:
        """Of what is shown now: a scroll area keeps the first that it was told. Above the history it is one row."""
        wanted = self._content.sizeHint()
        return QSize(wanted.width(), min(wanted.height(), scaled(COMPACT_HEIGHT))) if self._compact else wanted

    def minimumSizeHint(self) -> QSize:
        """As wide as a card with a scroll bar beside it, as high as one of them."""
        return QSize(NARROWEST + 40 + self.verticalScrollBar().sizeHint().width(), CARD_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide, directions = event.size().width(), QBoxLayout.Direction
        side_by_side = len(self.cards) * (NARROWEST + self._row.spacing()) + 40 <= wide
        pairs = 2 * (LOW_WIDTH + self._row.spacing()) <= wide
        self._place(len(self.cards) if side_by_side else 2 if pairs else 1)
        fits = wide >= scaled(LINKS)
        self._link_row.setDirection(directions.LeftToRight if fits else directions.TopToBottom)
        for card in self.cards:
            card.set_low(not side_by_side)
        super().resizeEvent(event)

    def _place(self, columns: int) -> None:
        """The cards in so many columns."""
        if columns == self._columns:
            return
        self._columns = columns
        for place, card in enumerate(self.cards):
            self._row.addWidget(card, place // columns, place % columns)
        for place in range(len(self.cards)):
            self._row.setColumnStretch(place, int(place < columns))

    def ask_recent(self, files: Recent, programs: Recent) -> None:
        """Whom to ask for the recent files and programs, each time the cards are shown."""
        self._recent_files, self._recent_programs = files, programs
        self._show_recent()

    def _show_recent(self) -> None:
        self.recent.show_links([] if self._compact else self._recent_files())
        self.programs.show_links([] if self._compact else self._recent_programs())

    def showEvent(self, event: QShowEvent) -> None:
        self._show_recent()
        super().showEvent(event)

    def set_compact(self, compact: bool) -> None:
        """Without the words above them: the history wants its room."""
        if compact != self._compact:
            self._compact = compact
            self._show_recent()
        for words in (self._title, self._lead):
            words.setVisible(not compact)
        height = QSizePolicy.Policy.Maximum if compact else QSizePolicy.Policy.Expanding
        self.setSizePolicy(QSizePolicy.Policy.Expanding, height)
        for layout in self._layouts:
            layout.activate()  # or the window asks for the height before it is another
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from card to card; Enter chooses."""
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}.get(
            Qt.Key(event.key())
        )
        focused = next((place for place, card in enumerate(self.cards) if card.hasFocus()), None)
        if step is not None and focused is not None:
            self.cards[(focused + step) % len(self.cards)].setFocus()
            self.ensureWidgetVisible(self.cards[(focused + step) % len(self.cards)])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and focused is not None:
            self.cards[focused].click()
        else:
            super().keyPressEvent(event)

    def focus_chain(self) -> list[QWidget]:
        return [*self.cards, *self.links, *self.recent.links, *self.programs.links]

    def apply_theme(self) -> None:
        """In the colours of the theme."""
        font = self._title.font()
        font.setPointSizeF(self.font().pointSizeF() * 1.6)
        font.setWeight(font.Weight.DemiBold)
        self._title.setFont(font)
        theme.ink(self._lead, "quiet")
        self._lead.setWordWrap(True)
        for card in self.cards:
            card.apply_theme()
        self.recent.apply_theme()
        self.programs.apply_theme()
        for link in self.links:
            theme.sheet(link, f"QPushButton {{ color: {theme.colour('accent').name()}; padding: 4px 8px; }}")
