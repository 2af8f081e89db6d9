"""The table of differences, under Qt's own tester."""

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QApplication

from tests.ui.compare.test_copying import ALL, report
from tests.ui.user import ROLE
from ui.compare.model import CompareModel, Odd


def test_the_model_is_one_that_qt_believes_in_while_it_fills(qtmodeltester: object, qapp: QApplication) -> None:
    model = CompareModel()
    model.show_only_differences(True)
    model.begin(report())
    qtmodeltester.check(model)  # type: ignore[attr-defined]
    inserted: list[int] = []
    model.rowsInserted.connect(lambda parent, first, last: inserted.append(first))
    for number in range(len(ALL) + 1):
        model.update(report(*ALL[:number], ended=False))
    assert inserted == [0] and model.step(0) is not None
    model.show_only_differences(False)
    assert rows_of(model) == [False, False, True, False]


def rows_of(model: QAbstractItemModel) -> list[bool]:
    return [model.index(place, 0).data(ROLE) for place in range(model.rowCount())]


def test_what_the_eye_sees_is_also_said() -> None:
    model = CompareModel()
    model.begin(report(*ALL))
    index = model.index(2, 4)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == 'poll: OSError: say, "x", differs'
    assert index.data(Odd) and index.data(ROLE)["error"]["errno"] == 9
    assert model.index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "differs"
