"""How the list is painted: the mark of the next command is seen, and the line of Python where there is room for it."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDockWidget, QTableView

from selcore.values import commands as c
from tests.ui.experiment.test_actions import HALF, opened, steps
from tests.ui.user import User
from ui.kit import theme


def painted(view: QTableView, row: int, left: int, right: int) -> set[str]:
    """The colours in that row between those pixels."""
    band = view.visualRect(view.model().index(row, 1))
    image: QImage = view.viewport().grab(QRect(left, band.top(), right - left, band.height())).toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def test_the_next_has_a_mark_that_the_others_have_not(user: User) -> None:
    view, accent = opened(user), theme.colour("accent").name()
    user.do("experiment.step")
    assert accent in painted(view, 1, 0, 18) and accent not in painted(view, 0, 0, 18) | painted(view, 2, 0, 18)
    user.do("experiment.step")
    assert accent not in painted(view, 1, 0, 18) and accent in painted(view, 2, 0, 18)


def test_what_was_refused_has_its_colour(user: User) -> None:
    view, error = opened(user, c.Close(name="nobody"), *HALF), theme.colour("error").name()
    width = view.viewport().width()
    assert error not in painted(view, 0, width // 2, width)
    user.do("experiment.step")
    assert error in painted(view, 0, width // 2, width)


def test_python_has_a_column_where_there_is_room(user: User) -> None:
    opened(user)
    view, dock = steps(user), user.find(QDockWidget, "dock.experiment")
    assert view.isColumnHidden(2) and not view.isColumnHidden(1)
    dock.setFloating(True)
    dock.resize(900, 400)
    user.wait_until(lambda: not view.isColumnHidden(2))
    assert sum(view.columnWidth(column) for column in range(4)) == view.viewport().width()
    dock.setFloating(False)
    user.wait_until(lambda: view.isColumnHidden(2))
