"""What does one call cost: measured from the window, drawn, read out, saved; ended when its window is closed."""

import csv
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QTableView,
)

from selcore.scaling.limits import backends_here
from selcore.scaling.measurement import Measurement
from selcore.scaling.values import COLUMNS
from tests.ui.kit.test_theme import contrast
from tests.ui.user import ROLE, User, columns, rows
from ui.scaling.dialog import ScalingDialog

BASE = QPalette.ColorRole.Base

POINT = {"is": "row", "backend": "poll", "descriptors": 2, "ready": 0}
TIMES = {"seconds": 1e-6, "low": 9e-7, "high": 2e-6, "calls": 30}
STOP = {"is": "stop", "backend": "select", "descriptors": 1017, "fd": 1024, "type": "ValueError", "errno": None}
OUT = "filedescriptor out of range in select()"


class Told(Measurement):
    """Tells what a test wants told, and measures nothing."""

    lines: list[dict[str, object]] = []
    goes_on = False

    def start(self) -> None:
        self._lines = list(self.lines)

    @property
    def ended(self) -> bool:
        return not self.goes_on or self.cancelled

    def cancel(self) -> None:
        self.cancelled = self.cancelled or not self.ended


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> type[Told]:
    """Nothing is measured: what is told is in the test's hands."""
    rows = [POINT | TIMES, POINT | TIMES | {"descriptors": 5}, POINT | TIMES | {"ready": 2, "seconds": 2e-6}]
    rows += [POINT | TIMES | {"backend": "select", "descriptors": number} for number in (2, 1017)]
    monkeypatch.setattr(Told, "lines", [*rows, STOP | {"message": OUT}])
    monkeypatch.setattr(Told, "goes_on", False)
    monkeypatch.setattr("ui.scaling.dialog.Measurement", Told)
    return Told


@pytest.fixture
def opened(user: User) -> Iterator[Callable[[], ScalingDialog]]:
    """Opens the window and waits until it has drawn what there is."""

    def make() -> ScalingDialog:
        user.action("selector.scaling").trigger()
        dialog = user.window.findChild(ScalingDialog, "scaling")
        assert dialog is not None
        user.wait_until(lambda: dialog.plot is not None)
        return dialog

    yield make


def find(dialog: ScalingDialog, kind: type[Any], name: str) -> Any:
    found = dialog.findChild(kind, name)
    assert found is not None, name
    return found


def words(dialog: ScalingDialog, name: str) -> str:
    return str(find(dialog, QLabel, name).text())


def test_it_measures_here_and_draws_what_comes(
    user: User, opened: Callable[[], ScalingDialog], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.scaling.dialog.SECONDS", 60)  # it is still at it when the first points have been drawn
    dialog = opened()
    user.wait_until(lambda: bool(dialog.report.points))
    assert dialog.isModal() and find(dialog, QProgressBar, "progress").isVisible()
    user.qtbot.mouseClick(find(dialog, QPushButton, "scaling.cancel"), Qt.MouseButton.LeftButton)
    assert not dialog.measuring and "Cancelled" in words(dialog, "scaling.notes")
    find(dialog, QSpinBox, "scaling.most").setValue(2)
    find(dialog, QSpinBox, "scaling.seconds").setValue(1)
    user.qtbot.mouseClick(find(dialog, QPushButton, "scaling.start"), Qt.MouseButton.LeftButton)
    user.wait_until(lambda: not dialog.measuring)
    table = rows(find(dialog, QTableView, "scaling.table"))
    assert {row["backend"] for row in table} == set(backends_here())
    assert {(row["descriptors"], row["ready"]) for row in table} == {(1, 0), (1, 1), (2, 0), (2, 2)}
    assert words(dialog, "scaling.notes") == "measured up to 2 descriptors, as asked."


@pytest.mark.heavy
def test_closing_it_ends_the_process_and_so_does_closing_the_window(
    user: User, opened: Callable[[], ScalingDialog], monkeypatch: pytest.MonkeyPatch
) -> None:
    for close in (lambda dialog: dialog.reject(), lambda dialog: user.window.close_now()):
        dialog = opened()
        measurement = dialog.measurement
        assert measurement is not None and measurement._process is not None and not measurement.ended
        close(dialog)
        assert measurement.ended and measurement._process.returncode is not None
        user.wait_until(lambda: user.window.findChild(ScalingDialog, "scaling") is None)


def test_select_ends_with_its_exception_and_what_that_means(
    told: object, user: User, opened: Callable[[], ScalingDialog]
) -> None:
    dialog = opened()
    user.wait_until(lambda: not dialog.measuring)
    said = words(dialog, "scaling.notes")
    assert said.index(f"ValueError: {OUT}") < said.index("SelectSelector ends at 1,017")
    assert "the number of a descriptor (FD_SETSIZE, 1024), not how many are watched" in said


@pytest.mark.heavy
def test_a_point_is_read_out_under_the_mouse_and_from_the_table(
    told: object, user: User, opened: Callable[[], ScalingDialog]
) -> None:
    dialog = opened()
    user.wait_until(lambda: not dialog.measuring)
    table, plot = find(dialog, QTableView, "scaling.table"), dialog.plot
    assert plot is not None and columns(table) == list(COLUMNS)
    point = dialog.report.line("poll", True)[0]
    place = plot.place_of(point)
    assert plot.nearest(place) is point
    assert plot.nearest(place + QPoint(4000, 0)) is None
    plot._moved(place)
    said = words(dialog, "scaling.readout")
    assert said == "PollSelector, 2 registered, 2 ready: 2.00 µs (half of the rounds: 900 ns to 2.00 µs; 30 calls)"
    assert table.currentIndex().siblingAtColumn(COLUMNS.index("ready")).data(ROLE) == 2
    plot._moved(place + QPoint(4000, 0))
    assert words(dialog, "scaling.readout") == ""
    table.setCurrentIndex(table.model().index(1, 0))
    assert "PollSelector, 5 registered, 0 ready" in words(dialog, "scaling.readout")


@pytest.mark.heavy
def test_the_table_can_be_sorted(told: object, user: User, opened: Callable[[], ScalingDialog]) -> None:
    dialog = opened()
    user.wait_until(lambda: not dialog.measuring)
    table = find(dialog, QTableView, "scaling.table")
    table.sortByColumn(COLUMNS.index("descriptors"), Qt.SortOrder.DescendingOrder)
    assert [row["descriptors"] for row in rows(table)] == [1017, 5, 2, 2, 2]


@pytest.mark.leaves  # Qt's file dialog keeps the list of MIME types open
def test_picture_and_table_are_saved(
    told: object, user: User, opened: Callable[[], ScalingDialog], tmp_path: Path
) -> None:
    dialog = opened()
    user.wait_until(lambda: not dialog.measuring)
    for name, suffix in (("png", ".png"), ("csv", ".csv")):
        user.qtbot.mouseClick(find(dialog, QPushButton, f"scaling.save-{name}"), Qt.MouseButton.LeftButton)
        chooser = find(dialog, QFileDialog, f"scaling.{name}-file")
        chooser.fileSelected.emit(str(tmp_path / f"it{suffix}"))
        chooser.reject()
        user.settle()
        assert words(dialog, "scaling.readout").startswith("Saved: ")
    image = QImage(str(tmp_path / "it.png"))
    assert image.width() >= 600 and QColor(image.pixel(3, 3)) == QApplication.palette().color(BASE)
    with (tmp_path / "it.csv").open(newline="") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == 5 and lines[0] == {key: str(value) for key, value in (POINT | TIMES).items() if key != "is"}
    dialog.save_table(tmp_path)
    user.settle()
    assert words(dialog, "scaling.readout").startswith("Not saved: IsADirectoryError")


@pytest.mark.heavy
def test_a_loop_in_this_window_is_said_to_disturb(
    told: object, user: User, opened: Callable[[], ScalingDialog]
) -> None:
    user.spin()
    assert "A loop runs in this window" in words(opened(), "scaling.notes")
    user.do("loop.pause")


def test_a_measuring_that_fails_says_why(user: User, monkeypatch: pytest.MonkeyPatch, opened: Any) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    assert "FileNotFoundError" in words(opened(), "scaling.notes")


@pytest.mark.heavy
def test_curves_stand_out_and_keep_their_shape_in_both_themes(
    told: object, user: User, opened: Callable[[], ScalingDialog]
) -> None:
    dialog = opened()
    user.wait_until(lambda: not dialog.measuring)
    from ui.scaling.plot import LOOKS, paint_of

    assert len({shape for *_, shape in LOOKS.values()}) == len(LOOKS)
    for name in ("dark", "light"):
        user.do(f"view.{name}")
        ground = QApplication.palette().color(BASE)
        assert all(contrast(paint_of(backend), ground) >= 3 for backend in LOOKS)  # WCAG 2.1, 1.4.11
        assert dialog.plot is not None and QColor(dialog.plot.picture("").pixel(3, 3)) == ground
