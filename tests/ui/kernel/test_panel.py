"""The kernel's set beside the map: differences are marked."""

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QListWidget, QTableView
from pytestqt.qtbot import QtBot

from selcore.history.store import Store
from selcore.values.commands import Close, Open, Register
from tests.ui.user import User
from tests.ui.why.test_panel import PAIR, give, kernel_rows
from ui.kernel.model import COLUMNS
from ui.kernel.panel import KernelPanel
from ui.kit.table_view import heading_width
from ui.shell.docks import LEAST_WIDE


def test_the_kernels_set_is_shown_beside_the_map_and_differences_are_marked(user: User) -> None:
    user.backend("epoll")
    give(user, *PAIR, Open(kind="dup", name="copy", options={"of": "pair.a"}))
    user.do("view.kernel")
    user.wait_until(lambda: kernel_rows(user) == [("same", "pair.a"), ("own", "wakeup")])
    give(user, Close(name="pair.a"))
    user.wait_until(lambda: kernel_rows(user)[0] == ("closed", "pair.a"))
    title: QLabel = user.find(QLabel, "kernel.title")
    assert "1 in the map, 1 watched" in title.text() and "1 disagree" in title.text()
    assert "copy (fd" in user.label("kernel.words")
    # An opened selector can be chosen.
    give(user, Open(kind="selector", name="inner", options={"backend": "epoll"}))
    give(user, Register(name="pair.b", events=("read",), inside="inner"))
    box: QComboBox = user.find(QComboBox, "kernel.selector")
    user.wait_until(lambda: box.count() == 2)
    box.setCurrentIndex(1)
    box.activated.emit(1)
    user.wait_until(lambda: kernel_rows(user) == [("same", "pair.b"), ("own", "wakeup")])


def test_a_look_that_takes_long_is_not_repeated_at_once(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks at tens of thousands of descriptors that follow each other would be all that the worker does."""
    user.backend("epoll")
    user.do("view.kernel")
    user.wait_until(lambda: kernel_rows(user) == [("own", "wakeup")])
    now, looks = [1000.0], list[str]()
    monkeypatch.setattr("ui.kernel.panel.monotonic", lambda: now[0])
    kernel: KernelPanel = user.window.findChild(KernelPanel)
    kernel.ask()
    now[0] += 2.0
    user.wait_until(lambda: kernel_rows(user) == [("own", "wakeup")])
    user.settle()
    kernel.look.connect(looks.append)
    now[0] += 5.0
    give(user, *PAIR)
    assert looks == []
    now[0] += 16.0
    give(user, Close(name="pair.a"))
    assert looks == [""]


def test_every_heading_is_read_whole_and_the_playgrounds_own_row_has_room_for_its_words(user: User) -> None:
    user.do("view.kernel")
    user.wait_until(lambda: kernel_rows(user) == [("own", "wakeup")])
    view: QTableView = user.find(QTableView, "kernel")
    shown = [column for column in range(view.model().columnCount()) if not view.isColumnHidden(column)]
    assert all(view.columnWidth(column) >= heading_width(view, column) for column in shown)
    own = view.model().index(0, COLUMNS.index("object"))
    room = view.visualRect(own).width()
    assert room > view.columnWidth(own.column()), "it runs over the cells that it leaves empty"
    assert "playground" in own.data() and room > view.fontMetrics().horizontalAdvance(own.data())


def test_where_it_is_narrowest_a_short_name_is_read_whole_and_nothing_is_out_of_sight(qtbot: QtBot) -> None:
    panel = KernelPanel(Store())
    qtbot.addWidget(panel)
    panel.resize(LEAST_WIDE, 300)
    panel.show()
    view, place = panel.view, COLUMNS.index("object")
    assert panel.width() == LEAST_WIDE and view.horizontalScrollBar().maximum() == 0
    assert view.columnWidth(place) >= view.fontMetrics().horizontalAdvance("pair.a")


def test_a_stack_with_it_and_a_warning_fit_a_screen_of_1280_by_800_at_200_percent(user: User) -> None:
    """It has 387 pixels beneath the frame that a window manager gives a window."""
    user.spin()
    user.wait_until(lambda: user.find(QListWidget, "warnings").count() == 1)
    user.wait_until(lambda: user.window.minimumSizeHint().height() <= 387)
    user.do("loop.pause")
    user.wait_for("idle")
