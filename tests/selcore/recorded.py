"""A recording as a program makes it: a real worker, a recorder, and the file that comes of them."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from selcore.recording import Recorder, Recording
from selcore.recording.connecting import connect
from selcore.recording.making import make
from selcore.recording.rows import RowWriter
from selcore.recording.tape import CAPACITY, First, Piece
from selcore.values.commands import AnyCommand
from selcore.values.facts import Fact, ObjectState
from tests.selcore.driver import Driver, driving


@contextmanager
def recording(
    path: Path, lossless: bool = True, capacity: int = CAPACITY, **options: Any
) -> Iterator[tuple[Driver, Recorder]]:
    """A worker that is recorded from its beginning; in the end the file is complete."""
    with driving(**options) as driver:
        recorder = Recorder(path, lossless=lossless, capacity=capacity)
        recorder.start()
        driver.worker.record(recorder)
        try:
            yield driver, recorder
        finally:
            driver.worker.record(None)
            assert recorder.wait(20)


def one_by_one(driver: Driver, *commands: AnyCommand) -> None:
    """Each after the one before it: what is asked during a run would be done within it."""
    for command in commands:
        driver.do(command)


def record(path: Path, *commands: AnyCommand, **options: Any) -> Driver:
    """Do the commands while they are recorded; what was told meanwhile."""
    with recording(path, **options) as (driver, _):
        one_by_one(driver, *commands)
        driver.settle()
    return driver


def query(path: Path, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """What SQL answers."""
    with closing(sqlite3.connect(path)) as db:
        return db.execute(sql, values).fetchall()


def facts_of(path: Path, grouping: bool = False) -> list[Fact]:
    """Everything that the recording gives."""
    with closing(Recording(path)) as opened:
        return [fact for _, facts in opened.slices(grouping) for fact in facts]


def written(
    path: Path, facts: Iterable[Fact], lost: tuple[int, int] = (0, 0), objects: Sequence[ObjectState] = ()
) -> Path:
    """A recording of these facts, each of one row, without a worker and a thread; it is not ended."""
    make(path)
    with closing(connect(path, "rw")) as db:
        db.execute("BEGIN")
        rows = RowWriter(db)
        rows.write(Piece(0, First(tuple(objects), "poll")))
        for position, fact in enumerate(facts, 1):
            rows.write(Piece(position, fact))
        rows.settle(lost)
        db.execute("COMMIT")
    return path
