"""What does one select() cost as descriptors grow? Measured here and now, drawn as it comes, the figures beside it.

The measuring is a process of its own; this window only looks, four times a second, at what it has told.
"""

import platform
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QItemSelectionModel, QSortFilterProxyModel, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from selcore.scaling.limits import LIMITS, MOST, SECONDS
from selcore.scaling.measurement import Measurement
from selcore.scaling.values import Point, ScalingReport, as_csv
from selcore.scaling.words import cost, of_end, of_stop, title

from ..columns.chosen import set_widths, widths
from ..columns.head_menu import HeadMenu
from ..kit import theme
from ..kit.labels import cut, label, set_tip
from ..kit.rich import escape, rich_label
from ..kit.saying import counted, say
from ..kit.table_view import make_table
from ..kit.text_size import give_font
from ..questions.files import choose_target
from .model import ScalingModel

if TYPE_CHECKING:
    from .plot import ScalingPlot

LONGEST_NAME = 60
"""Characters of a file's name in the readout."""
LOOK = 250
"""Milliseconds between two looks at what was told."""
SAMPLES = {
    "backend": "DevpollSelector",
    "descriptors": "8,888",
    "ready": "8,888",
    "seconds": "88.8 µs",
    "low": "88.8 µs",
    "high": "88.8 µs",
    "calls": "888,888",
}
"""The widest words that usually stand in each column."""


def tr(source: str) -> str:
    return QCoreApplication.translate("ScalingView", source)


class ScalingDialog(QDialog):
    """Starts measuring when it is opened. Closing it ends the measuring process.

    ``write(path, data)`` writes a file beside the window, and says here what has become of it.
    """

    def __init__(
        self,
        write: Callable[[Path, bytes], None],
        disturbed: Callable[[], bool] = lambda: False,
        parent: QWidget | None = None,
    ):
        super().__init__(parent)
        self._write = write
        self.setObjectName("scaling")
        self.setAccessibleName(tr("what one select() costs as descriptors grow"))
        self.setWindowTitle(tr("What does one select() cost as descriptors grow?"))
        self.resize(1000, 620)
        self._disturbed = disturbed
        self.report = ScalingReport()
        self.measurement: Measurement | None = None
        self.plot: ScalingPlot | None = None
        self._trouble = ""
        self.model = ScalingModel(self)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self.model)
        self._sorted.setSortRole(Qt.ItemDataRole.UserRole)
        self.table = self._make_table()
        self._timer = QTimer(self, interval=LOOK)
        self._timer.timeout.connect(self._look)
        self._place()
        # After the first painting: importing what draws the plot takes half a second.
        QTimer.singleShot(0, self, self._begin)

    # Making.

    def _make_table(self) -> QTableView:
        view = make_table("scaling.table", tr("the figures"), self._sorted)
        HeadMenu(view)
        give_font(view, "tabular")
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setSortingEnabled(True)
        view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        set_widths(view, widths(view, SAMPLES))
        view.selectionModel().currentRowChanged.connect(lambda *_: self._row_chosen())
        return view

    def _place(self) -> None:
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addWidget(self._make_intro())
        layout.addLayout(self._make_controls())
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setObjectName("scaling.split")
        self._split.setChildrenCollapsible(False)
        self._placeholder = label("scaling.placeholder", tr("drawing begins…"))
        self._placeholder.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._split.addWidget(self._placeholder)
        self._split.addWidget(self.table)
        self._split.setSizes([580, 400])
        layout.addWidget(self._split, 1)
        self._readout = label("scaling.readout", selectable=True)
        self._readout.setMinimumHeight(self.fontMetrics().height() + 2)
        self._notes = rich_label("scaling.notes")
        self._notes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(self._readout)
        layout.addWidget(self._notes)
        layout.addWidget(self._make_buttons())

    def _make_intro(self) -> QLabel:
        intro = label("scaling.intro", selectable=True)
        intro.setText(
            tr(
                "select(0), which never waits, is called on the plain selector classes, in a process of its own. "
                "The registered descriptors are the ends of socket pairs: idle, none of them is ready; "
                "or all are ready, and are returned."
            )
        )
        return intro

    def _make_controls(self) -> QHBoxLayout:
        self.most = self._number("scaling.most", tr("descriptors at most"), *LIMITS, MOST, step=1000)
        self.seconds = self._number("scaling.seconds", tr("seconds"), 1, 600, int(SECONDS), step=5)
        self.seconds.setSuffix(tr(" s"))
        self.start_button = self._button("scaling.start", tr("Measure again"), self.start)
        self.cancel_button = self._button("scaling.cancel", tr("Cancel"), self.cancel)
        self.fit_button = self._button("scaling.fit", tr("Show all"), lambda: self.plot.fit() if self.plot else None)
        set_tip(self.fit_button, tr("After zooming with the wheel or moving with the mouse: all of it again"))
        self.progress = QProgressBar()
        self.progress.setObjectName("progress")
        self.progress.setAccessibleName(tr("how much is measured"))
        self.progress.setRange(0, 1000)
        row = QHBoxLayout()
        for words, field in ((tr("Up to"), self.most), (tr("descriptors, for about"), self.seconds)):
            before = label(words=words, wraps=False)
            before.setBuddy(field)
            before.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
            row.addWidget(before)
            row.addWidget(field)
        row.addWidget(self.start_button)
        row.addWidget(self.cancel_button)
        row.addWidget(self.progress, 1)
        row.addStretch()
        row.addWidget(self.fit_button)
        return row

    def _number(self, name: str, spoken: str, least: int, most: int, value: int, step: int) -> QSpinBox:
        field = QSpinBox()
        field.setObjectName(name)
        field.setAccessibleName(spoken)
        field.setRange(least, most)
        field.setGroupSeparatorShown(True)
        field.setSingleStep(step)
        field.setValue(value)
        return field

    def _button(self, name: str, words: str, action: Callable[[], Any]) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(name)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: action())
        return button

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = theme.without_icons(QDialogButtonBox(QDialogButtonBox.StandardButton.Close))
        self.save_png = self._button("scaling.save-png", tr("Save picture…"), self._choose_png)
        self.save_csv = self._button("scaling.save-csv", tr("Save table…"), self._choose_csv)
        for button in (self.save_png, self.save_csv):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        return buttons

    # Measuring.

    def _begin(self) -> None:
        self.start()
        from .plot import ScalingPlot

        self.plot = ScalingPlot()
        self.plot.hovered.connect(self._hovered)
        sizes = self._split.sizes()
        self._split.replaceWidget(0, self.plot)
        self._placeholder.deleteLater()
        self._split.setSizes(sizes)
        self.plot.show_report(self.report)
        self._show_state()

    def start(self) -> None:
        """Measure anew, with what the fields say."""
        self.cancel()
        self.report = ScalingReport()
        self.model.clear()
        self._readout.clear()
        self.measurement = Measurement(most=self.most.value(), seconds=float(self.seconds.value()))
        try:
            self.measurement.start()
        except OSError as error:
            self.measurement = None
            self._trouble = f"{type(error).__name__}: {error}"
        else:
            self._trouble = ""
            self._timer.start()
        self._draw()
        self._show_state()

    def cancel(self) -> None:
        """End the process that measures; what was told stays. Idempotent."""
        if self.measurement is not None:
            self.measurement.cancel()
            self._look()

    @property
    def measuring(self) -> bool:
        """Whether there is more to come."""
        return self._timer.isActive()

    def _look(self) -> None:
        measurement = self.measurement
        if measurement is None:
            return
        ended = measurement.ended  # before what it told is taken: nothing comes after its end
        news = False
        for line in measurement.take():
            added = self.report.fold(line)
            news |= added is not None
            if isinstance(added, Point):
                self.model.add(added)
        if ended:
            self._timer.stop()
        if news:
            self._draw()
        self._show_state()

    def _draw(self) -> None:
        if self.plot is not None:
            self.plot.show_report(self.report)

    def _show_state(self) -> None:
        measuring, points = self.measuring, bool(self.report.points)
        self.cancel_button.setEnabled(measuring)
        self.start_button.setEnabled(not measuring)
        self.save_csv.setEnabled(points)
        self.save_png.setEnabled(points and self.plot is not None)
        self.fit_button.setEnabled(points and self.plot is not None)
        self.progress.setVisible(measuring)
        self.progress.setValue(int(1000 * self.report.part))
        self._notes.setText("<br>".join(self._remarks()))

    def _remarks(self) -> list[str]:
        report, lines = self.report, list[str]()
        if self._trouble:
            lines.append(_bad(self._trouble))
        for stop in report.stops:
            lines.append(f"{_bad(str(stop.error))} — {escape(say(of_stop(stop)))}.")
        if report.error is not None:
            lines.append(f"{_bad(str(report.error))} — {escape(say(of_end(report)))}.")
        elif report.why:
            lines.append(escape(say(of_end(report))) + ".")
        elif self.measurement is not None and self.measurement.trouble is not None:
            lines.append(_bad(say(self.measurement.trouble)))
        elif self.measurement is not None and self.measurement.cancelled:
            lines.append(escape(tr("Cancelled: what was measured until then stays.")))
        if self._disturbed():
            words = tr("A loop runs in this window and takes time of the processor: paused, it would disturb nothing.")
            lines.append(escape(words))
        return lines

    # Reading out.

    def _hovered(self, point: Point | None) -> None:
        self._read(point)
        if point is not None:
            index = self._sorted.mapFromSource(self.model.index(self.model.row_of(point), 0))
            rows = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.table.selectionModel().setCurrentIndex(index, rows)

    def _row_chosen(self) -> None:
        index = self._sorted.mapToSource(self.table.currentIndex())
        point = self.model.point(index.row()) if index.isValid() else None
        self._read(point)
        if self.plot is not None:
            self.plot.mark(point)

    def _read(self, point: Point | None) -> None:
        if point is None:
            self._readout.clear()
            return
        words = tr(
            "{name}, {count} registered, {ready} ready: {time} "
            "(half of the rounds: {low} to {high}; {calls} {calls:call|calls})"
        )
        self._readout.setText(
            counted(
                words,
                name=title(point.backend),
                count=f"{point.descriptors:,}",
                ready=f"{point.ready:,}",
                time=cost(point.seconds),
                low=cost(point.low),
                high=cost(point.high),
                calls=f"{point.calls:,}",
            )
        )

    # Saving.

    def _choose_png(self) -> None:
        choose_target(self, "scaling.png-file", tr("Save picture"), "scaling.png", "", self.save_picture)

    def _choose_csv(self) -> None:
        choose_target(self, "scaling.csv-file", tr("Save table"), "scaling.csv", "", self.save_table)

    def save_picture(self, path: Path) -> None:
        """The plot as a PNG file; where it cannot be written, the reason is said."""
        from ..kit.images import png

        if self.plot is not None:
            self._save(path, png(self.plot.picture(caption())))

    def save_table(self, path: Path) -> None:
        """The points as CSV, times in seconds."""
        self._save(path, as_csv(self.report).encode())

    def _save(self, path: Path, data: bytes) -> None:
        self.say(tr("Saving {name} …").format(name=cut(path.name, LONGEST_NAME)))
        self._write(path, data)

    def say(self, words: str) -> None:
        """What has become of a file."""
        self._readout.setText(words)

    def done(self, result: int) -> None:
        self.cancel()
        super().done(result)


def caption() -> str:
    """What is drawn and where it was measured: figures without that are worth little."""
    words = tr("medians; within the bars half of the rounds · {system} {release} {machine}, Python {python}")
    here = {"system": platform.system(), "release": platform.release(), "machine": platform.machine()}
    return words.format(**here, python=platform.python_version())


def _bad(words: str) -> str:
    return f'<span style="color: {theme.colour("error").name()}">✕ {escape(words)}</span>'
