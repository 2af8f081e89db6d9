"""Every refusal is listed and leads to its row."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView

from tests.ui.user import User
from tests.ui.why.test_refusals_model import refusals, refuse


def test_every_refusal_is_listed_and_leads_to_its_row(user: User) -> None:

    user.backend("epoll")
    user.do("scenario.pipe-file")
    user.do("scenario.pair")
    refusals: QListView = user.find(QListView, "refusals")
    only = refusals.model().index(0, 0)
    assert refusals.model().rowCount() == 1
    assert "PermissionError: [Errno 1] Operation not permitted" in only.data()
    refusals.activated.emit(only)
    user.settle()
    row = user.rows()[user.history.currentIndex().row()]
    assert (row["command"], row["error"]) == ("register", "PermissionError")


def test_the_list_follows_unless_it_was_scrolled_up(user: User) -> None:
    view = refusals(user)
    user.window.docks["refusals"].raise_()
    user.wait_until(lambda: not view.visibleRegion().isEmpty())
    bar, model = view.verticalScrollBar(), view.model()

    def ends_in_sight(rows: int) -> bool:
        """All that was refused is listed, and the last of it can be read: heights may change once they are measured."""
        last = view.visualRect(model.index(rows - 1, 0))
        return model.rowCount() == rows and bar.value() == bar.maximum() and view.viewport().rect().contains(last)

    refuse(user, 40)
    user.wait_until(lambda: bar.value() > 0 and ends_in_sight(40))
    bar.setValue(0)
    refuse(user, 5)
    user.wait_until(lambda: model.rowCount() == 45)
    user.settle()
    assert bar.value() == 0
    bar.setValue(bar.maximum())
    refuse(user, 5)
    user.wait_until(lambda: ends_in_sight(50))
    view.activated.emit(view.model().index(44, 0))
    assert user.rows()[user.history.currentIndex().row()]["object"] == "nobody4"
    user.window.docks["warnings"].raise_()


@pytest.mark.parametrize("width", [200, 320])
def test_a_refusal_is_never_cut(user: User, width: int) -> None:
    view = refusals(user)
    user.window.docks["refusals"].raise_()
    user.wait_until(lambda: not view.visibleRegion().isEmpty())
    user.do("fileobject.open.queue")
    user.select("q")
    user.do("key.unregister")
    view.resize(width, view.height())
    user.settle()
    index = view.model().index(0, 0)
    room, flags = view.viewport().width() - 8, Qt.TextFlag.TextWordWrap
    needed = view.fontMetrics().boundingRect(0, 0, room, 10_000, flags, index.data()).height()
    user.wait_until(lambda: view.visualRect(index).height() >= needed)
    user.window.docks["warnings"].raise_()
