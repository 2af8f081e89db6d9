"""Colours can be read, pictures are there, words can be translated, and everything is reached by the keyboard."""

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QListWidget,
    QSpinBox,
    QTreeWidget,
    QWidget,
)

from selcore.kinds import KINDS
from tests import ROOT
from tests.ui.user import User
from ui.actions.actions import all_actions
from ui.kit import theme


def luminance(colour: QColor) -> float:
    """WCAG 2.1, relative luminance."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: QColor, second: QColor) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_meaning_can_be_read_on_every_ground(user: User, name: str) -> None:
    user.do(f"view.{name}")
    palette = QApplication.palette()
    grounds = [palette.color(role) for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Window)]
    grounds.append(palette.color(QPalette.ColorRole.Highlight))
    for meaning in theme.MEANINGS:
        for ground in grounds:
            assert contrast(theme.colour(meaning), ground) >= 4.5, (meaning, ground.name())
    assert contrast(theme.colour("error"), theme.tint("error")) >= 4.5
    user.do("view.light")


def test_every_icon_that_is_named_is_there() -> None:
    names = {row.icon for row in all_actions() if row.icon} | {kind.icon for kind in KINDS} | {"app"}
    for name in names:
        assert "currentColor" in theme.svg(name) or name == "app", name


SENTENCES = re.compile(r"\b(tr|text|_)\(")
"""Where there is none, no sentence needs to be parsed for."""


def calls_of_tr(path: Path) -> list[ast.Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (getattr(node.func, "id", None) in ("tr", "text", "_") or getattr(node.func, "attr", None) == "tr")
        and node.args
    ]


def test_every_sentence_is_a_whole_literal_that_can_be_translated() -> None:
    for path in [*(ROOT / "ui").rglob("*.py"), *(ROOT / "selcore").rglob("*.py")]:
        for call in calls_of_tr(path) if SENTENCES.search(path.read_text(encoding="utf-8")) else ():
            first = call.args[0]
            literal = isinstance(first, ast.Constant) and isinstance(first.value, str)
            passed_on = isinstance(first, ast.Name | ast.Attribute)  # a helper that takes the sentence from its caller
            assert literal or passed_on, f"{path}:{call.lineno}: {ast.unparse(call)}"
            if literal:
                places = re.findall(r"{(\w*)}", first.value)  # type: ignore[union-attr]
                assert "" not in places, f"{path}:{call.lineno}: places have names, so that a translation may move them"


def test_what_is_on_has_a_tick_in_the_menu_in_whose_place_no_icon_stands(user: User) -> None:
    for row in all_actions():
        if row.checkable:
            action = user.action(row.id)
            assert action.icon().isNull() or not action.isIconVisibleInMenu(), row.id


def test_the_keyboard_reaches_everything_in_reading_order(user: User) -> None:
    user.do("scenario.pair")
    user.window.activateWindow()
    seen: list[str] = []
    user.find(QWidget, "backend").setFocus()
    for _ in range(40):
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus.objectName() in seen and len(seen) > 3:
            break
        if focus.objectName():
            seen.append(focus.objectName())
        user.qtbot.keyClick(focus, Qt.Key.Key_Tab)
    wanted = ["backend", "timeout", "button.call.step", "fileobjects", "send", "history"]
    assert [name for name in seen if name in wanted] == wanted


def test_cards_are_walked_with_arrows_and_chosen_with_enter(user: User) -> None:
    card = user.find(QWidget, "card.scenario.pair")
    card.setFocus()
    user.qtbot.keyClick(card, Qt.Key.Key_Right)
    assert QApplication.focusWidget() is user.find(QWidget, "card.scenario.echo")
    user.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left)
    user.qtbot.keyClick(card, Qt.Key.Key_Return)
    user.settle()
    assert user.names() == ["pair.a", "pair.b"]


def test_space_ticks_the_current_cell(user: User) -> None:
    user.do("fileobject.open.socketpair")
    user.files.setCurrentIndex(user.cell("pair.a", "read"))
    user.qtbot.keyClick(user.files, Qt.Key.Key_Space)
    user.settle()
    assert user.object("pair.a")["read"]
    user.qtbot.keyClick(user.files, Qt.Key.Key_Space)
    user.settle()
    assert not user.object("pair.a")["read"]


def test_the_palette_finds_actions_by_their_words(user: User) -> None:
    user.do("app.palette")
    search: QLineEdit = user.find(QLineEdit, "palette.search")
    user.qtbot.keyClicks(search, "socket pair one end")
    found: QListWidget = user.find(QListWidget, "palette.list")
    assert found.count() == 1
    user.qtbot.keyClick(search, Qt.Key.Key_Return)
    user.settle()
    assert user.names() == ["pair.a", "pair.b"]


def test_settings_are_kept_and_in_force(user: User) -> None:
    user.do("app.settings")
    dialog: QDialog = user.find(QDialog, "settings")
    user.find(QSpinBox, "settings.receive").setValue(2)
    user.find(QSpinBox, "settings.capacity").setValue(1234)
    buttons = dialog.findChild(QDialogButtonBox)
    assert isinstance(buttons, QDialogButtonBox)
    buttons.button(QDialogButtonBox.StandardButton.Ok).click()
    user.do("scenario.pair")
    user.select("pair.b")
    user.type("send", "hello")
    user.do("fileobject.send")
    user.select("pair.a")
    user.do("fileobject.receive")
    assert user.data() == [("received", b"he")]
    assert user.window.preferences.capacity == 1234


def test_keys_about_and_the_doctor_report_can_be_shown_and_copied(user: User) -> None:
    user.do("help.keys")
    tree: QTreeWidget = user.find(QTreeWidget, "keys.list")
    keys = {key for row in range(tree.topLevelItemCount()) for key in tree.topLevelItem(row).text(0).split(", ")}
    assert {"F10", "F5", "F6", "Esc", "Space"} <= keys
    user.find(QDialog, "keys").reject()
    user.do("help.about")
    user.find(QDialog, "about").reject()
    user.do("help.doctor")
    assert "selectors.DefaultSelector is" in QApplication.clipboard().text()


def test_rows_are_copied_as_they_are_shown(user: User) -> None:
    user.do("scenario.pair")
    user.timeout("0")
    user.do("call.step")
    user.history.selectAll()
    user.do("history.copy")
    lines = QApplication.clipboard().text().splitlines()
    assert len(lines) == 3
    assert lines[1].startswith("\tsel.register(pair_a, EVENT_READ) → SelectorKey fd 100")
    assert lines[2].startswith("1\tselect(0) → [] nothing ready now")


def test_find_goes_from_row_to_row(user: User) -> None:
    user.do("scenario.pair")
    user.timeout("0")
    user.do("call.step")
    user.do("call.step")
    user.do("history.find")
    box: QLineEdit = user.find(QLineEdit, "find")
    user.qtbot.keyClicks(box, "nothing ready")
    user.wait_until(lambda: user.history.currentIndex().row() == 2)
    for place in (3, 2, 3):
        user.qtbot.keyClick(box, Qt.Key.Key_Return)
        user.wait_until(lambda place=place: user.history.currentIndex().row() == place)


def test_columns_are_chosen_and_time_is_relative_or_of_the_day(user: User) -> None:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QTableView

    user.do("scenario.pair")
    view: QTableView = user.find(QTableView, "history")
    head = view.horizontalHeader()
    head.customContextMenuRequested.emit(head.rect().center())
    user.find(QAction, "history.column.time").trigger()
    assert not view.isColumnHidden(0)
    shown = view.model().index(0, 0).data()
    assert re.fullmatch(r"\d+\.\d{6}", shown)
    user.do("history.absolute")
    assert re.fullmatch(r"\d\d:\d\d:\d\d\.\d{6}", view.model().index(0, 0).data())
    user.window.findChild(QAction, "history.column.time").parent().close()  # type: ignore[union-attr, call-arg]
