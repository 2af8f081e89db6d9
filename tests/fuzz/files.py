"""Files that were valid, changed by chance: they play, or a reason says why not; never anything else."""

import json
import sqlite3
from contextlib import closing
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

from selcore.experiment.checking import trust_needed
from selcore.experiment.examples import EXAMPLES
from selcore.experiment.file import LIMIT, Unreadable, dump, parse
from selcore.headless.player import Player
from selcore.values.commands import UseBackend  # noqa: F401 - the commands' types are there before anything is watched
from tests.hostile.playing import ODD
from tests.hostile.tapes import make_base
from tests.hostile.test_recordings import read
from tests.hostile.watch import watching

from .values import VALUES, WORDS

TIMES = (0, 0, 1, 1, 2, 3, 5, 20)


class Experiments:
    """The examples that ship, and odd ones, with something in them changed."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._valid = [one.path.read_bytes() for one in EXAMPLES]
        self._valid += [
            json.dumps({"format": "selector-playground-experiment", "version": 1, "commands": made}).encode()
            for made in (case.make(None) for case in ODD if not case.big)
        ]  # type: ignore[arg-type]

    def case(self, rng: Random) -> bytes:
        data = rng.choice(self._valid)
        if rng.random() < 0.7:
            value = json.loads(data)
            for _ in range(rng.choice(TIMES)):
                change(value, rng)
            data = json.dumps(value, ensure_ascii=rng.random() < 0.5).encode(errors="surrogatepass")
        return spoiled(data, rng) if rng.random() < 0.4 else data

    def show(self, case: bytes) -> str:
        return case.decode(errors="backslashreplace")

    def play(self, case: bytes) -> None:
        """Read it; what can be read is written and read the same; what asks for nothing is played and does nothing."""
        with watching(self._folder / "home") as watch:
            try:
                experiment = parse(case)
            except Unreadable as error:
                assert len(str(error)) < 2000 and str(error).isprintable(), ascii(str(error))
                return
            again = dump(experiment)
            assert len(again) > LIMIT or dump(parse(again)) == again
            if not trust_needed(experiment.commands) and cheap(experiment.commands):
                lines = list(Player(experiment, "default", 0.01).play())
                steps = [line["step"] for line in lines if "step" in line]
                assert steps == list(range(len(experiment.commands))), steps
                json.dumps(lines)
        assert watch.deeds == []

    def close(self) -> None:
        """Nothing is open."""


def cheap(commands: Any) -> bool:
    """Whether it ends soon: a run of 10**9 calls is nothing wrong, and no matter here."""
    return (
        all(
            (getattr(one, "calls", 0) or 0) < 5000
            and (getattr(one, "size", 0) or 0) < 1 << 26
            and (getattr(one, "seconds", 0) or 0) < 1
            and getattr(one, "options", {}).get("count", 1) < 100
            for one in commands
        )
        and len(commands) < 500
    )


def change(value: Any, rng: Random) -> None:
    """Something in it, anywhere."""
    at = value
    while isinstance(at, dict | list) and at and rng.random() < 0.8:
        below = rng.choice(list(at.values()) if isinstance(at, dict) else at)
        if not isinstance(below, dict | list):
            break
        at = below
    keys = list(at) if isinstance(at, dict) else list(range(len(at)))
    if not keys or rng.random() < 0.15:
        made: Any = deepcopy(rng.choice(VALUES))
        at.update({rng.choice(WORDS): made}) if isinstance(at, dict) else at.append(made)
        return
    key = rng.choice(keys)
    deed = rng.random()
    if deed < 0.2:
        del at[key]
    elif deed < 0.4 and isinstance(at, list):
        at.insert(rng.choice(keys), at[key])
    elif deed < 0.5 and isinstance(at, list):
        rng.shuffle(at)
    else:
        at[key] = deepcopy(rng.choice(VALUES))


def spoiled(data: bytes, rng: Random) -> bytes:
    """Bytes changed, left out, doubled."""
    made = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5, 50))):
        if not made:
            break
        place, deed = rng.randrange(len(made)), rng.random()
        if deed < 0.4:
            made[place] = rng.choice(b'{}[]":,\\0-eE.\x00\xff \n') if rng.random() < 0.7 else rng.randrange(256)
        elif deed < 0.6:
            del made[place : place + rng.choice((1, 2, 10, 100))]
        elif deed < 0.8:
            made[place:place] = made[place : place + rng.choice((1, 10, 100))]
        else:
            made[place:place] = rng.choice(WORDS).encode(errors="surrogatepass")
    return bytes(made)


class Recordings:
    """A recording with columns and bytes changed."""

    COLUMNS = {
        "meta": ("value",),
        "objects": ("name", "kind", "fd", "address", "state", "detail"),
        "commands": ("position", "step", "at_ns", "python", "parent", "during", "late", "command", "outcome"),
        "calls": (
            "position",
            "number",
            "step",
            "start_ns",
            "end_ns",
            "timeout_text",
            "backend",
            "selector",
            "results",
            "list",
            "reentered",
            "interrupted",
            "detail",
        ),
        "ready_lists": ("list", "place", "result"),
        "result_kinds": ("result", "name", "fd", "mask", "raw", "detail"),
        "losses": ("position", "at_ns", "calls", "results"),
    }

    def __init__(self, folder: Path):
        from tests.hostile import recordings

        self._folder = folder
        make_base(folder / "home")
        self._good = recordings.BASE[0].read_bytes()
        self._path = folder / "home" / "case.sqlite"

    def case(self, rng: Random) -> bytes:
        self._path.write_bytes(self._good)
        if rng.random() < 0.75:
            with closing(sqlite3.connect(self._path)) as db:
                db.execute("PRAGMA synchronous=OFF")
                for _ in range(rng.choice((1, 1, 2, 3, 8))):
                    self._change(db, rng)
                db.commit()
        data = self._path.read_bytes()
        return self._spoil(data, rng) if rng.random() < 0.4 else data

    def _change(self, db: sqlite3.Connection, rng: Random) -> None:
        table = rng.choice(list(self.COLUMNS))
        column = rng.choice(self.COLUMNS[table])
        value: Any = rng.choice(VALUES)
        if column in ("detail", "command", "outcome") and rng.random() < 0.8:
            found = db.execute(f"SELECT {column} FROM {table} WHERE {column} NOT NULL ORDER BY random()").fetchone()
            try:
                inner = json.loads(found[0]) if found else {}
            except ValueError:  # an earlier change has left no JSON there
                inner = {}
            if isinstance(inner, dict):
                change(inner, rng)
            value = json.dumps(inner)
        elif isinstance(value, int) and not -(2**63) <= value < 2**63:
            value = str(value)
        elif not isinstance(value, int | float | str | None):
            value = json.dumps(value)
        if isinstance(value, str):
            value = value.encode(errors="replace").decode()
        some = rng.choice(("", "", f" WHERE rowid % {rng.choice((2, 3, 7))} = 0"))
        try:
            if rng.random() < 0.1:
                db.execute(f"DELETE FROM {table}{some}")
            else:
                db.execute(f"UPDATE OR REPLACE {table} SET {column} = ?{some}", (value,))
        except sqlite3.Error:
            pass  # a key that takes no such value, or a column of a name that is none

    def _spoil(self, data: bytes, rng: Random) -> bytes:
        made = bytearray(data)
        for _ in range(rng.choice((1, 5, 50, 500))):
            made[rng.randrange(len(made))] = rng.randrange(256)
        return bytes(made if rng.random() < 0.9 else made[: rng.randrange(len(made))])

    def show(self, case: bytes) -> str:
        at = self._folder / "case.sqlite"
        at.write_bytes(case)
        return f"the file {at}"

    def play(self, case: bytes) -> None:
        """Read it whole, as the window does."""
        self._path.write_bytes(case)
        with watching(self._folder / "home") as watch:
            _, reason = read(self._path)
        assert watch.deeds == []
        assert len(reason) < 2000 and reason.isprintable(), ascii(reason)

    def close(self) -> None:
        """Nothing is open."""
