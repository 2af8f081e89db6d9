"""A stranger's words are words: whatever stands in a name, a note or an address, no label and no tooltip is markup."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractListModel, QPoint, Qt
from PySide6.QtGui import QAction, QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from selcore.experiment.file import FORMAT, Experiment, save
from selcore.values.commands import AnyCommand, Connect, Note, Open, Register, Select, Send, Set
from tests.ui.user import User
from ui.kit import labels
from ui.kit.rich import Page

OURS = {"about.title", "filter.examples.language", "scaling.notes"}
"""Labels of HTML that we write; what is not ours in them is escaped."""


@pytest.fixture
def picture(tmp_path: Path) -> str:
    """A picture of 40 by 40, in a file that a stranger's words may name."""
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    assert image.save(str(tmp_path / "x.png"))
    return str(tmp_path / "x.png")


def strange(words: str) -> tuple[AnyCommand, ...]:
    """These words wherever the file of an experiment has room for words."""
    return (
        Note(text=words),
        Open(kind="socketpair", name="pair"),
        Register(name="pair.a", events=("read",), data={words[:500]: words[:500]}),
        Open(kind="text-file", name="text", options={"path": words}),
        Open(kind="unix-listener", name="listener", options={"path": words}),
        Open(kind="directory", name="folder", options={"path": words}),
        Open(kind="tcp-listener", name="server", options={"host": "127.0.0.1", "port": 0}),
        Open(kind="udp", name="udp"),
        Send(name="udp", text=words, to=words),
        Send(name="pair.b", text=words),
        Set(name="pair.a", option=words[:100], value=1),
        Connect(name="pair.a", host=f"127.0.0.1{words}", port=1),
        Select(timeout=0),
    )


def shown(window: QWidget) -> Iterator[tuple[str, str]]:
    """Every tooltip that can come up in it, and whose."""
    for widget in window.findChildren(QWidget):
        yield widget.objectName() or type(widget).__name__, widget.toolTip()
    for action in window.findChildren(QAction):
        yield action.objectName() or action.text(), action.toolTip()
    for view in window.findChildren(QAbstractItemView):
        yield from cells(view)


def cells(view: QAbstractItemView) -> Iterator[tuple[str, str]]:
    model = view.model()
    if model is None or isinstance(view, QHeaderView):
        return
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()  # private of a list's
    for column in range(columns):
        heading = model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
        yield f"{view.objectName()}, heading {column}", heading or ""
        for row in range(model.rowCount()):
            found = model.index(row, column).data(Qt.ItemDataRole.ToolTipRole)
            yield f"{view.objectName()}, {row}, {column}", found or ""


def markup(window: QWidget) -> list[str]:
    """What in the window Qt would take for HTML that is not ours."""
    wrong = [f"label {one.objectName() or one.text()}" for one in window.findChildren(QLabel)
             if one.textFormat() != Qt.TextFormat.PlainText and (one.objectName() not in OURS)
             and one.objectName() != "qt_spinbox_label" and not made_by_a_form(one)]  # fmt: skip
    return wrong + [f"tooltip of {whose}: {words}" for whose, words in shown(window) if "<img" in words]


def made_by_a_form(label: QLabel) -> bool:
    """``QFormLayout.addRow`` makes the labels of fields, out of titles of our own."""
    return not label.objectName() and label.buddy() is not None


def test_a_strangers_words_are_no_markup_anywhere_in_the_window(
    open_window: Callable[..., User], tmp_path: Path, picture: str
) -> None:
    words = f"<img src='{picture}'>&lt;b&gt;<b>x</b>"
    file = tmp_path / "<b>x</b>&name[*].json"
    file.parent.mkdir(parents=True, exist_ok=True)
    save(file, Experiment(format=FORMAT, version=1, title=words, commands=strange(words)))
    user = open_window(experiment=file, ask=lambda id, said, choices: choices[0])
    user.wait_until(lambda: not user.window.document.is_playing)
    user.settle()
    window = user.window
    for name in ("details", "data", "kernel", "refusals", "warnings"):
        window.docks[name].show()
    for row in range(user.history.model().rowCount()):
        user.history.setCurrentIndex(user.history.model().index(row, 0))
    user.select("pair.a")
    window.menus["file.recent"].aboutToShow.emit()
    assert markup(window) == []
    assert "[*][*]" in window.windowTitle() or "<b>" not in window.windowTitle()
    assert window.late["refusals"].model.rowCount() > 2


@pytest.mark.parametrize("id", ["help.about", "help.words", "help.keys", "app.settings", "app.palette"])
def test_no_dialog_of_ours_has_a_label_that_guesses(user: User, id: str) -> None:
    user.action(id).trigger()
    assert markup(user.window) == []


def test_a_tooltip_is_never_markup(qtbot: QtBot, picture: str) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    owner.show()
    labels.show_tip(QPoint(0, 0), f"<img src='{picture}'>", owner)
    assert "&lt;img" in QToolTip.text() and "<img" not in QToolTip.text()
    labels.hide_tip()
    assert labels.plain_tip("a < b") != "a < b" and labels.plain_tip("plain & simple") == "plain & simple"


def test_a_name_that_reads_as_another_is_shown_by_its_codes_and_copied_as_it_is(user: User) -> None:
    name = "\u202egnp.exe"
    user.window.bridge.send(Note(text=name))
    user.settle()
    user.history.setCurrentIndex(user.history.model().index(user.history.model().rowCount() - 1, 0))
    user.settle()
    assert r"\u202egnp.exe" in user.window.why.text.toPlainText() and name not in user.window.why.text.toPlainText()
    tip = user.history.currentIndex().siblingAtColumn(2).data(Qt.ItemDataRole.ToolTipRole)
    assert name not in (tip or "")
    user.do("history.copy")
    assert name in QGuiApplication.clipboard().text()
    user.do("history.copy-json")
    assert name in QGuiApplication.clipboard().text()
    assert labels.label("x", name).text() == labels.plain_tip(name) == labels.caption(name) == r"\u202egnp.exe"


def test_a_page_of_ours_reads_no_file_that_its_words_name(qtbot: QtBot, picture: str) -> None:
    page = Page("page", "a page")
    qtbot.addWidget(page)
    sheet = Path(picture).with_name("x.css")
    sheet.write_text("p { font-size: 100pt }")
    page.setHtml(f"<link rel='stylesheet' href='{sheet}'><p>x</p><img src='{picture}'>")
    page.show()
    plain = Page("page", "a page")
    qtbot.addWidget(plain)
    plain.setHtml("<p>x</p><img>")
    page.document().setTextWidth(200)
    plain.document().setTextWidth(200)
    assert page.document().size().height() <= plain.document().size().height() + 10


LONG = {"a word": "x" * 300, "a very long word": "y" * 10_000, "many words": "word " * 2_000, "lines": "line\n" * 2_000}


@pytest.mark.parametrize("what", LONG)
def test_no_label_is_wider_than_a_word_that_can_be_read(qtbot: QtBot, what: str) -> None:
    made = labels.label("long", LONG[what])
    qtbot.addWidget(made)
    assert made.minimumSizeHint().width() < 700
    assert len(made.text()) <= labels.LONGEST
    assert len(made.toolTip()) < 2 * labels.LONGEST


@pytest.mark.parametrize("words", ["/" + "x" * 300, "/" + "y" * 900, "/" + " word" * 180])
def test_no_word_of_a_stranger_widens_the_window(open_window: Callable[..., User], tmp_path: Path, words: str) -> None:
    name = "n" * 100
    commands = (*strange(words), Open(kind="pipe", name=name), Register(name=f"{name}.r", events=("read",)))
    file = tmp_path / f"{'f' * 200}.json"
    save(file, Experiment(format=FORMAT, version=1, title=words, commands=commands))
    user = open_window(experiment=file, ask=lambda id, said, choices: choices[0])
    user.wait_until(lambda: not user.window.document.is_playing)
    user.settle()
    for dock in ("details", "data", "kernel", "refusals", "warnings"):
        user.window.docks[dock].show()
    for row in range(user.history.model().rowCount()):
        user.history.setCurrentIndex(user.history.model().index(row, 0))
        assert user.window.minimumSizeHint().width() <= 1024
    user.select(f"{name}.r")
    assert user.window.minimumSizeHint().width() <= 1024
    assert len(user.window.windowTitle()) < 200
