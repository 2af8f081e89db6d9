"""Whatever has the keyboard or is pointed at has words; those of a panel that is gone are found here."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLineEdit,
    QTableView,
    QWidget,
)

from tests.ui.help.test_column_words import TABLES
from tests.ui.user import ROLE, User
from ui.help.table import entries, of_column, of_widget
from ui.objects.model import COLUMNS as OBJECTS

QT = ("qt_", "ScrollLeftButton", "ScrollRightButton", "focus-ring")
"""Names that Qt gives, and what takes no events."""


def named(user: User, *kinds: type[QWidget]) -> Iterator[QWidget]:
    for kind in kinds:
        for widget in user.window.findChildren(kind):
            if widget.objectName() and not widget.objectName().startswith(QT):
                yield widget


def test_each_column_that_a_table_of_the_window_has(user: User) -> None:
    user.window.late.all()
    for view in user.window.findChildren(QTableView):
        ids = [view.model().headerData(n, Qt.Orientation.Horizontal, ROLE) for n in range(view.model().columnCount())]
        assert all(of_column(view.objectName(), id) for id in ids), view.objectName()


def test_nothing_that_the_keyboard_reaches_is_without_words(user: User) -> None:
    user.do("scenario.pair")
    told = {one.objectName(): of_widget(one) for one in named(user, QAbstractButton, QComboBox, QLineEdit)}
    assert [name for name, found in told.items() if not found or not found[0].title or not found[-1].words] == []


def test_entries_are_about_something(user: User) -> None:
    """A panel that has another name by now would have lost its words."""
    user.window.late.all()
    there = {widget.objectName() for widget in user.window.findChildren(QWidget)} | {"status-bar", "window"}
    own = {
        name.split(".")[0]
        for name in ("compare", "scaling", "palette", "new", "settings", "filter.examples", "form.run")
    }
    lost = [name for name in entries() if name not in there and name.rsplit(".", 1)[0] not in {*TABLES, *there}]
    assert [name for name in lost if name.split(".")[0] not in own] == []


def test_of_a_table_the_column_of_the_current_cell_or_where_one_points(user: User) -> None:
    user.do("scenario.pair")
    files: QTableView = user.find(QTableView, "fileobjects")
    files.setCurrentIndex(user.cell("pair.a", "callback"))
    assert [one.title for one in of_widget(files)] == ["callback (file objects)", "File objects"]
    at = files.visualRect(user.cell("pair.a", "last")).center()
    assert of_widget(files.viewport(), at)[0].title == "last returned (file objects)"
    head = files.horizontalHeader()
    at = QPoint(head.sectionViewportPosition(OBJECTS.index("write")) + 3, 3)
    assert of_widget(head.viewport(), at)[0].title == "W (file objects)"


def test_a_button_without_an_entry_says_its_own_words(user: User) -> None:
    button = user.find(QAbstractButton, "data.find-button")
    told = of_widget(button)
    assert told[0].title == "Find…" and told[-1].title == "Data"
