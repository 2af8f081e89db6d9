"""The model of the kernel's side, under Qt's own tester: every kind of row has a shape, words and a description."""

import typing

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from selcore.explain.kernel_words import row_text, source_text
from selcore.values.observed import How, KernelView, Watched
from ui.kernel.model import COLUMNS, MARKS, KernelModel

HOWS = typing.get_args(How)


def a_view(source: str = "set", backend: str = "epoll") -> KernelView:
    rows = tuple(
        Watched(100 + place, f"x{place}", 1, ("EPOLLIN",), how, "socket:[1]", ("copy (fd 200)",))
        for place, how in enumerate(HOWS)
    )
    return KernelView(0, backend, "EpollSelector", source, 7, 3, rows, (8,))  # type: ignore[arg-type]


def test_rows_of_every_kind(qtbot: QtBot) -> None:
    model = KernelModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for view in (a_view(), None, a_view("passed", "poll"), a_view("hidden")):
        model.show(view)
        assert model.rowCount() == (0 if view is None else len(HOWS) + 1)
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            differs = model.how(row) != "same"
            assert bool(index.data()) == differs == (index.data(Qt.ItemDataRole.ForegroundRole) is not None)
            assert index.data(Qt.ItemDataRole.AccessibleDescriptionRole)
            assert all(isinstance(model.index(row, place).data(), str) for place in range(len(COLUMNS)))
    tester.deleteLater()


def test_every_difference_has_its_words_and_a_shape() -> None:
    view = a_view()
    words = {row.how: str(row_text(view, row)) for row in view.rows}
    assert len(set(words.values())) == len(HOWS) and set(HOWS) <= set(MARKS)
    assert "copy (fd 200)" in words["keyless"] and "{" not in "".join(words.values())


def test_where_the_rows_come_from() -> None:
    said = {source: str(source_text(a_view(source))) for source in ("set", "passed", "hidden", "closed")}
    assert "/proc/self/fdinfo/7" in said["set"] and "passed at each" in said["passed"]
    assert len(set(said.values())) == 4
