"""The program is killed in the middle of a session: the next start has all of it but what the last moment brought."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from selcore.values.commands import Note, Open, Register, Select, Send
from tests import ROOT
from tests.playground.shell import posix
from tests.ui.user import User

pytestmark = posix
PROGRAM = """
import sys
from playground import compose, launch
from selcore.values.commands import Note, Open, Receive, Register, Select, Send
from ui.unsaved import keeping

storage, every, before, after = sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
build, keeping.EVERY = compose.build_window, every
first = [Open(kind="socketpair", name="pair"), Register(name="pair.a", events=("read",))]
rounds = [Send(name="pair.b", text="x"), Select(timeout=0), Receive(name="pair.a", size=10)]

def built(**given):
    window = build(**given | {"storage": storage})
    keeps, done = window.handlers.unsaved.keeping, []

    def begin():
        if window.property("settled") and not done:
            done.append("begun")
            window.bridge.send(*(first + rounds * before)[:before])

    def kept():
        if done == ["begun"] and len(window.document.script.commands()) == before:
            done.append("kept")
            window.bridge.send(*(Note(text=str(number)) for number in range(after)))

    def shown():
        if window.property("settled") and done == ["begun", "kept"]:
            done.append("done")
            print("done", flush=True)

    keeps.rests.connect(kept)
    window.settled_changed.connect(begin)
    window.settled_changed.connect(shown)
    return window

compose.build_window = built
launch.launch(None, None)
"""


@pytest.mark.parametrize(
    ("every", "before", "after"),
    [pytest.param(2.0, 150, 50, marks=pytest.mark.heavy, id="two seconds"), pytest.param(0.0, 14, 6, id="at once")],
)
def test_the_next_start_offers_all_but_the_last_moment(
    open_window: Callable[..., User], tmp_path: Path, every: float, before: int, after: int
) -> None:
    """``before`` commands it has kept; of those ``after`` them, which follow at once, nothing is promised."""
    storage = tmp_path / "storage"
    storage.mkdir()
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path / "config")}
    command = [sys.executable, "-c", PROGRAM, str(storage), str(every), str(before), str(after)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        said = program.stdout.readline()
        program.kill()
        assert said == "done\n"
    user = open_window(recover=True)
    experiment = user.window.handlers.unsaved._offered.experiment
    assert before <= len(experiment.commands) <= before + after
    assert user.label("unsaved.words").endswith(f": {len(experiment.commands)} commands.")
    assert user.names() == [], "nothing is played by itself"
    user.do("unsaved.restore")
    user.do("experiment.play")
    commands = user.window.document.script.commands()
    assert [type(one) for one in commands[:4]] == [Open, Register, Send, Select]
    assert len(commands) == len(experiment.commands) and sum(isinstance(one, Note) for one in commands) <= after
    assert user.results()[0] == ("pair.a", ["read"])
