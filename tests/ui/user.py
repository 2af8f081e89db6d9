"""Somebody at a window: finds things by the names of the contract, waits for the thing itself, reads what it shows."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.shell.main_window import MainWindow

ROLE = Qt.ItemDataRole.UserRole
PATIENCE = 40_000
"""Milliseconds after which something that never comes is a failure: a busy machine has its time, and a hung test less
than it takes to end the process."""


class User:
    """Does what a person does. Nothing here reaches behind the window."""

    def __init__(self, qtbot: QtBot, window: MainWindow):
        self.qtbot = qtbot
        self.window = window
        self.files = self.find(QAbstractItemView, "fileobjects")
        self.history = self.find(QAbstractItemView, "history")

    def find(self, kind: type[Any], name: str) -> Any:
        """The widget or action of that name; it must be there."""
        found = self.window.findChild(kind, name)
        assert found is not None, f"there is no {kind.__name__} {name}"
        return found

    def settle(self) -> None:
        """Wait until everything that was asked has been answered and shown."""
        self.qtbot.waitUntil(lambda: bool(self.window.property("settled")), timeout=PATIENCE)

    def wait_for(self, state: str) -> None:
        self.qtbot.waitUntil(lambda: self.window.property("state") == state, timeout=PATIENCE)

    def wait_until(self, condition: Any) -> None:
        self.qtbot.waitUntil(condition, timeout=PATIENCE)

    # Doing.

    def action(self, id: str) -> QAction:
        found: QAction = self.find(QAction, id)
        return found

    def do(self, id: str) -> None:
        """Trigger an action, which must be enabled, and wait for the answer."""
        assert self.action(id).isEnabled(), f"{id} is disabled"
        self.action(id).trigger()
        self.settle()

    def save(self, path: Path) -> bool:
        """Save the experiment there; whether it could be written."""
        self.window.handlers.experiments.saving.save_to(path)
        self.settle()
        return self.window.document.path == path

    def click(self, name: str) -> None:
        """Click a widget in its middle."""
        self.qtbot.mouseClick(self.find(QWidget, name), Qt.MouseButton.LeftButton)
        self.settle()

    def type(self, name: str, words: str) -> None:
        """Type into a line, in place of what was there."""
        line: QLineEdit = self.find(QLineEdit, name)
        line.setFocus()
        line.selectAll()
        QTest.keyClicks(line, words)

    def timeout(self, words: str) -> None:
        self.find(QComboBox, "timeout").setEditText(words)

    def backend(self, id: str) -> None:
        """Choose a selector class."""
        box: QComboBox = self.find(QComboBox, "backend")
        box.setCurrentIndex(box.findData(id))
        box.activated.emit(box.currentIndex())
        self.settle()

    def tick(self, name: str, event: str) -> None:
        """Click the tick of an object."""
        index = self.cell(name, event)
        self.files.scrollTo(index)
        at: QPoint = self.files.visualRect(index).center()
        self.qtbot.mouseClick(self.files.viewport(), Qt.MouseButton.LeftButton, pos=at)
        self.settle()

    def select(self, name: str) -> None:
        """Click the name of an object."""
        index = self.cell(name, "name")
        self.files.scrollTo(index)
        self.qtbot.mouseClick(
            self.files.viewport(), Qt.MouseButton.LeftButton, pos=self.files.visualRect(index).center()
        )
        self.settle()

    def spin(self) -> None:
        """A busy loop: nobody serves a pair that is always writable."""
        self.do("scenario.pair")
        self.tick("pair.a", "write")
        self.action("loop.run").trigger()
        self.wait_for("spinning")

    # Reading.

    def names(self) -> list[str]:
        return [row["name"] for row in self.objects()]

    def object(self, name: str) -> dict[str, Any]:
        """The row of an object, by column."""
        return next(row for row in self.objects() if row["name"] == name)

    def objects(self) -> list[dict[str, Any]]:
        return rows(self.files)

    def rows(self) -> list[dict[str, Any]]:
        """The rows of the history, by column."""
        return rows(self.history)

    def column(self, id: str) -> list[Any]:
        """One column of the history: of thousands of rows this takes a tenth of the time that all take."""
        model, place = self.history.model(), columns(self.history).index(id)
        return [model.index(row, place).data(ROLE) for row in range(model.rowCount())]

    def results(self) -> list[tuple[str, list[str]]]:
        """What calls returned: object and events."""
        return [
            (row["object"], row["returned"]) for row in self.rows() if row["object"] and row["returned"] is not None
        ]

    def cell(self, name: str, column: str) -> QModelIndex:
        """A cell of the file objects."""
        model = self.files.model()
        ids = columns(self.files)
        row = next(row for row in range(model.rowCount()) if model.index(row, ids.index("name")).data(ROLE) == name)
        found: QModelIndex = model.index(row, ids.index(column))
        return found

    def shown(self, name: str, column: str) -> str:
        """The text in a cell of the file objects."""
        return str(self.cell(name, column).data() or "")

    def state_words(self) -> str:
        return self.label("status.words")

    def label(self, name: str) -> str:
        return str(self.find(QLabel, name).text())

    def backend_shown(self) -> str:
        return str(self.find(QComboBox, "backend").currentData())

    def data(self) -> list[tuple[str, bytes]]:
        """What the current object sent and received, as the Data panel has it."""
        return [(row["way"], row["data"]) for row in rows(self.find(QAbstractItemView, "data"))]


def columns(view: QAbstractItemView) -> list[str]:
    model = view.model()
    return [model.headerData(place, Qt.Orientation.Horizontal, ROLE) for place in range(model.columnCount())]


def rows(view: QAbstractItemView) -> list[dict[str, Any]]:
    model, ids = view.model(), columns(view)
    return [{id: model.index(row, place).data(ROLE) for place, id in enumerate(ids)} for row in range(model.rowCount())]
