"""An empty window is an invitation: things that happen at one click, each reachable by Tab, arrows and Enter."""

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
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
from .card import ScenarioCard, least_width
from .grid import BETWEEN_ROWS, CardGrid
from .offer import UnsavedOffer
from .recent import LINK, Recent, RecentFiles
from .walking import ArrowWalk

LINKS = 360
"""Pixels in which the links stand side by side."""
LEAST_HIGH = 100
"""Pixels: a card, about."""
WIDEST = 820
EDGE = 16
"""Pixels at either side."""


def tr(source: str) -> str:
    return QCoreApplication.translate("Cards", source)


def cards() -> tuple[tuple[str, str, str, str], ...]:
    """Of each its action, its picture, its title and a sentence."""
    return (
        ("scenario.pair", "pair", tr("Socket pair"), tr("Two ends; what one sends the other can read")),
        (
            "scenario.echo",
            "server",
            tr("Echo server"),
            tr("A listener and a client; what it sends comes back in capitals"),
        ),
        ("scenario.pipe-file", "pipe", tr("Pipe and file"), tr("One can be watched, the other is refused")),
        ("program.run", "terminal", tr("Run a program…"), tr("Yours, unchanged: see what its selectors return")),
    )


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
        self.cards = [self._card(*row) for row in cards()]
        self.links = [
            self._link("experiment.open", tr("Open experiment…")),
            self._link("fileobject.new", tr("Open something else…")),
        ]
        self.recent = RecentFiles("recent", tr("Opened before"))
        self.programs = RecentFiles("programs", tr("Run before"))
        self.offer = UnsavedOffer()
        self.offer.chosen.connect(self.chosen)
        self.offer.appeared.connect(self._reach_offer)
        self._recent_files: Recent = list
        self._recent_programs: Recent = list
        self._lay_out()

    def _card(self, id: str, icon: str, title: str, about: str) -> ScenarioCard:
        card = ScenarioCard(id, icon, title, about)
        card.clicked.connect(lambda: self.chosen.emit(id))
        return card

    def _link(self, id: str, words: str) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(f"card.{id}")
        button.setFlat(True)
        button.clicked.connect(lambda: self.chosen.emit(id))
        return button

    def _before(self) -> QWidget:
        """Files and programs of before; without any it takes no room."""
        made = QWidget()
        layout = QVBoxLayout(made)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.recent)
        layout.addWidget(self.programs)
        return made

    def _lay_out(self) -> None:
        self.grid = CardGrid(self.cards, self._before())
        self._walk = ArrowWalk(self, self.focus_chain, self.ensureWidgetVisible)
        self._walk.watch(*self.offer.buttons, *self.cards, *self.links)
        links = self._link_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for link in self.links:
            links.addWidget(link)
        links.addStretch(1)
        links.setSpacing(16)
        inner = QVBoxLayout()
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        for words in (self._title, self._lead):
            inner.addWidget(words)
        inner.addWidget(self.offer)
        inner.addWidget(self.grid)
        inner.addLayout(links)
        middle = QWidget()
        middle.setLayout(inner)
        middle.setMaximumWidth(WIDEST)
        outer = QHBoxLayout()
        outer.setContentsMargins(EDGE, 0, EDGE, 0)
        outer.addStretch(1)
        outer.addWidget(middle, 1000)  # all up to its most
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
        """Of what is shown now: a scroll area keeps the first that it was told. Above the history it is all of that
        where half of the height has room for it, else whole rows of cards: half a card could be read for a whole one.
        """
        wanted, centre = self._content.sizeHint(), self.parentWidget()
        half = centre.height() // 2 if centre is not None else 0
        if not self._compact or wanted.height() <= half:
            return wanted
        row = self.grid.row_height + BETWEEN_ROWS
        return QSize(wanted.width(), max((half + BETWEEN_ROWS) // row, 1) * row - BETWEEN_ROWS)

    def minimumSizeHint(self) -> QSize:
        """As wide as a card with a scroll bar beside it, as high as one of them."""
        high = min(LEAST_HIGH, self.grid.row_height) if self._compact else LEAST_HIGH
        return QSize(least_width() + 2 * EDGE + self.verticalScrollBar().sizeHint().width(), high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        directions = QBoxLayout.Direction
        fits = event.size().width() >= scaled(LINKS)
        self._link_row.setDirection(directions.LeftToRight if fits else directions.TopToBottom)
        super().resizeEvent(event)

    def ask_recent(self, files: Recent, programs: Recent) -> None:
        """Whom to ask for the recent files and programs, each time the cards are shown."""
        self._recent_files, self._recent_programs = files, programs
        self._show_recent()

    def _show_recent(self) -> None:
        self.recent.show_links([] if self._compact else self._recent_files())
        self.programs.show_links([] if self._compact else self._recent_programs())
        self._walk.watch(*self.recent.links, *self.programs.links)

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
        self.offer.set_compact(compact)
        height = QSizePolicy.Policy.Maximum if compact else QSizePolicy.Policy.Expanding
        self.setSizePolicy(QSizePolicy.Policy.Expanding, height)
        for layout in self._layouts:
            layout.activate()  # or the window asks for the height before it is another
        self.updateGeometry()

    def focus_chain(self) -> list[QWidget]:
        return [*self.offer.shown_buttons(), *self.cards, *self.links, *self.recent.links, *self.programs.links]

    def _reach_offer(self) -> None:
        """Tab comes to it before it comes to the cards, as one reads."""
        offer, first = self.offer, self.cards[0]
        QWidget.setTabOrder(first.previousInFocusChain() or self, offer.restore)
        QWidget.setTabOrder(offer.restore, offer.discard)
        QWidget.setTabOrder(offer.discard, first)

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
        self.grid.arrange()
        self.offer.apply_theme()
        self.recent.apply_theme()
        self.programs.apply_theme()
        for link in self.links:
            theme.sheet(link, LINK.format(colour=theme.colour("accent").name()))
