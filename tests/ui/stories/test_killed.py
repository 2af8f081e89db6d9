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
BEFORE, AFTER = 150, 50
"""Commands before it is kept, and those that follow at once, of which nothing is promised."""
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


@pytest.mark.parametrize("every", [pytest.param(2.0, marks=pytest.mark.heavy, id="two seconds"), 0.0])
def test_the_next_start_offers_all_but_the_last_moment(
    open_window: Callable[..., User], tmp_path: Path, every: float
) -> None:
    storage = tmp_path / "storage"
    storage.mkdir()
    given = [str(storage), str(every), str(BEFORE), str(AFTER)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path / "config")}
    command = [sys.executable, "-c", PROGRAM, *given]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        said = program.stdout.readline()
        program.kill()
        assert said == "done\n"
    user = open_window(recover=True)
    experiment = user.window.handlers.unsaved._offered.experiment
    assert BEFORE <= len(experiment.commands) <= BEFORE + AFTER
    assert user.label("unsaved.words").endswith(f": {len(experiment.commands)} commands.")
    assert user.names() == [], "nothing is played by itself"
    user.do("unsaved.restore")
    user.do("experiment.play")
    commands = user.window.document.script.commands()
    assert [type(one) for one in commands[:4]] == [Open, Register, Send, Select]
    assert len(commands) == len(experiment.commands) and sum(isinstance(one, Note) for one in commands) <= AFTER
    assert user.results()[0] == ("pair.a", ["read"])
