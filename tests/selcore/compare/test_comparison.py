"""One experiment on every selector class: what differs is told, and nobody's trouble spoils the others."""

import os
import socket
import tempfile
from pathlib import Path
from typing import Any

import pytest

from selcore.backends import BACKENDS
from selcore.compare import Comparison, ComparisonReport
from selcore.compare import child as child_module
from selcore.compare.answer_words import in_cell, whole
from selcore.compare.table import Table
from selcore.compare.words import headline, state_of
from selcore.experiment.examples import FOLDER
from selcore.experiment.file import Experiment, load, parse
from tests.selcore.recipes import ECHO_SERVER, opened, recipe

HERE = [backend.id for backend in BACKENDS if backend.missing() is None]
three = pytest.mark.skipif(HERE != ["select", "poll", "epoll"], reason="as on Linux")
READ_A = {"do": "register", "name": "pair.a", "events": ["read"]}
CLOSE_A = {"do": "close", "name": "pair.a"}
NOTE = {"do": "note", "text": "and on"}
FOREVER = {"do": "select", "timeout": None}
PATIENCE = 30


@pytest.fixture(autouse=True)
def temporary(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Temporary files of ours and of the children go where it can be seen whether they are gone."""
    folder = tmp_path_factory.mktemp("t")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def compared(experiment: Experiment, backends: list[str] | None = None, **more: Any) -> ComparisonReport:
    comparison = Comparison(experiment, backends, **more)
    comparison.start()
    assert comparison.wait(PATIENCE)
    comparison.close()
    nothing_is_left(comparison)
    return comparison.report


def nothing_is_left(comparison: Comparison) -> None:
    assert list(Path(tempfile.gettempdir()).iterdir()) == []
    for child in comparison._children.values():
        if child._process is not None:
            with pytest.raises(ProcessLookupError):
                os.kill(child._process.pid, 0)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def cells(report: ComparisonReport, step: int) -> dict[str, str]:
    return {backend: str(in_cell(played)) for backend, played in report.rows[step].outcomes.items()}


def states(report: ComparisonReport) -> dict[str, str]:
    return {one.backend: str(state_of(one)) for one in report.present}


@three
def test_a_closed_socket_with_a_duplicate_and_without() -> None:
    report = compared(load(FOLDER / "closed-with-and-without-dup.selector.json"))
    assert [row.step for row in report.rows if row.differs] == [5, 6, 14, 15, 18]
    ebadf = "OSError: [Errno 9] Bad file descriptor"
    assert cells(report, 5) == {
        "select": ebadf,
        "poll": "plain.a READ (POLLNVAL)",
        "epoll": "[] nothing ready now",
    }
    assert cells(report, 6) == {
        "select": "1 call: OSError",
        "poll": "100 calls: plain.a READ (POLLNVAL)",
        "epoll": "100 calls: []",
    }
    assert cells(report, 14) == {
        "select": ebadf,
        "poll": "twin.a READ (POLLNVAL)",
        "epoll": "twin.a READ (EPOLLIN)",
    }
    assert report.rows[18].odd == {"epoll"}
    assert str(headline(report)) == "5 of 19 steps differ"
    assert states(report) == dict.fromkeys(HERE, "done")
    absent = [one for one in report.backends if one.state == "absent"]
    assert [one.backend for one in absent] == ["devpoll", "kqueue"]
    assert str(state_of(absent[0])).startswith("not here: this Python has no selectors.DevpollSelector")


@three
def test_an_echo_server_is_the_same_everywhere_though_its_port_is_in_use() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        report = compared(parse(ECHO_SERVER.replace("8080", str(port)).encode()), ["select", "epoll"])
    assert str(report.notices[0]).startswith(f"Port {port} is in use; ")
    assert str(headline(report)) == "Both agree in all 9 steps; fd numbers and times are not compared."
    assert any("given during the call: note" in str(line) for line in whole(report.rows[5].outcomes["epoll"]))


@three
def test_one_that_blocks_is_ended_and_the_others_are_not_spoilt() -> None:
    report = compared(parse(recipe(opened(), READ_A, CLOSE_A, FOREVER, NOTE)), ["poll", "epoll"], max_wait=0.2)
    assert states(report) == {"poll": "done", "epoll": "stopped waiting after 200 ms at step 4"}
    assert [row.differs for row in report.rows] == [False, False, False, True, False]
    assert len(report.rows[4].outcomes) == 2


def test_a_call_that_blocks_for_ever_is_cancelled_and_what_is_there_stays() -> None:
    comparison = Comparison(parse(recipe(opened(), READ_A, FOREVER, NOTE)), HERE[:1], max_wait=1e6)
    comparison.start()
    while comparison.report.backends[0].steps < 2:
        assert not comparison.wait(0.02)
    comparison.cancel()
    assert comparison.wait(PATIENCE)
    comparison.close()
    nothing_is_left(comparison)
    assert states(comparison.report) == {HERE[0]: "cancelled at step 3 of 4"}
    assert [len(row.outcomes) for row in comparison.report.rows] == [1, 1, 0, 0]


def test_closing_ends_it_at_once_also_before_it_began() -> None:
    comparison = Comparison(parse(recipe(FOREVER)), HERE[:1], max_wait=1e6)
    comparison.close()
    comparison = Comparison(parse(recipe(FOREVER)), HERE[:1], max_wait=1e6)
    comparison.start()
    comparison.close()
    assert comparison.ended
    nothing_is_left(comparison)


def test_one_that_fails_spoils_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    program = """
import sys
if "poll" in sys.argv: sys.exit("dead")
for step in range(2): print('{"step": %d, "do": "note", "ok": true, "text": "x"}' % step)
"""
    monkeypatch.setattr(child_module, "_PROGRAM", program)
    report = compared(parse(recipe(NOTE, NOTE)), ["select", "poll", "default"])
    assert states(report) == {
        "select": "done",
        "poll": "failed at step 1: its process ended with status 1: dead",
        "default": "done",
    }
    assert str(headline(report)).startswith("All that were played agree in all 2 steps")
    assert report.failed[0].said == "dead"


def test_how_many_calls_a_long_run_has_made_is_told_until_the_step_has_its_answer() -> None:
    table = Table(parse(recipe(NOTE)), ["poll"], 1.0)
    table.add("poll", {"in_step": 0, "so_far": 1_200_000})
    assert str(state_of(table.report(False).present[0])) == "step 1 of 1, 1,200,000 calls"
    table.add("poll", {"step": 0, "do": "note", "backend": "poll", "ok": True})
    table.end("poll", None, False, "")
    assert str(state_of(table.report(True).present[0])) == "done"


def test_one_that_ends_too_early_has_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_module, "_PROGRAM", "")
    report = compared(parse(recipe(NOTE)), ["select"])
    assert states(report) == {"select": "failed at step 1: its process ended early"}


def test_an_experiment_that_cannot_be_written_is_said_and_nothing_is_started() -> None:
    from selcore.values.commands import Note

    broken = Experiment(format="selector-playground-experiment", version=1, commands=(Note(text="\ud800"),))
    report = compared(broken, HERE[:2])
    assert {one.state for one in report.backends} == {"failed"}
    assert "surrogates not allowed" in str(report.backends[0].reason)


def test_a_backend_that_does_not_exist_is_an_error_at_once() -> None:
    with pytest.raises(ValueError, match="teapot"):
        Comparison(parse(recipe(NOTE)), ["teapot"])


def test_only_one_that_is_here_is_compared_with_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_module, "_PROGRAM", "")
    report = compared(parse(recipe(NOTE)), [HERE[0], "devpoll" if "devpoll" not in HERE else "epoll"])
    assert "there is nothing to compare it with" in str(headline(report))
