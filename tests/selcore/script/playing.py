"""An experiment is played, its script is run by another Python, and what both say of each step is held side by side."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from selcore.experiment.file import Experiment
from selcore.headless.player import Player
from selcore.script.making import script_of
from selcore.script.seen import Seen, seen_of
from selcore.script.voices import Printing

LONGEST = 60
"""Seconds that a child may take."""

RUNNER = """
import os, signal, sys
for path in sys.argv[1:]:
    print(f"script {path}", flush=True)
    pid = os.fork()
    if not pid:
        signal.alarm(10)
        os.dup2(1, 2)
        try:
            with open(path, encoding="utf-8") as file:
                code = compile(file.read(), path, "exec")
            exec(code, {"__name__": "__main__"})
        except BaseException:
            import traceback
            traceback.print_exc()
            os._exit(1)
        sys.stdout.flush()
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    print(f"status {status}", flush=True)
"""
"""Runs scripts one after the other, each in a process of its own that has only to be forked."""


def play(experiment: Experiment, backend: str) -> dict[str, Seen]:
    """What came of each step when it is played here."""
    return seen_of(Player(experiment, backend, max_wait=2.0).play())


def script(experiment: Experiment, backend: str, seen: dict[str, Seen] | None = None) -> str:
    """Its script, which prints."""
    return script_of(experiment.commands, backend, seen, Printing(), experiment.title).source()


def run(sources: Iterable[str], folder: Path, strict: bool = True) -> list[str]:
    """What each of these scripts prints when it is run in an empty folder, by a Python that knows nothing of us."""
    home = folder / "empty"
    home.mkdir()
    paths = []
    for number, source in enumerate(sources):
        paths.append(folder / f"script_{number}.py")
        paths[-1].write_text(source, encoding="utf-8")
    command = [sys.executable, "-I", "-c", RUNNER, *map(str, paths)]
    with TemporaryDirectory() as temporary:  # not in the folder: an address of a Unix socket is short
        made = subprocess.run(
            command,
            cwd=home,
            env={**os.environ, "TMPDIR": temporary},
            capture_output=True,
            text=True,
            timeout=LONGEST,
            stdin=subprocess.DEVNULL,
        )
        left = [*Path(temporary).iterdir()]
    assert made.returncode == 0, made.stderr
    said = re.split(r"^script .*\n", made.stdout, flags=re.M)[1:]
    for text, path in zip(said, paths, strict=True):
        assert not strict or text.endswith("status 0\n"), f"{path}\n{text}\n{path.read_text(encoding='utf-8')}"
    assert not strict or [*home.iterdir(), *left] == []
    return [text.removesuffix("status 0\n") for text in said]


def told(printed: str) -> dict[str, Seen]:
    """What a script has printed of its steps."""
    calls: dict[str, list[tuple[tuple[str, int], ...]]] = {}
    found: dict[str, Seen] = {}
    for said, words in re.findall(r"^step ([\d.]+): (.*)$", printed, flags=re.M):
        label = ".".join(str(int(part) - 1) for part in said.split("."))  # people count from 1
        if refused := re.fullmatch(r"(\w+), errno (\w+): .*", words):
            found[label] = Seen(error=refused[1], errno=ast.literal_eval(refused[2]), calls=())
        elif re.fullmatch(r"\[(\('.*', \d+\)(, )?)*\]", words):
            ready = tuple(ast.literal_eval(words))
            before = calls.setdefault(label, [])
            if not before or before[-1] != ready:
                before.append(ready)
            found[label] = Seen(tuple(before))
    return found


def differences(played: dict[str, Seen], said: dict[str, Seen], default: str) -> list[str]:
    """Where a script differs from the play in what calls returned, and what was refused by Python or the OS."""
    found = []
    for label in sorted(played.keys() | said.keys()):
        one, other = played.get(label, Seen()), said.get(label, Seen())
        if one.ours or one.ended:
            continue
        ordered = (one.backend or default) != "select"
        mine, theirs = ([sorted(ready) if not ordered else [*ready] for ready in seen.calls] for seen in (one, other))
        if one.keys is not None and not one.calls:
            theirs = []  # what a method of a selector returned
        if (one.error, one.errno, mine) != (other.error, other.errno, theirs):
            found.append(f"step {label}: played {one}, the script {other}")
    return found
