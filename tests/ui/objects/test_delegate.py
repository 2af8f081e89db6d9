"""A warning's mark stands before the name."""

from PySide6.QtCore import QRect, QSize

from tests.ui.user import User
from tests.ui.warnings.test_panel import title
from ui.kit import theme


def test_the_mark_stands_before_the_name(user: User) -> None:
    """Only in the row that it is about, and the name keeps its place beside it."""
    user.do("scenario.pair")
    rect = user.files.visualRect(user.cell("pair.a", "name"))
    corner = QRect(rect.topLeft(), QSize(20, rect.height()))
    before = user.files.viewport().grab(corner).toImage()
    user.tick("pair.a", "write")
    user.do("fileobject.open.pipe")  # another row is current: no highlight
    user.action("loop.run").trigger()
    user.wait_until(lambda: title(user) == "Warnings (1)")
    user.action("loop.pause").trigger()
    user.wait_for("idle")
    user.settle()
    found = user.files.viewport().grab(corner).toImage()
    wanted = theme.colour("write").rgb()
    marked = [found.pixel(x, y) == wanted for x in range(found.width()) for y in range(found.height())]
    assert found != before and sum(marked) > 20
    name = user.files.fontMetrics().horizontalAdvance("pair.a")
    assert user.files.visualRect(user.cell("pair.a", "name")).width() > name + 40


def test_a_tick_is_as_large_as_its_letter(user: User) -> None:
    room, delegate = QRect(0, 0, 100, 100), user.window.files.delegate
    before = delegate.tick_rect(room).width()
    for _ in range(3):
        user.do("view.larger")
    larger = delegate.tick_rect(room).width()
    user.do("view.normal-size")
    assert larger > before == delegate.tick_rect(room).width()
