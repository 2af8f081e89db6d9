"""What happened: every command and every call in one list, newest last, followed until the user scrolls up."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from selcore.history.finding import newest_result
from selcore.history.store import Change, Row, Store

from ..columns.head_menu import HeadMenu
from ..kit.find_bar import FindBar
from ..kit.labels import label
from ..kit.saying import counted
from ..kit.table_view import make_table
from ..kit.text_size import give_font
from ..session.panel import Panel, SessionBegun
from ..session.selection import Selection
from .cells import COLUMNS
from .columns import HistoryColumns
from .filter_box import FilterBox
from .filter_values import values, words_present
from .finding import Finder
from .following import Following
from .model import HistoryModel
from .view import HistoryView

if TYPE_CHECKING:
    from selcore.filters import Filter


LEAST_HIGH = 48
"""Pixels of the list: its head and a row."""
ADDRESS, WIDE = "127.0.0.1:655350", 600
"""What most descriptors of a program are called, with a margin; and pixels in which there is room for it."""


def tr(source: str) -> str:
    return QCoreApplication.translate("HistoryPanel", source)


class HistoryPanel(QWidget, Panel):
    """``row_changed(Row or None)`` when another row is current; ``following_changed(bool)``; ``resume_wanted()``;
    ``cleared()`` when its rows were taken away.
    """

    row_changed = Signal(object)
    resume_wanted = Signal()
    following_changed = Signal(bool)
    cleared = Signal()

    def __init__(self, store: Store, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("history.panel")
        self._store = store
        self.model = HistoryModel(store, self)
        self._folding, self._choosing, self._current = False, False, -1
        self._selection = Selection()
        self._frozen_at, self._calls_at, self._followed = 0, 0, True
        self.view = self._make_view()
        self._follow = Following(self.view, lambda: store.next_serial, self.model.shown_since)
        self._follow.changed.connect(self.following_changed)
        self.columns = HistoryColumns(self.view)
        HeadMenu(self.view, self.columns.add_to)
        self.find_bar = self._make_find()
        self._make_filter()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(4)
        layout.addWidget(self.filter_box)
        layout.addWidget(self.find_bar)
        self._notice_bar = self._make_notice()
        layout.addWidget(self._notice_bar)
        layout.addWidget(self.view, 1)
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        for signal in (self.view.clicked, self.view.activated):
            signal.connect(self._clicked)

    def _make_view(self) -> HistoryView:
        view = HistoryView()
        make_table("history", tr("history of commands and calls"), self.model, view=view)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setMinimumHeight(LEAST_HIGH)
        give_font(view, "tabular")
        return view

    def fit(self) -> None:
        """Widen columns until their headings can be read, in the style that they have by now."""
        self.columns.fit()

    def begin(self, begun: SessionBegun) -> None:
        if begun.keeps_history:
            return
        self.model.origin = None
        self.model.reload()
        self.columns.give_back()
        self.columns.tell_of_program(begun.of_program)
        if begun.of_program and self.view.viewport().width() > WIDE:
            self.columns.make_room("object", ADDRESS)
        self.end_find()
        self.set_following(True)

    def apply_theme(self) -> None:
        self.filter_box.apply_theme()
        self.view.apply_theme()

    def focus_chain(self) -> list[QWidget]:
        return [self.filter_box.line, self.filter_box.help, self.filter_box.toggle, self.view]

    def _make_find(self) -> FindBar:
        bar = FindBar("find", tr("find in the history"), self._find)
        self._finder = Finder(self.model, self)
        self._finder.found.connect(self._go_to)
        self._finder.told.connect(bar.tell)
        bar.ended.connect(self._finder.stop)
        bar.ended.connect(self.view.setFocus)
        return bar

    def _find(self, words: str, step: int) -> None:
        """From the current row on; with no row current from the first, or back from the last."""
        if not words:
            self._finder.stop()
            return
        here = self.view.currentIndex()
        start = here.row() + step if here.isValid() else min(step, 0)
        self._finder.look(words, start, step or 1)

    # The filter.

    def _make_filter(self) -> None:
        self.filter_box = FilterBox(lambda column: words_present(self._store, column))
        self.filter_box.filter_changed.connect(self.set_filter)
        self.empty_words = label("history.empty")
        self.empty_words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty_words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        QVBoxLayout(self.view.viewport()).addWidget(self.empty_words)
        for signal in (self.model.modelReset, self.model.rowsInserted, self.model.rowsRemoved):
            signal.connect(self.show_matching)

    def set_filter(self, filter: "Filter | None") -> None:
        """Show only what it lets through; the current row stays current where it is still shown."""
        row = self.current_row()
        self.model.set_filter(filter)
        place = self.model.find(row.serial) if row is not None else -1
        if place >= 0:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            index = self.model.index(place, COLUMNS.index("command"))
            self.view.selectionModel().setCurrentIndex(index, flags)
        if self.following:
            self.view.scrollToBottom()

    def show_matching(self) -> None:
        """How many rows match, and in the empty list that none does."""
        model, box = self.model, self.filter_box
        box.show_state(bool(model.property("searching")), model.matching, len(self._store.rows))
        none = box.filter is not None and not model.rowCount()
        self.empty_words.setText(box.state_words() if none else "")

    def cell_test(self) -> str | None:
        """The expression that finds rows as the current cell's; None where there is none."""
        index, row = self.view.currentIndex(), self.current_row()
        if row is None:
            return None
        from selcore.filters.building import test_of
        from selcore.filters.names import column as column_of

        column, head = COLUMNS[index.column()], self.model.head_of(row)
        told, name = values(row, head, self.model.origin or 0), column_of(column) or ""
        return test_of(column, told[name]) if name in told else None

    # Following the newest row.

    @property
    def following(self) -> bool:
        """Whether the newest row is kept in view."""
        return self._follow.on

    def set_following(self, following: bool) -> None:
        """Keep the newest row in view, or leave the list where it stands."""
        if following and not self.model.frozen:
            self._notice_bar.hide()
        self._follow.set(following)

    def fold(self, change: Change) -> None:
        """Show what a batch changed. What one looks at and has chosen stays, for as long as it is kept."""
        if self.model.origin is None and self._store.rows:
            self.model.origin = self._store.rows[0].at
        top = self.model.serial(self.view.rowAt(0)) if change.evicted and not self.following else -1
        self._folding = True
        self.model.fold(change)
        self._folding = False
        if change.evicted:
            self._keep_current()
            self._keep_place(top)
        if change.added:
            self._make_room(newest_result(self._store, self._store.next_serial - change.added))
        if self.filter_box.filter is not None and (change.added or change.evicted):
            self.show_matching()
        self._tell_frozen()
        self._follow.tell(hidden=self.model.frozen)
        if self.following and (change.added or change.status) and not self.model.frozen:
            self.view.scrollToBottom()

    def _make_room(self, serial: int) -> None:
        """For the number of that call. Where a row grows the number of its first call stands, and no column moves."""
        if serial < 0:
            return
        number = self._store.ring.value(serial, "call")
        words = "888,888" if 999 < number < 1_000_000 else f"{number:,}"  # moved once, not often
        self.columns.make_room("call", words)

    def _keep_place(self, top: int) -> None:
        """The row that stood at the top stands there still; where it is gone, that is said."""
        if top < 0:
            return
        place = self.model.find(top)
        if place < 0:
            self._say(tr("The rows you were looking at were removed: the oldest {n} are gone."), self._store.evicted)
            place = self.model.first_after(top)
        if self.model.length():
            index = self.model.index(min(place, self.model.length() - 1), COLUMNS.index("command"))
            self.view.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)

    def _keep_current(self) -> None:
        """What was chosen and is gone is shown on beside the list, as a copy; no other row takes its place."""
        place = self.model.find(self._current)
        if self._current < 0 or self.model.serial(self.view.currentIndex().row()) == self._current:
            return
        self._folding = True
        if place < 0:
            self.view.selectionModel().clear()
        else:
            self.view.setCurrentIndex(self.model.index(place, COLUMNS.index("command")))
        self._folding = False

    # Freezing the list.

    def set_frozen(self, frozen: bool) -> None:
        """Add nothing to the list while everything is collected; or add what has come, and go on."""
        self.model.set_frozen(frozen)
        if frozen:
            self._frozen_at, self._calls_at = self._store.evicted, self._store.totals.calls
            self._followed = self.following
            self._tell_frozen()
            return
        if self._resume.hasFocus():
            self.view.setFocus()  # or Qt looks for the next that takes it, which may be a button that does something
        self._notice_bar.hide()
        self.set_following(self._followed or self.following)

    def _tell_frozen(self) -> None:
        if self.model.frozen:
            gone = self._store.evicted - self._frozen_at
            calls = self._store.totals.calls - self._calls_at
            words = tr("List frozen, collecting goes on: {n} {n:row|rows} more, {calls} {calls:call|calls} more.")
            words = counted(words, calls=f"{calls:,}")
            if gone:
                full = tr("The history is full: {gone} of its oldest were removed.")
                words += " " + full.format(gone=f"{gone:,}")
            self._say(words, self.model.unseen)
            self._resume.show()

    def _say(self, words: str, number: int) -> None:
        self._notice.setText(counted(words, n=f"{number:,}"))
        self._resume.setVisible(self.model.frozen)
        self._notice_bar.show()

    def _make_notice(self) -> QWidget:
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(8, 0, 0, 0)
        self._notice = label("history.notice", spoken=tr("about the list"), wraps=False)
        row.addWidget(self._notice, 1)
        self._resume = QPushButton(tr("Resume"))
        self._resume.setObjectName("history.resume")
        self._resume.setAccessibleName(tr("resume the list"))
        self._resume.clicked.connect(self.resume_wanted)
        row.addWidget(self._resume)
        bar.hide()
        return bar

    # The same object.

    def go_same(self, step: int) -> bool:
        """Go to the next result of the current row's object (or the one before); whether there is one."""
        row = self.current_row()
        found = self.model.same(row.name, row.serial, step) if row is not None and row.name else -1
        if found >= 0:
            self._go_to(self.model.find(found))
        return found >= 0

    def chosen(self) -> list[Row]:
        """The selected rows, in their order; no more than are copied at once."""
        from .copying import MOST

        chosen = self.view.selectionModel().selection()
        bands = [chosen.at(place) for place in range(chosen.count())]
        places = [place for one in bands for place in range(one.top(), min(one.bottom(), one.top() + MOST) + 1)]
        rows = [self.model.row(place) for place in sorted(set(places))[:MOST]]
        return [row for row in rows if row is not None]

    def current_row(self) -> Row | None:
        index = self.view.currentIndex()
        return self.model.row(index.row()) if index.isValid() else None

    def _clicked(self) -> None:
        """The current row once more: something else may be shown of it elsewhere by now."""
        self.row_changed.emit(self.current_row())

    def _current_changed(self) -> None:
        if self._folding:
            return
        self._current = self.model.serial(self.view.currentIndex().row())
        if self.view.passing:
            return
        self._choosing = True  # Qt selects the row when this is done, and may mean another by it
        self.row_changed.emit(self.current_row())
        self._choosing = False

    # Copying, finding.

    def copy(self) -> None:
        """The selected rows to the clipboard, a line each: the columns as they are shown, separated by tabs."""
        from selcore.wording.csv_cells import tabbed

        rows = [self.model.find(row.serial) for row in self.chosen()]
        columns = self.columns.shown()
        lines = [tabbed(str(self.model.index(row, column).data() or "") for column in columns) for row in rows]
        QApplication.clipboard().setText("\n".join(lines))

    def begin_find(self) -> None:
        self.find_bar.begin()

    def end_find(self) -> None:
        self.find_bar.end()

    def _go_to(self, row: int) -> None:
        self.set_following(False)
        self._make_current(row)
        self.view.scrollTo(self.view.currentIndex())

    def _make_current(self, row: int) -> None:
        """Choose that row, and leave the list where it stands: by itself Qt brings what is current into sight."""
        index = self.model.index(row, COLUMNS.index("command"))
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.view.setAutoScroll(False)
        self.view.selectionModel().setCurrentIndex(index, flags)
        self.view.setAutoScroll(True)

    # What is chosen, here or elsewhere.

    def show_selection(self, selection: Selection) -> None:
        """The chosen row, or of a chosen object the newest while the newest is followed, else that which is nearest."""
        before, self._selection = self._selection, selection
        if selection.about == "row":
            self._show_chosen(self.model.find(selection.serial))
        elif (selection.about, selection.name) != (before.about, before.name):
            self._show_nearest(selection.name if selection.about == "object" else "")

    def _show_chosen(self, place: int) -> None:
        if place < 0:
            self.view.clearSelection()
        elif self._choosing:
            return
        elif place != self.view.currentIndex().row() or not self.view.selectionModel().hasSelection():
            self._go_to(place)

    def _show_nearest(self, name: str) -> None:
        """The row that is nearest to the current one or, with none in sight, to what is seen."""
        here = self.view.currentIndex()
        if not here.isValid() or not self.view.viewport().rect().intersects(self.view.visualRect(here)):
            here = self.view.indexAt(self.view.viewport().rect().center())
        at = self._store.next_serial if self.following or not here.isValid() else self.model.serial(here.row())
        place = self.model.find(self.model.nearest(name, at)) if name else -1
        if place < 0:
            self.view.clearSelection()  # the cursor stays, so that keys go on from where they were
            return
        self._make_current(place)
        if not self.following:
            self.view.scrollTo(self.view.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.following:
            self.view.scrollToBottom()
