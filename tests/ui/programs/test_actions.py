"""A program is run from the window: asked about once, shown in the same list and history, ended with the window."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QTextBrowser

from selcore.programs.program import Program
from selcore.programs.watched_program import WatchedProgram
from tests.selcore.recorded_watch import record_watched
from tests.ui.user import User
from ui.programs.form import RunForm

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="programs are watched on Linux")
ECHO = """
import selectors, socket, sys
a, b = socket.socketpair()
s = selectors.DefaultSelector()
def serve(one):
    return one.recv(10)
s.register(b, selectors.EVENT_READ, serve)
for line in sys.stdin:
    a.send(line.encode()[:10])
    for key, mask in s.select():
        print(key.data(key.fileobj))
s.close()
sys.exit(3)
"""


def program(folder: Path, code: str = ECHO, name: str = "echo.py") -> Program:
    (folder / name).write_text(code)
    return Program(str(folder / name), (), False, sys.executable)


def run(user: User, given: Program) -> None:
    user.window.handlers.programs.run(given)
    user.wait_until(lambda: user.window.bridge.program is not None and watched(user).state.pid > 0)


def watched(user: User) -> WatchedProgram:
    found = user.window.bridge.program
    assert found is not None
    return found


def output(user: User) -> str:
    return str(user.window.late["output"].text.toPlainText())


def ended(user: User) -> None:
    user.wait_until(lambda: not watched(user).alive)
    user.settle()


def test_what_it_does_is_shown_as_what_is_done_here(open_window: Callable[..., User], tmp_path: Path) -> None:
    user = open_window()
    run(user, program(tmp_path))
    assert user.window.property("state") == "running" and user.window.docks["output"].isVisible()
    user.window.late["output"].input.setText("hello")
    user.window.late["output"].send.click()
    user.wait_until(lambda: "b'hello\\n'" in output(user))
    user.wait_until(lambda: any(row["returned"] == ["read"] for row in user.rows()))
    (row,) = [row for row in user.rows() if row["returned"] == ["read"]]
    assert row["raw"] == ["EPOLLIN"] and "serve echo.py:5 is to be called" in str(row["did"])
    (name,) = [one["name"] for one in user.objects() if one["callback"]]
    assert user.object(name)["callback"] == "serve echo.py:5" and user.object(name)["read"]
    assert user.state_words().startswith("Running ") and "echo.py · Python 3." in user.state_words()
    for id in ("call.step", "fileobject.new", "experiment.save", "experiment.compare", "selector.close"):
        assert not user.action(id).isEnabled(), id
    user.window.late["output"].end.click()
    ended(user)
    user.wait_until(lambda: user.state_words() == "echo.py: ended with status 3")
    assert user.window.property("state") == "idle" and not user.window.isWindowModified()
    assert user.object(name)["state"] == "closed"
    user.do("program.close")
    assert user.rows() == [] and user.names() == [] and user.action("call.step").isEnabled()


def test_it_is_ended_by_hand_and_run_again(open_window: Callable[..., User], tmp_path: Path) -> None:
    user = open_window()
    run(user, program(tmp_path, "print('here')\nwhile True: pass"))
    user.wait_until(lambda: "here" in output(user))
    first = watched(user).state.pid
    user.do("program.end")
    ended(user)
    user.wait_until(lambda: "SIGINT is sent to the program" in output(user) and "KeyboardInterrupt" in output(user))
    user.wait_until(lambda: "ended by SIGINT" in user.state_words())
    assert not user.action("program.end").isEnabled()
    user.do("program.again")
    user.wait_until(lambda: watched(user).state.pid not in (0, first))
    user.wait_until(lambda: output(user) == "here")


def test_it_does_not_outlive_its_window(open_window: Callable[..., User], tmp_path: Path) -> None:
    user = open_window()
    deaf = "import signal, time\nfor n in (2, 15): signal.signal(n, signal.SIG_IGN)\nprint('deaf')\ntime.sleep(1e6)"
    run(user, program(tmp_path, deaf))
    user.wait_until(lambda: "deaf" in output(user))
    pid = watched(user).state.pid
    user.window.close_now()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_its_warnings_are_shown(open_window: Callable[..., User], tmp_path: Path) -> None:
    user = open_window()
    slow = ECHO.replace("    return one", "    import time; time.sleep(0.15)\n    return one")
    run(user, program(tmp_path, slow.replace("sys.stdin", "'xyz'")))
    user.wait_until(lambda: user.window.panels.warnings.list.count() > 0)
    item: Any = user.window.panels.warnings.list.item(0)
    assert item.warning.lint == "long-turn"
    user.wait_until(lambda: "longest turn" in user.state_words() and "serve echo.py:5" in user.state_words())
    row = next(row for row in user.window.store.rows if "turn of 1" in row.line)
    user.window.selection.row(row)
    user.wait_until(lambda: "serve echo.py:5 was to be called" in why(user))
    assert "def serve(one):" in why(user)


def test_its_recording_shows_turns_and_warnings_as_they_were(open_window: Callable[..., User], tmp_path: Path) -> None:
    user = open_window()
    user.window.handlers.experiments.open_recording(record_watched(tmp_path / "r.sqlite"))
    user.wait_until(lambda: user.window.panels.warnings.list.count() == 2)
    cards: list[Any] = [user.window.panels.warnings.list.item(row).warning for row in range(2)]
    assert [one.lint for one in cards] == ["keys-left", "long-turn"] and all(str(one.what_to_do) for one in cards)
    row = next(row for row in user.window.store.rows if "turn of 230 ms" in row.line)
    user.window.selection.row(row)
    user.wait_until(lambda: "serve server.py:4 held the loop for 229 ms" in why(user))
    assert "127.0.0.1:50212" in why(user) and "Mostly it was asleep" in why(user)
    assert "def " not in why(user).replace("its def", "")


def why(user: User) -> str:
    return str(user.find(QTextBrowser, "why").toPlainText())


def test_a_dropped_program_opens_the_form_and_runs_nothing(open_window: Callable[..., User], tmp_path: Path) -> None:
    user = open_window()
    given = program(tmp_path)
    user.window.handlers.dropping.drop([QUrl.fromLocalFile(given.target)])
    user.settle()
    form: RunForm = user.find(RunForm, "form.run")
    assert form.target.text() == given.target and user.window.bridge.is_live
    form.python.setText(sys.executable)
    form.submitted.emit(form.program())
    user.wait_until(lambda: user.window.bridge.program is not None)
    user.wait_until(lambda: user.window.handlers.programs._form is None)
    user.window.handlers.programs.open_form(Path(given.target))  # its interpreter is kept
    again = user.window.handlers.programs._form
    assert again is not None and again.python.text() == sys.executable


def test_it_runs_again_by_itself_when_its_file_changes(open_window: Callable[..., User], tmp_path: Path) -> None:
    user = open_window()
    run(user, program(tmp_path, "print('one')"))
    ended(user)
    user.action("program.on-change").trigger()
    program(tmp_path, "print('two, and more')")
    user.wait_until(lambda: output(user) == "two, and more")
    program(tmp_path, "print('two, and more'")
    user.wait_until(lambda: "SyntaxError" in user.window.counts.currentMessage())
    assert output(user) == "two, and more"


def test_a_starter_runs(open_window: Callable[..., User]) -> None:
    user = open_window()
    user.window.handlers.programs.run(_starter())
    user.wait_until(lambda: len(user.rows()) > 1)
    assert user.action("starter.own_loop").text()


def _starter() -> Program:
    from selcore.programs.starters import STARTERS, path_of

    return Program(str(path_of(next(one for one in STARTERS if one.id == "own_loop"))), python=sys.executable)


def test_a_watched_run_is_recorded_and_opened_again(open_window: Callable[..., User], tmp_path: Path) -> None:
    user = open_window()
    run(user, program(tmp_path))
    user.window.handlers.recordings.start(tmp_path / "r.sqlite")
    user.wait_until(lambda: user.window.panels.badge.recorder is not None)
    panel: Any = user.window.late["output"]
    panel.sent.emit("x")
    user.wait_until(lambda: any(row["returned"] == ["read"] for row in user.rows()))
    panel.end_wanted.emit()
    ended(user)
    user.wait_until(lambda: user.window.panels.badge.recorder is None)
    user.window.handlers.experiments.open_recording(tmp_path / "r.sqlite")
    user.wait_until(lambda: user.window.bridge.playback is not None and "%" not in user.label("recording.words"))
    user.settle()
    assert [row["raw"] for row in user.rows() if row["returned"] == ["read"]] == [["EPOLLIN"]]
    assert user.state_words() == "A recording is shown · close it to do something"
