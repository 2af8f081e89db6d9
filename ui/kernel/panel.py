"""What the kernel watches, beside the selector's map: a snapshot, taken by the selector's own thread on request."""

from time import monotonic

from PySide6.QtCore import QCoreApplication, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from selcore.explain.kernel_words import source_text
from selcore.history.store import Change, Store
from selcore.values.observed import KernelView, Looked

from ..columns.chosen import widths
from ..columns.head_menu import HeadMenu
from ..forms.name_box import NameBox
from ..kit import theme
from ..kit.labels import label, set_tip
from ..kit.saying import say
from ..kit.table_model import Index
from ..kit.table_view import heading_width, make_table
from ..kit.text_size import give_font
from ..kit.tight_buttons import TightButtons
from ..session.panel import Panel, SessionBegun
from .model import COLUMNS, MARKS, KernelModel

SAMPLES = {"how": "≠", "fd": "888", "object": "server.12.reader", "key": "RW", "kernel": "IN OUT", "file": "socket"}
"""The widest words that usually stand in each column."""
AROUND = 12
WIDE = 340
"""Pixels from which on there is room for what a number is now."""
NARROW = 220
"""Pixels from which on there is room for the number itself."""
TIGHT = 180
"""Pixels from which on there is room for what was asked of the selector, beside a name and what the kernel watches."""
LEAST_HIGH = 40
"""Pixels of the table: a stack is as high as its highest panel, in sight or not, and on a low screen a warning has
to have room beneath it.
"""
TITLE = 130
"""Pixels that its title has before the words of its button give way."""
SOONEST = 250
"""Milliseconds between two looks that nobody asked for, at least."""
SHARE = 10
"""So many times what a look took passes until the next: that at tens of thousands of descriptors takes a while."""


def tr(source: str) -> str:
    return QCoreApplication.translate("Kernel", source)


class KernelDelegate(QStyledItemDelegate):
    """Keeps the colour of a row that disagrees, even when it is selected."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        colour = index.data(Qt.ItemDataRole.ForegroundRole)
        if colour is not None:
            option.palette.setColor(QPalette.ColorRole.HighlightedText, colour)


class KernelPanel(QWidget, Panel):
    """Emits ``look(inside)`` when it needs the kernel's view of a selector; empty for the session's own.
    ``chosen(name)`` when the row of an object was clicked, or Enter was pressed on it.
    """

    look = Signal(str)
    chosen = Signal(str)

    def __init__(self, store: Store, parent: QWidget | None = None):
        super().__init__(parent)
        self._store = store
        self._asked = self._due = 0.0
        self._name = ""
        self.model = KernelModel(self)
        self.title, self.source, self.words = (
            label("kernel.title", selectable=True),
            label("kernel.source", selectable=True),
            label("kernel.words", selectable=True),
        )
        self.selectors = NameBox()
        self.selectors.setObjectName("kernel.selector")
        self.selectors.setAccessibleName(tr("which selector"))
        self.selectors.activated.connect(lambda _: self.ask())
        self.refresh = QToolButton()
        self.refresh.setObjectName("kernel.now")
        self.refresh.setText(tr("Look now"))
        set_tip(self.refresh, tr("Ask the kernel again; a call that is blocked goes on"))
        self.refresh.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.refresh.clicked.connect(self.ask)
        self.view = self._make_view()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.ask)
        self._lay_out()
        self.show_view(None)

    def _make_view(self) -> QTableView:
        view = make_table("kernel", tr("what the kernel watches"), self.model)
        HeadMenu(view)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        give_font(view, "tabular")
        view.setItemDelegate(KernelDelegate(view))
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setMinimumHeight(LEAST_HIGH)
        head = view.horizontalHeader()
        head.setMinimumSectionSize(20)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        wanted = widths(view, SAMPLES, AROUND)
        for place, column in enumerate(COLUMNS):
            view.setColumnWidth(place, max(wanted[column], heading_width(view, place)))
        view.selectionModel().currentRowChanged.connect(lambda *_: self._show_words())
        for signal in (view.clicked, view.activated):
            signal.connect(self._choose)
        return view

    def _lay_out(self) -> None:
        TightButtons(self, (self.refresh,), (), TITLE)
        row = QHBoxLayout()
        row.addWidget(self.title, 1)
        row.addWidget(self.refresh, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 8, 8)
        layout.setSpacing(6)
        layout.addLayout(row)
        layout.addWidget(self.selectors)
        layout.addWidget(self.source)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.words)

    # Asking.

    @property
    def inside(self) -> str:
        """The opened selector that is looked at; empty for the session's own."""
        return str(self.selectors.currentData() or "")

    def ask(self) -> None:
        """Look now."""
        self._timer.stop()
        self._asked = monotonic()
        self._due = self._asked + SOONEST / 1000
        self.look.emit(self.inside)

    def fold(self, change: Change) -> None:
        """Something was done: look again, unless nobody sees it; soon, if that was just done."""
        if change.entries or change.gone:
            self._show_selectors()
        if not (change.entries or change.objects or change.status) or not self.isVisible():
            return
        left = self._due - monotonic()
        if left <= 0:
            self.ask()
        elif not self._timer.isActive():
            self._timer.start(int(left * 1000) + 1)

    def begin(self, begun: SessionBegun) -> None:
        self.refresh.setEnabled(not begun.only_looked_at)  # nothing of it can be looked at now
        if not begun.keeps_history:
            self.show_view(None)

    def focus_chain(self) -> list[QWidget]:
        return [self.refresh, self.view]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_selectors()
        self.ask()

    def _show_selectors(self) -> None:
        names = ["", *(state.name for state in self._store.objects.values() if state.kind == "selector")]
        if names != [self.selectors.itemData(place) for place in range(self.selectors.count())]:
            chosen = self.inside
            self.selectors.clear()
            for name in names:
                self.selectors.offer(name or tr("the session's own selector"), name)
            self.selectors.setCurrentIndex(max(names.index(chosen) if chosen in names else 0, 0))
        self.selectors.setVisible(len(names) > 1)

    # Showing.

    def show_looked(self, looked: Looked) -> None:
        """An answer has come."""
        if looked.kernel is not None:
            now = monotonic()
            self._due = max(self._due, now + SHARE * (now - self._asked))
        if looked.kernel is not None and looked.kernel.selector == self.inside:
            self.show_view(looked.kernel)

    def show_view(self, view: KernelView | None) -> None:
        """Show this look; what was selected stays so, wherever it stands now."""
        chosen, at = self._row_at(self.view.currentIndex().row()), self.view.verticalScrollBar().value()
        self.model.show(view)
        self._span_own()
        differing = [place for place in range(self.model.rowCount()) if self.model.how(place) not in ("same", "own")]
        if view is None:
            self.title.setText(tr("Not looked at yet."))
            self.source.setText("")
        else:
            self.title.setText(self._counts(view, len(differing)))
            self.source.setText(say(source_text(view)))
        theme.ink(self.title, "disagree" if differing else None, bold=True)
        theme.ink(self.source, "quiet")
        same = [place for place in range(self.model.rowCount()) if chosen is not None and self._row_at(place) == chosen]
        place = (same or self._places(self._name) or differing or [-1])[0]
        if place >= 0:
            self._make_current(place)
        if same:
            self.view.verticalScrollBar().setValue(at)
        self._show_words()

    def _span_own(self) -> None:
        """What is the playground's own has no key: its words run over the cells that it leaves empty."""
        self.view.clearSpans()
        first = COLUMNS.index("object")
        for place in range(self.model.length()):
            if self.model.how(place) == "own":
                self.view.setSpan(place, first, 1, len(COLUMNS) - first)

    # What is chosen, here or elsewhere.

    def show_chosen(self, name: str) -> None:
        """Make the row of that object current, and bring it into sight; where it has none, leave what is."""
        self._name = name
        places = self._places(name)
        if places and self.view.currentIndex().row() not in places:
            self._make_current(places[0])
            self.view.scrollTo(self.view.currentIndex())

    def _places(self, name: str) -> list[int]:
        rows = enumerate(map(self.model.row, range(self.model.rowCount())))
        return [place for place, row in rows if row is not None and row.name == name and name]

    def _make_current(self, place: int) -> None:
        self.view.setAutoScroll(False)
        self.view.setCurrentIndex(self.model.index(place, 0))
        self.view.setAutoScroll(True)

    def _row_at(self, place: int) -> tuple[str | None, int] | None:
        """What tells a row from the others, in every look."""
        row = self.model.row(place)
        return (row.name, row.fd) if row is not None else None

    def _choose(self, index: Index) -> None:
        row = self.model.row(index.row())
        if row is not None and row.name:
            self.chosen.emit(row.name)

    def _counts(self, view: KernelView, differing: int) -> str:
        watched = sum(row.asked is not None for row in view.rows) + view.cut
        said = tr("{name}: {keys} in the map, {watched} watched").format(
            name=view.class_name, keys=f"{view.keys:,}", watched=f"{watched:,}"
        )
        if view.cut:
            said += tr(" ({n} not shown)").format(n=f"{view.cut:,}")
        if not differing:
            return said
        return said + tr(" · {mark} {n} disagree").format(mark=MARKS["differs"], n=differing)

    def _show_words(self) -> None:
        index: QModelIndex = self.view.currentIndex()
        words = self.model.words(index.row()) if index.isValid() else ""
        self.words.setText(words)
        self.words.setVisible(bool(words))
        differs = index.isValid() and self.model.how(index.row()) not in ("same", "own")
        theme.ink(self.words, "disagree" if differs else None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # What is cut to two letters says nothing: it stands in the sentence below.
        self.view.setColumnHidden(COLUMNS.index("fd"), self.width() < NARROW)
        self.view.setColumnHidden(COLUMNS.index("key"), self.width() < TIGHT)
        self._show_file(self.width() >= WIDE)

    def _show_file(self, wide: bool) -> None:
        """The rest of the width is the last column's, or where that is hidden the name's."""
        place, last = COLUMNS.index("object"), COLUMNS.index("file")
        head, mode = self.view.horizontalHeader(), QHeaderView.ResizeMode
        self.view.setColumnHidden(last, not wide)
        head.setSectionResizeMode(place, mode.Interactive if wide else mode.Stretch)
        head.setSectionResizeMode(last, mode.Stretch if wide else mode.Interactive)
        if wide:
            head.resizeSection(place, widths(self.view, SAMPLES, AROUND)["object"])

    def apply_theme(self) -> None:
        """In the colours of the theme."""
        self.refresh.setIcon(theme.icon("search"))
        self.show_view(self.model.view)
