"""A recording that ends while a run goes on: what was recorded of the run is what would be saved or compared."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from selcore.experiment.transcript import Going, Transcript
from selcore.recording import Playback, Recording
from selcore.values.commands import Note, Run, Select, Send
from selcore.values.facts import Entry
from selcore.values.outcomes import Done
from tests.selcore.driver import PAIR, WRITE_A
from tests.selcore.recorded import record, recording


def played(path: Path, grouping: bool) -> Going | None:
    playback = Playback(lambda: None, Recording(path), grouping)
    playback.start()
    while not playback.quiet():
        playback.take()
    assert playback.problem == "" and playback.stop()
    return playback.going


@pytest.mark.parametrize("grouping", [True, False])
def test_a_run_that_was_not_stopped_before_the_recording_was(tmp_path: Path, grouping: bool) -> None:
    path = tmp_path / "r.sqlite"
    with recording(path) as (driver, _):
        driver.do(PAIR, WRITE_A)
        driver.ask(Run(timeout=0))
        driver.until(
            lambda: (
                driver.worker._owner.session is not None and driver.worker._owner.session.journal.counters.calls > 500
            )
        )
    going = played(path, grouping)
    assert going is not None and going.run == Run(timeout=0)
    assert going.calls == sum_of_calls(path) > 500


def sum_of_calls(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("SELECT count(*) FROM calls").fetchone()[0])


@pytest.mark.parametrize("grouping", [True, False])
def test_its_end_was_lost(tmp_path: Path, grouping: bool) -> None:
    """As when the program is killed in the midst of it; a run before it had its end."""
    path = tmp_path / "r.sqlite"
    record(path, PAIR, WRITE_A, Run(calls=3, timeout=0), Select(timeout=0), Run(calls=70, timeout=0.5))
    assert played(path, grouping) is None
    with closing(sqlite3.connect(path)) as db:
        db.execute("DELETE FROM commands WHERE position = (SELECT max(position) FROM commands)")
        db.commit()
    assert played(path, grouping) == Going(Run(timeout=0.5), 70)


def test_what_was_given_meanwhile_is_given_again_while_its_calls_block() -> None:
    """A recording does not tell between which calls."""
    script, given = Transcript(), (Note(text="a"), Send(name="pair.a", text="b"))
    for number, one in enumerate(given, 1):
        script.add(Entry(number, one, Done(), number, parent=0))
    assert script.commands(Going(Run(timeout=0.5), 4)) == [Run(calls=4, timeout=0.5, during=given)]
