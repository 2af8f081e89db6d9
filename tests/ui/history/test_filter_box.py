"""Somebody filters the history: types, is helped, makes mistakes, switches it off, clicks a cell; live rows follow."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from selcore.filters import Filter, parse
from selcore.history.store import Store
from selcore.values.commands import Register
from selcore.values.facts import Batch, Entry, Fact, GroupGrew, RunCall
from selcore.values.outcomes import Refused
from tests.examples import examples
from tests.ui.history.test_model import Shown, call, note
from tests.ui.user import User, columns, rows
from ui.history.model import HistoryModel
from ui.history.panel import HistoryPanel
from ui.settings.preferences import FILTERS, Preferences


class Panel:
    """The history alone, with a few rows: a command, a call with a result and one without, a refusal."""

    def __init__(self, qtbot: QtBot, preferences: Preferences):
        self.store = Store()
        self.panel = HistoryPanel(self.store)
        qtbot.addWidget(self.panel)
        self.box = self.panel.filter_box
        self.line = self.box.line
        toggle = QAction("filter on", self.panel, checkable=True, checked=True)
        toggle.triggered.connect(self.box.set_on)
        self.box.fill(toggle, preferences)
        refused = Entry(3, Register(name="file", events=("read",)), Refused("PermissionError", "no", 1), at=9000)
        self.batch(note(0), RunCall(0, 1, call(1, "pair.a")), RunCall(0, 2, call(2)), refused)
        self.panel.show()
        qtbot.waitExposed(self.panel)

    def batch(self, *facts: Fact, tail: GroupGrew | None = None) -> None:
        self.panel.fold(self.store.fold(Batch(facts, tail=tail)))

    def type(self, words: str) -> None:
        self.line.setFocus()
        self.line.selectAll()
        QTest.keyClicks(self.line, words)

    def enter(self, words: str) -> None:
        self.type(words)
        QTest.keyClick(self.line, Qt.Key.Key_Return)

    def names(self) -> list[str | None]:
        """The objects of the rows that are shown."""
        return [row["object"] for row in rows(self.panel.view)]

    def label(self, name: str) -> str:
        return self.found(QLabel, name).text()  # type: ignore[no-any-return]

    def found(self, kind: Any, name: str) -> Any:
        return self.panel.findChild(kind, name)


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[Panel]:
    yield Panel(qtbot, Preferences(None))
    close_popups()


def popup_menu(parent: QWidget, name: str) -> QMenu:
    return next(menu for menu in parent.findChildren(QMenu, name) if menu.isVisible())


def close_popups() -> None:
    while popup := QApplication.activePopupWidget():
        popup.close()


# What is typed.


def test_only_what_matches_is_shown_and_counted(panel: Panel) -> None:
    panel.enter('name == "pair.a"')
    assert panel.names() == ["pair.a"] and panel.label("filter.count") == "1 of 4 rows"
    panel.enter("error")
    assert panel.names() == ["file"]
    panel.line.clear()
    assert panel.names() == [None, "pair.a", None, "file"] and panel.label("filter.count") == ""


def test_it_is_applied_without_enter_too(panel: Panel, qtbot: QtBot) -> None:
    panel.type("error")
    qtbot.waitUntil(lambda: panel.names() == ["file"], timeout=10_000)


def test_no_match_is_said_in_the_empty_list_and_beside_the_filter(panel: Panel) -> None:
    panel.enter('name == "nobody"')
    assert panel.names() == []
    assert panel.label("filter.count") == panel.label("history.empty") == "no match in 4 rows"
    panel.enter("error")
    assert panel.label("history.empty") == ""


def test_searching_is_another_word_than_no_match(panel: Panel) -> None:
    panel.enter('name == "nobody"')
    panel.box.show_state(True, 0, 1_000_000)
    assert panel.label("filter.count") == "searching… 0 so far"
    panel.box.show_state(False, 0, 1_000_000)
    assert panel.label("filter.count") == "no match in 1,000,000 rows"


def test_a_mistake_is_underlined_and_said_and_the_last_filter_stays(panel: Panel, qtbot: QtBot) -> None:
    panel.enter("error")
    panel.enter('nmae == "x"')
    said = "✕ there is no column nmae; did you mean name?  ·  still in force: error"
    assert panel.line.wrong == (0, 4) and panel.label("filter.message") == said
    assert panel.line.accessibleDescription() == said and panel.line.text() == 'nmae == "x"'
    assert panel.found(QLabel, "filter.message").isVisible() and panel.names() == ["file"]
    panel.panel.grab()  # the underline can be drawn
    panel.enter("name ==")
    assert panel.line.wrong == (7, 8)
    panel.panel.grab()
    panel.type("error")
    qtbot.waitUntil(lambda: not panel.found(QLabel, "filter.message").isVisible())


def test_what_is_offered_does_not_cover_what_is_wrong(panel: Panel, qtbot: QtBot) -> None:
    panel.type('nmae == "x" or na')
    popup = panel.line.findChild(QAbstractItemView, "filter.offers") or QApplication.activePopupWidget()
    message = panel.found(QLabel, "filter.message")
    assert popup is not None and popup.isVisible()
    qtbot.waitUntil(message.isVisible)
    for words in ("", "m"):
        QTest.keyClicks(panel.line, words)
        assert panel.line.offered and message.isVisible()
        low = message.mapToGlobal(message.rect().bottomLeft()).y()
        assert popup.geometry().top() >= low
    panel.line.clear()
    QTest.keyClicks(panel.line, "na")
    assert not message.isVisible() and popup.geometry().top() < low


def test_hostile_text_is_a_mistake_like_any_other(panel: Panel) -> None:
    for words in ("(" * 100_000, "9**9**9", "__import__('os').system('true')", "a\0b", "\x1b[2J"):
        panel.line.setText(words)
        QTest.keyClick(panel.line, Qt.Key.Key_Return)
        assert panel.label("filter.message").startswith("✕ ")
        panel.panel.grab()


# Help.


def test_what_may_come_next_is_offered_and_tab_takes_it(panel: Panel) -> None:
    panel.type("na")
    assert panel.line.offered == ["name"]
    QTest.keyClick(panel.line, Qt.Key.Key_Tab)
    assert panel.line.text() == "name " and "==" in panel.line.offered
    QTest.keyClicks(panel.line, "== ")
    assert panel.line.offered == ['"file"', '"pair.a"']
    popup = panel.line.findChild(QAbstractItemView, "filter.offers") or QApplication.activePopupWidget()
    assert popup is not None
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(popup, key)
    assert panel.line.text() == 'name == "pair.a" ' and panel.line.offered == []
    QTest.keyClick(panel.line, Qt.Key.Key_Return)
    assert panel.names() == ["pair.a"]


def test_ctrl_space_offers_everything_and_enter_still_means_what_is_typed(panel: Panel) -> None:
    QTest.keyClick(panel.line, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert {"name", "waited", "READ"} <= set(panel.line.offered)
    panel.line.setText("error ")
    QTest.keyClick(panel.line, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert "==" in panel.line.offered
    QTest.keyClick(panel.line, Qt.Key.Key_Return)
    assert panel.line.text() == "error " and panel.names() == ["file"] and panel.line.offered == []


def test_an_example_is_clicked(panel: Panel) -> None:
    panel.found(QToolButton, "filter.help.button").click()
    popup = QApplication.activePopupWidget()
    assert popup is not None and popup.objectName() == "filter.examples"
    buttons = popup.findChildren(QPushButton)
    QTest.keyClick(buttons[0], Qt.Key.Key_Down)
    next(one for one in buttons if one.text() == "error").click()
    assert panel.line.text() == "error" and panel.names() == ["file"]


def test_filters_that_were_used_come_back_with_down_in_the_next_window_too(qtbot: QtBot, tmp_path: Path) -> None:
    kept = Preferences(tmp_path)
    first = Panel(qtbot, kept)
    QTest.keyClick(first.line, Qt.Key.Key_Down)
    assert [one.isEnabled() for one in popup_menu(first.panel, "menu.filter.history").actions()] == [False]
    close_popups()
    for words in ("error", "nmae", 'name in ("pair.a", "pair.b")'):
        first.enter(words)
    kept.flush()
    second = Panel(qtbot, Preferences(tmp_path))
    QTest.keyClick(second.line, Qt.Key.Key_Down)
    menu = popup_menu(second.panel, "menu.filter.history")
    assert [action.text() for action in menu.actions()] == ['name in ("pair.a", "pair.b")', "error"]
    menu.actions()[1].trigger()
    assert second.line.text() == "error"
    close_popups()


@pytest.mark.parametrize("kept", [True, False])
def test_the_filters_kept_are_bounded_and_each_is_there_once(kept: bool, tmp_path: Path) -> None:
    preferences = Preferences(tmp_path if kept else None)
    for number in range(50):
        preferences.add_filter(f"count > {number}")
        preferences.add_filter("error, and more")
    assert preferences.filters[:2] == ["error, and more", "count > 49"] and len(preferences.filters) == FILTERS


def test_the_current_row_stays_current(panel: Panel) -> None:
    panel.panel.view.setCurrentIndex(panel.panel.model.index(3, 2))
    current = panel.panel.current_row()
    panel.enter("error")
    assert current is not None and panel.panel.current_row() == current
    panel.box.set_on(False)
    assert panel.panel.current_row() == current and panel.label("filter.count") == "off"


# In the window.


@pytest.fixture
def busy(user: User) -> User:
    """Some commands, a call with a result, a refusal."""
    user.do("scenario.pair")
    user.select("pair.b")
    user.window.files.send_box.setText("hello")
    user.do("fileobject.send")
    user.do("call.step")
    user.do("scenario.pipe-file")
    return user


def enter(user: User, words: str) -> None:
    """Type it and press Enter."""
    user.type("filter", words)
    QTest.keyClick(user.find(QLineEdit, "filter"), Qt.Key.Key_Return)


def test_it_is_switched_off_and_on_and_live_rows_follow(busy: User) -> None:
    count = len(busy.rows())
    busy.do("filter.edit")
    assert busy.find(QLineEdit, "filter").hasFocus()
    enter(busy, "error")
    button: QToolButton = busy.find(QToolButton, "filter.on")
    busy.do("filter.toggle")
    assert len(busy.rows()) == count and busy.label("filter.count") == "off" and not button.isChecked()
    assert busy.find(QLineEdit, "filter").text() == "error"
    button.click()
    assert len(busy.rows()) == 1 and busy.action("filter.toggle").isChecked()
    busy.do("filter.toggle")
    enter(busy, 'do == "select"')
    assert busy.action("filter.toggle").isChecked() and len(busy.rows()) == 1
    busy.select("pair.a")
    busy.do("fileobject.receive")
    busy.timeout("0")
    busy.do("call.step")
    assert [row["command"] for row in busy.rows()] == ["select", "select"]
    busy.do("filter.help")
    close_popups()


# From a cell.


def cell(user: User, row: int, column: str) -> None:
    user.history.setCurrentIndex(user.history.model().index(row, columns(user.history).index(column)))
    user.window.refresh_actions()


def test_a_cell_becomes_a_filter(busy: User) -> None:
    line: QLineEdit = busy.find(QLineEdit, "filter")
    place = next(place for place, row in enumerate(busy.rows()) if row["returned"] == ["read"])
    cell(busy, place, "object")
    busy.do("history.filter-by")
    assert line.text() == 'name == "pair.a"'
    cell(busy, next(place for place, row in enumerate(busy.rows()) if row["returned"] == ["read"]), "returned")
    busy.do("history.filter-and")
    assert line.text() == 'name == "pair.a" and returned == "read"' and len(busy.rows()) == 1
    cell(busy, 0, "call")
    busy.do("history.filter-without")
    assert line.text().endswith(" and call != 1") and busy.rows() == []
    assert not busy.action("history.filter-by").isEnabled()


def test_what_a_cell_offers_is_enabled_by_the_cell_and_not_by_its_row(user: User) -> None:
    user.do("scenario.pair")
    user.tick("pair.a", "write")
    user.timeout("0")
    user.do("call.step")
    seen = set()
    for row in range(user.history.model().rowCount()):
        for column in range(user.history.model().columnCount()):
            if user.history.isColumnHidden(column):  # type: ignore[attr-defined]
                continue
            user.history.setCurrentIndex(user.history.model().index(row, column))
            can = user.window.history.cell_test() is not None
            seen.add(can)
            assert user.action("history.filter-by").isEnabled() is can, (row, column)
    assert seen == {True, False}


def test_the_menu_of_a_cell_says_what_it_would_do(busy: User) -> None:
    enter(busy, "error")
    cell(busy, 0, "object")
    busy.history.customContextMenuRequested.emit(busy.history.visualRect(busy.history.currentIndex()).center())
    menu = popup_menu(busy.window, "menu.history")
    words = [action.text() for action in menu.actions()]
    assert words[:3] == ['Filter: name == "file"', '… and name == "file"', 'Without these: name != "file"']
    menu.findChild(QAction, "menu.history.filter-and").trigger()  # type: ignore[union-attr]
    assert busy.find(QLineEdit, "filter").text() == 'error and name == "file"'
    close_popups()


# Live rows.


def filtered(words: str) -> Shown:
    shown = Shown()
    shown.check = lambda: None  # type: ignore[method-assign]
    shown.model.set_filter(parse(words))
    return shown


def places(shown: Shown) -> list[int]:
    found = [shown.model.row(place) for place in range(shown.model.rowCount())]
    return [row.serial for row in found if row is not None]


def test_a_row_that_grows_appears_when_it_matches_and_goes_when_it_does_no_more() -> None:
    shown = filtered("count > 50")
    shown.batch(note(0), RunCall(0, 1, call(1, "a", "b")))
    assert places(shown) == []
    shown.batch(tail=GroupGrew(1, 60, 9_000, 0.1, 0.9, 20.0))
    assert places(shown) == [1, 2, 3]
    shown.model.set_filter(parse("count < 70 and name"))
    assert places(shown) == [1, 2, 3]
    shown.batch(tail=GroupGrew(1, 80, 9_000, 0.1, 0.9, 20.0))
    assert places(shown) == []


def test_a_result_that_matches_is_shown_under_its_call() -> None:
    shown = filtered('name == "b" and waited > 0.1')
    shown.batch(RunCall(0, 1, call(1, "a", "b")), RunCall(0, 2, call(2, "b")), RunCall(0, 3, call(3, "a")))
    assert places(shown) == [0, 2, 3]


@settings(max_examples=examples(50), deadline=None, derandomize=True)
@given(
    st.lists(st.lists(st.sampled_from(["a", "b", "ab", "note", "grow", "f0", "f1", "f2"]), max_size=12), max_size=5),
    st.integers(5, 40),
)
def test_filtered_while_rows_come_grow_and_go_it_shows_what_a_fresh_look_would(
    batches: list[list[str]], capacity: int
) -> None:
    store, number = Store(capacity), 0
    model = HistoryModel(store)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    filters: list[Filter | None] = [None, parse('name == "b" or count > 6'), parse("count < 4 and not error")]
    current: Filter | None = None
    for batch in batches:
        facts: list[object] = []
        for what in batch:
            number += 1
            if what in ("a", "b", "ab"):
                facts.append(RunCall(0, number, call(number, *what)))
            elif what == "note":
                facts.append(note(number))
            elif what == "grow":
                facts.append(GroupGrew(number - 1, number % 9 + 1, number * 2000, 0.1, 0.2, 1.0))
            else:
                current = filters[int(what[1])]
                model.set_filter(current)
        model.fold(store.fold(Batch(tuple(facts))))  # type: ignore[arg-type]
        fresh = HistoryModel(store)
        fresh.set_filter(current)
        assert [model.row(n) for n in range(model.rowCount())] == [fresh.row(n) for n in range(fresh.rowCount())]
        fresh.deleteLater()
    tester.deleteLater()


def test_everything_of_it_has_a_name(panel: Panel) -> None:
    for name in ("filter", "filter.count", "filter.message", "filter.help.button", "filter.on", "filter.box"):
        widget = panel.found(QWidget, name)
        assert widget.accessibleName() or widget.text(), name


def test_a_new_session_is_not_hidden_by_the_filter_of_the_one_before(user: User) -> None:
    user.type("filter", 'name == "nobody"')
    user.qtbot.keyClick(user.find(QLineEdit, "filter"), Qt.Key.Key_Return)
    assert user.action("filter.toggle").isChecked()
    user.do("experiment.new")
    user.do("scenario.pair")
    assert not user.action("filter.toggle").isChecked() and len(user.rows()) == 2
    assert user.find(QLineEdit, "filter").text() == 'name == "nobody"'
