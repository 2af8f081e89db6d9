"""The comparison in a window of its own: headline, what was replaced, a table, and the whole answer of one cell.

It looks at the comparison at intervals and is told nothing; closing it ends what is still played.
"""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPlainTextEdit,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from selcore.compare import Comparison, ComparisonReport
from selcore.compare.answer_words import whole, with_reasons
from selcore.compare.words import headline, state_of

from ..columns.chosen import widths
from ..columns.head_menu import HeadMenu
from ..kit import theme
from ..kit.labels import label, set_tip
from ..kit.saying import say
from ..kit.table_view import heading_width, make_table
from ..kit.text_size import give_font
from .copying import as_csv, as_text
from .delegate import CompareDelegate
from .model import FIXED, CompareModel
from .parts import TableAbove, button, menu_button

LOOK = 50
"""Milliseconds between two looks at what has been played."""


def tr(source: str) -> str:
    return QCoreApplication.translate("Compare", source)


class CompareDialog(QDialog):
    """``again()`` when it shall be played anew. Enter in a cell leads to its whole answer."""

    again = Signal()

    def __init__(self, source_menu: QMenu, copy: Callable[[str], None], parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("compare")
        self.setWindowTitle(tr("Compare selectors"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._copy = copy
        self.comparison: Comparison | None = None
        self._offered: Callable[[], None] | None = None
        self._version = -1
        self._make_words()
        self.model = CompareModel(self)
        self.table = self._make_table()
        self._make_outcome()
        self._make_actions(source_menu)
        self._offer(None)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK)
        self._timer.timeout.connect(self._look)
        self._fit(parent)

    def _fit(self, parent: QWidget | None) -> None:
        width, height = (parent.width(), parent.height()) if parent is not None else (1280, 800)
        self.resize(max(min(1180, width - 48), 640), max(min(720, height - 64), 420))

    # Making.

    def _make_words(self) -> None:
        self.title = label("compare.title", spoken=tr("what is compared"))
        self.headline = label("compare.headline", spoken=tr("result of the comparison"))
        font = QFont(self.headline.font())
        font.setPointSizeF(font.pointSizeF() * 1.4)
        font.setBold(True)
        self.headline.setFont(font)
        self.notices = label("compare.notices", spoken=tr("what was replaced for the comparison"))
        self.absent = label("compare.absent", spoken=tr("selector classes that are not here"))

    def _make_table(self) -> QTableView:
        view = make_table("compare.table", tr("steps, and the answer of each selector class"), self.model)
        HeadMenu(view)
        view.setItemDelegate(CompareDelegate(view))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setAlternatingRowColors(True)
        give_font(view, "tabular")
        view.activated.connect(lambda _: self.outcome.setFocus())
        view.selectionModel().currentChanged.connect(lambda *_: self._show_outcome())
        return view

    def _make_outcome(self) -> None:
        self.outcome = QPlainTextEdit()
        self.outcome.setObjectName("compare.outcome")
        self.outcome.setAccessibleName(tr("the whole answer of the selected cell"))
        self.outcome.setReadOnly(True)
        self.outcome.setTabChangesFocus(True)
        give_font(self.outcome, "code")
        self.outcome.setPlaceholderText(tr("Select a cell to see its whole answer."))

    def _make_actions(self, source_menu: QMenu) -> None:
        self.only = QToolButton()
        self.only.setObjectName("compare.only-differences")
        self.only.setText(tr("Only differences"))
        self.only.setCheckable(True)
        self.only.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.only.toggled.connect(self._filter)
        next_, previous = tr("Next difference"), tr("Previous difference")
        self.next = button(self, "compare.next", "▼", next_, "F8", lambda: self._go(1))
        self.previous = button(self, "compare.previous", "▲", previous, "Shift+F8", lambda: self._go(-1))
        self.cancel = button(
            self, "compare.cancel", tr("Cancel"), tr("End it and keep what is there"), "", self._cancel
        )
        self.anew = button(self, "compare.again", tr("Compare again"), tr("Play it anew"), "Ctrl+R", self.again.emit)
        self.copy = button(self, "compare.copy", tr("Copy as text"), tr("The table as text"), "Ctrl+C",
                                 lambda: self._copy(as_text(self.model.report, self._remarks)))  # fmt: skip
        self.csv = button(self, "compare.copy-csv", tr("Copy as CSV"), tr("The table as CSV"), "Ctrl+Shift+X",
                                lambda: self._copy(as_csv(self.model.report)))  # fmt: skip
        report = tr("The whole as a report for an issue, in Markdown")
        self.report = button(self, "compare.copy-report", tr("Copy as report"), report, "", self._copy_report)
        self.bytes = button(self, "compare.play-bytes", tr("Play its bytes"), tr("Send what came from outside"), "",
                                  self._play_bytes)  # fmt: skip
        self.source = menu_button("compare.source", tr("Compare another"), source_menu)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.title)
        words.addWidget(self.headline)
        top.addLayout(words, 1)
        for one in (self.source, self.anew, self.cancel):
            top.addWidget(one, 0, Qt.AlignmentFlag.AlignTop)
        self._split = TableAbove(self.table, self.outcome)
        bottom = QHBoxLayout()
        bottom.addWidget(self.only)
        bottom.addWidget(self.previous)
        bottom.addWidget(self.next)
        bottom.addStretch(1)
        bottom.addWidget(self.copy)
        bottom.addWidget(self.csv)
        bottom.addWidget(self.report)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addLayout(top)
        said = QHBoxLayout()
        said.addWidget(self.notices, 1)
        said.addWidget(self.bytes, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(said)
        layout.addWidget(self.absent)
        layout.addWidget(self._split, 1)
        layout.addLayout(bottom)

    # Playing.

    def play(self, comparison: Comparison, title: str, remarks: tuple[str, ...] = ()) -> None:
        """Show this comparison from now on, and start it. ``remarks`` are said beside its own notices."""
        self.end()
        self.comparison, self._remarks = comparison, remarks
        self._offer(None)
        self.only.setChecked(False)
        self.title.setText(title)
        comparison.start()
        self.model.begin(comparison.report)
        self._size_columns()
        self._version = -1
        self._look()
        self._timer.start()
        self.table.setFocus()
        self.table.setCurrentIndex(QModelIndex())  # the focus has made the first cell current

    def _copy_report(self) -> None:
        from selcore.exports.extracts import of_comparison

        if self.comparison is not None:
            self._copy(of_comparison(self.title.text(), self.model.report, self.comparison.experiment, self._remarks))

    def offer(self, play: Callable[[], None]) -> None:
        """What came from outside can be played by us: ``play`` does."""
        self._offer(play)

    def _offer(self, play: Callable[[], None] | None) -> None:
        self._offered = play
        self.bytes.setVisible(play is not None)
        self.bytes.defaultAction().setEnabled(play is not None)

    def _play_bytes(self) -> None:
        if self._offered is not None:
            self._offered()

    def _size_columns(self) -> None:
        head = self.table.horizontalHeader()
        head.setMinimumSectionSize(24)
        for column in range(self.model.columnCount()):
            fixed = column < len(FIXED) - 1
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed if fixed else QHeaderView.ResizeMode.Stretch)
        found = widths(self.table, {"differs": "≠", "step": "step"}, around=16)
        for place, name in enumerate(FIXED[:-1]):
            self.table.setColumnWidth(place, max(found[name], heading_width(self.table, place)))

    def _fit_rows(self) -> None:
        """A second line where a class says why it did not return what another did."""
        one = self.table.verticalHeader().defaultSectionSize()
        for place in range(self.model.length()):
            height = one + self.table.fontMetrics().height() if self.model.has_reasons(place) else one
            if self.table.rowHeight(place) != height:
                self.table.setRowHeight(place, height)
        self._split.share()

    def _look(self) -> None:
        comparison = self.comparison
        if comparison is None or comparison.version == self._version:
            return
        report = comparison.report
        self._version = report.version
        self.model.update(report)
        self._fit_rows()
        self._say(report)
        self._show_outcome()
        if report.ended:
            self._timer.stop()
            self._go_to_first()

    def _say(self, report: ComparisonReport) -> None:
        self.headline.setText(say(headline(report)))
        theme.ink(self.headline, "disagree" if report.differing else "good" if report.ended else None)
        notices = [*self._remarks, *map(say, report.notices)]
        notices += [f"{one.title}: {say(state_of(one))}" for one in report.failed]
        self.notices.setText("\n".join(f"ⓘ {words}" for words in notices))
        self.notices.setVisible(bool(notices))
        missing = [one for one in report.backends if one.state == "absent"]
        self.absent.setText(tr("Not here: {names}").format(names=", ".join(one.title for one in missing)))
        set_tip(self.absent, "\n".join(say(one.reason) for one in missing))
        self.absent.setVisible(bool(missing))
        theme.ink(self.absent, "quiet")
        self.cancel.defaultAction().setEnabled(not report.ended)
        self.anew.defaultAction().setEnabled(report.ended)
        if report.ended and not report.differing:
            self.only.setChecked(False)
        self.only.setEnabled(report.differing > 0 or not report.ended)
        for one in (self.next, self.previous):
            one.defaultAction().setEnabled(report.differing > 0)

    def _cancel(self) -> None:
        if self.comparison is not None:
            self.comparison.cancel()

    def end(self) -> None:
        """End what is still played; what was told stays in the table."""
        self._timer.stop()
        self._cancel()

    def reject(self) -> None:
        """Escape ends the playing first, and closes the window only when nothing is played any more."""
        if self.comparison is not None and not self.comparison.ended:
            self._cancel()
            return
        super().reject()

    def done(self, result: int) -> None:
        self.end()
        super().done(result)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A dialog gives Return to its default button; here it belongs to the table, which has it already.
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    # Looking around.

    def _filter(self, only: bool) -> None:
        words = tr("Only differences")
        self.only.setText(f"✓ {words}" if only else words)
        row = self.model.step(self.table.currentIndex().row())
        column = self.table.currentIndex().column()
        self.model.show_only_differences(only)
        self._fit_rows()
        place = self.model.place(row.step) if row is not None else -1
        if place >= 0:
            self.table.setCurrentIndex(self.model.index(place, column))

    def _go_to_first(self) -> None:
        if not self.table.currentIndex().isValid():
            self._go(1)

    def _go(self, way: int) -> None:
        """To the next difference, or the one before; beyond the last comes the first."""
        places = [place for place in range(self.model.length()) if self._differs(place)]
        if not places:
            return
        here = self.table.currentIndex().row()
        if way > 0:
            place = next((one for one in places if one > here), places[0])
        else:
            place = next((one for one in reversed(places) if one < here), places[-1])
        row = self.model.step(place)
        assert row is not None
        column = next(one for one in range(len(FIXED), self.model.columnCount()) if self.model.columns[one] in row.odd)
        self.table.setCurrentIndex(self.model.index(place, column))
        self.table.scrollTo(self.model.index(place, column))

    def _differs(self, place: int) -> bool:
        row = self.model.step(place)
        return row is not None and row.differs

    def _show_outcome(self) -> None:
        words = self._words(self.table.currentIndex())
        if words != self.outcome.toPlainText():
            self.outcome.setPlainText(words)

    def _words(self, index: QModelIndex) -> str:
        row, backend, played = (
            self.model.step(index.row()),
            self.model.backend(index.column()),
            self.model.played(index),
        )
        if row is None:
            return ""
        if backend is None and row.do == "note":
            return row.python
        if backend is None:
            answers = (f"{one.title}: {say(with_reasons(row, one.backend))}" for one in self.model.report.present
                       if one.backend in row.outcomes)  # fmt: skip
            return "\n".join([row.python, *answers])
        lines = map(say, whole(played)) if played is not None else [say(state_of(backend))]
        return "\n".join([f"{backend.title}   {row.python}", *lines])
