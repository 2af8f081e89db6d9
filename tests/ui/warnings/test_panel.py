"""What a user sees of a warning: the panel, its count, the mark at the object's row, and a button that mends it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDockWidget, QLabel, QListWidget, QToolButton, QWidget

from selcore.lints import News, Over, Warning
from selcore.values.facts import Batch
from selcore.values.text import text
from tests.ui.user import User
from ui.kit import theme

KEPT = 20
"""Warnings, where the program keeps 200: each is a card with buttons of its own."""


def cards(user: User) -> list[QWidget]:
    view: QListWidget = user.find(QListWidget, "warnings")
    return [view.itemWidget(view.item(row)) for row in range(view.count())]


def words(card: QWidget, name: str) -> str:
    label = card.findChild(QLabel, name)
    assert isinstance(label, QLabel)
    return label.text()


def title(user: User) -> str:
    return str(user.find(QDockWidget, "dock.warnings").windowTitle())


def always_writable(user: User) -> None:
    """A loop that watches pair.a for WRITE, and is paused again."""
    user.do("scenario.pair")
    user.tick("pair.a", "write")
    user.action("loop.run").trigger()
    user.wait_until(lambda: title(user) == "Warnings (1)")
    user.action("loop.pause").trigger()
    user.wait_for("idle")
    user.settle()


def test_nothing_is_said_at_first(user: User) -> None:
    user.do("scenario.pair")
    user.timeout("0")
    user.do("call.step")
    assert title(user) == "Warnings" and cards(user) == []
    assert user.label("warnings.words") == "Nothing looks wrong."
    assert not user.action("warning.remedy").isEnabled()


def test_a_busy_loop_is_told_counted_marked_and_mended(user: User) -> None:
    always_writable(user)
    (card,) = cards(user)
    assert words(card, "warning.title") == "Always writable: pair.a"
    heading = card.findChild(QLabel, "warning.title")
    assert isinstance(heading, QLabel)
    assert heading.palette().color(heading.foregroundRole()) == theme.colour("write")
    assert words(card, "warning.message").startswith("every call since call 1 has returned pair.a for WRITE")
    assert words(card, "warning.advice") == "Watch for WRITE only while something waits to be sent"
    tip = user.cell("pair.a", "name").data(Qt.ItemDataRole.ToolTipRole)
    assert tip == f"pair.a\n{words(card, 'warning.message')}"
    assert "warning" in user.cell("pair.a", "name").data(Qt.ItemDataRole.AccessibleTextRole)
    assert user.object("pair.a")["name"] == "pair.a"
    button = card.findChild(QToolButton, "warning.remedy-button")
    assert isinstance(button, QToolButton) and button.text() == "Watch for READ only"
    assert button.toolTip() == "sel.modify(pair_a, EVENT_READ)"
    user.do("view.warnings")
    user.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    user.settle()
    assert user.object("pair.a")["write"] is False and user.object("pair.a")["read"] is True
    assert title(user) == "Warnings" and words(card, "warning.title") == "Always writable: pair.a (ended)"
    assert "sent" in str(user.cell("pair.a", "name").data(Qt.ItemDataRole.ToolTipRole))
    assert user.rows()[-1]["command"] == "modify"  # an ordinary command


def test_enter_leads_to_the_object_and_to_the_call(user: User) -> None:
    always_writable(user)
    user.do("fileobject.open.pipe")
    user.do("view.warnings")
    view: QListWidget = user.find(QListWidget, "warnings")
    assert view.hasFocus()
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Home)
    QTest.keyClick(view, Qt.Key.Key_Return)
    user.settle()
    assert user.window.files.current().name == "pair.a"
    row = user.history.currentIndex().row()
    assert user.rows()[row]["call"] == 1 and user.rows()[row]["count"] > 20


def test_a_new_session_has_none(user: User) -> None:
    always_writable(user)
    user.do("experiment.new")
    assert title(user) == "Warnings" and cards(user) == []


def test_more_than_can_be_looked_at_are_counted(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.warnings.panel.KEPT", KEPT)
    said = [Warning("unread", f"server.{n}", 0, text("it"), text("do")) for n in range(KEPT + 50)]
    user.window.panels.warnings.show_news(News(tuple(said)))
    assert len(cards(user)) == KEPT
    assert title(user) == f"Warnings ({KEPT + 50})"
    assert user.label("warnings.words") == f"{KEPT + 50} to look at, the oldest 50 removed"
    assert user.window.bridge.linter.fold(Batch()).told == ()


def test_what_stands_is_above_what_has_ended(user: User) -> None:
    said = [Warning("unread", f"server.{n}", 0, text("it"), text("do")) for n in range(3)]
    panel = user.window.panels.warnings
    panel.show_news(News(tuple(said)))
    panel.show_news(News((Over("unread", "server.2"), Over("unread", "server.1"))))
    last = [Warning("unread", f"server.{n}", 0, text("it"), text("do")) for n in (3, 4)]
    panel.show_news(News((*last, Over("unread", "server.4"))))
    view: QListWidget = user.find(QListWidget, "warnings")
    titles = []
    for row in range(view.count()):
        view.scrollToItem(view.item(row))
        user.wait_until(lambda row=row: view.itemWidget(view.item(row)) is not None)
        titles.append(words(view.itemWidget(view.item(row)), "warning.title").rpartition(": ")[2])
    assert titles == ["server.3", "server.0", "server.4 (ended)", "server.1 (ended)", "server.2 (ended)"]


def test_what_came_and_went_within_one_batch_is_listed_as_over(user: User) -> None:
    """An experiment that registers, closes and unregisters at once tells all of it together."""
    came = Warning("unread", "pair.a", 1, text("it is not read"), text("read it"))
    user.window.panels.warnings.show_news(News((came, Over("unread", "pair.a"))))
    user.window.panels.warnings.show_news(News((came,)))
    view: QListWidget = user.find(QListWidget, "warnings")
    assert [view.item(row).over for row in range(view.count())] == [False, True]  # type: ignore[attr-defined]
