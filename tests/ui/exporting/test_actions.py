"""Export… in the window: a format, a file, and on screen what has become of it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton, QRadioButton

from selcore.values.commands import Note, Open, Run
from tests.selcore.driver import PAIR, WRITE_A
from tests.selcore.exports.trace_rules import Trace
from tests.selcore.recipes import opened, recipe
from tests.selcore.recorded import record
from tests.ui.user import User
from ui.exporting.actions import file_stem
from ui.exporting.dialog import ExportDialog

pytestmark = pytest.mark.leaves  # Qt's file dialog keeps the cache of file types open for good


def choose(user: User, format: str, path: Path) -> str:
    """Choose a format in the dialog and a file for it; the name that was suggested."""
    user.action("experiment.export").trigger()
    user.find(QRadioButton, f"export.{format}").setChecked(True)
    user.find(QPushButton, "form.open").click()
    dialog: QFileDialog = user.find(QFileDialog, "export.target")
    suggested = Path(dialog.selectedFiles()[0]).name
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    dialog.deleteLater()
    return suggested


def is_open(user: User) -> bool:
    return user.window.findChild(ExportDialog, "export") is not None


def written(user: User) -> None:
    user.wait_until(lambda: not user.window.writer.busy)


def test_a_session_becomes_a_trace_and_the_dialog_goes(user: User, tmp_path: Path) -> None:
    assert not user.action("experiment.export").isEnabled()
    user.do("scenario.pair")
    path = tmp_path / "t.trace.json"
    assert choose(user, "chrome-trace", path) == "session.trace.json"
    written(user)
    user.wait_until(lambda: not is_open(user))
    assert user.window.counts.currentMessage().startswith("Exported: ")
    trace = Trace(path.read_text("utf-8"))
    assert {"pair.a", "pair.b", "commands"} <= trace.instants.keys()


@pytest.mark.heavy
def test_a_report_of_a_session_plays_it(user: User, tmp_path: Path) -> None:
    user.do("scenario.pair")
    path = tmp_path / "report.md"
    choose(user, "markdown", path)
    assert not user.find(QRadioButton, "export.markdown").isEnabled()
    written(user)
    report = path.read_text("utf-8")
    assert "## What happened" in report and "## On each selector class" in report and "## Play it again" in report


def test_what_cannot_be_written_is_said_and_another_place_can_be_chosen(user: User, tmp_path: Path) -> None:
    user.do("scenario.pair")
    choose(user, "chrome-trace", tmp_path / "none" / "t.json")
    written(user)
    user.wait_until(lambda: user.label("export.said").startswith("Not exported: FileNotFoundError"))
    assert user.find(QPushButton, "form.open").isEnabled()
    user.find(ExportDialog, "export").reject()


def test_escape_stops_it_and_nothing_is_written(open_window: Callable[..., User], tmp_path: Path) -> None:
    blocks = {"do": "select", "timeout": 600}
    file = tmp_path / "e.json"
    file.write_bytes(recipe(opened(), {"do": "register", "name": "pair.a", "events": ["read"]}, blocks))
    user = open_window(experiment=file)
    user.wait_for("waiting")
    path = tmp_path / "report.md"
    assert choose(user, "markdown", path) == "e.md"
    user.wait_until(lambda: "SelectSelector: step" in user.label("export.said"))
    QTest.keyClick(user.find(ExportDialog, "export"), Qt.Key.Key_Escape)
    written(user)
    assert user.window.counts.currentMessage() == "The export was stopped: nothing was written."
    assert not path.exists() and not list(tmp_path.glob(".*")) and not is_open(user)


def test_a_recording_is_read_again_and_what_is_left_out_is_to_be_read(user: User, tmp_path: Path) -> None:
    source, path = tmp_path / "r.sqlite", tmp_path / "t.json"
    record(source, PAIR, WRITE_A, Run(calls=300, timeout=0), Note(text="end"))
    user.window.handlers.experiments.open_recording(source)
    user.wait_until(lambda: bool(user.rows()) and user.window.bridge.playback is not None)
    assert choose(user, "chrome-trace", path) == "r.trace.json"
    written(user)
    assert len(Trace(path.read_text("utf-8")).slices["select()"]) == 300
    source.rename(tmp_path / "elsewhere.sqlite")
    choose(user, "chrome-trace", tmp_path / "again.json")
    written(user)
    user.wait_until(lambda: user.label("export.said").startswith("Not exported: "))
    user.find(ExportDialog, "export").reject()
    assert json.loads(path.read_text("utf-8"))["otherData"]["left out"] == []


@pytest.mark.heavy
def test_what_a_recording_asks_for_is_asked_before_it_is_played(
    open_window: Callable[..., User], tmp_path: Path
) -> None:
    asked: list[str] = []
    user = open_window(ask=lambda id, words, choices: asked.append(id) or "cancel")
    source, path = tmp_path / "r.sqlite", tmp_path / "r.md"
    record(source, Open(kind="process", name="child", options={"argv": ["true"]}))
    user.window.handlers.experiments.open_recording(source)
    user.wait_until(lambda: bool(user.rows()))
    choose(user, "markdown", path)
    user.settle()
    assert asked == ["experiment.trust"] and not path.exists() and not user.window.writer.busy
    user.find(ExportDialog, "export").reject()


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("an echo.selector.json", "an-echo"),
        ("r.sqlite", "r"),
        ("", "session"),
        ("../../etc/\x00passwd", "etc-passwd"),
        ("ü" * 300, "ü" * 60),
        ("...", "session"),
    ],
)
def test_the_suggested_name_is_plain(name: str, stem: str) -> None:
    assert file_stem(name) == stem
