"""``run``: an experiment played without a window, a line an outcome. It imports no Qt."""

import json
from collections.abc import Generator, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

from selcore.experiment.checking import trust_needed
from selcore.experiment.file import Experiment, Unreadable, load
from selcore.files.left_behind import tidy_up
from selcore.headless.player import Died, NotHere, Player
from selcore.recording import Recorder, Unwritable
from selcore.values.needs import Need
from selcore.values.text import in_short
from selcore.wording.needs_listed import every_line, listed

from ..console import complain, one_line, say
from ..ending import SignalReceived, ended_by_signal
from .words import TextReporter

if TYPE_CHECKING:
    from selcore.filters import Filter

LISTED = 20
"""Needs that a refusal lists."""
SHORT = 400
"""Characters of each."""


def run(
    path: str,
    backend: str | None,
    as_json: bool,
    trust: bool,
    max_wait: float,
    filter: "Filter | None" = None,
    record: str | None = None,
    progress: bool = False,
    why: bool = False,
    why_not: bool = False,
) -> int:
    """Play the experiment in a file; 0 if it ran to its end, 2 if it was refused, 1 if the run failed.

    ``filter`` decides which lines are printed; nothing else changes by it. ``record`` names the file that everything is
    written into; a recording that was stopped is a run that failed. ``progress`` adds lines that are no outcomes,
    ``why`` to each outcome what explains it, ``why_not`` only why what was watched was not returned.
    """
    recorder = None if record is None else Recorder(record, lossless=True)
    try:
        experiment = read_trusted(path, trust)
        tidy_up()
        player = Player(experiment, backend, max_wait, recorder, progress, why, why_not)
        status = _play(player, experiment, as_json, filter)
        return status if recorder is None else _recorded(recorder, status)
    except Rejected as error:
        return _refuse(f"{path}: {error}")
    except Unwritable as error:
        return _refuse(f"--record {record}: {error}")
    except NotHere as error:
        return _refuse(f"{path}: {error}; --backend default plays it with what is here")


class Rejected(Exception):
    """An experiment is not played: it cannot be read, or nobody has allowed what it would do."""


def read_trusted(path: str, trust: bool) -> Experiment:
    """The experiment in a file. Raises Rejected with the reason."""
    try:
        experiment = load(path)
    except Unreadable as error:
        raise Rejected(str(error)) from error
    except OSError as error:
        raise Rejected(error.strerror or str(error)) from error
    if not trust:
        check_trust(experiment)
    return experiment


def check_trust(experiment: Experiment) -> None:
    """Raises Rejected, with what it asks for, where that must be allowed."""
    needs = trust_needed(experiment.commands)
    if needs:
        raise Rejected(f"NotTrusted: it {_what(needs)}. `run --needs` lists all of it. Add --trust to allow it")


def _what(needs: list[Need]) -> str:
    found = listed(needs, most=LISTED)
    return "; it ".join(in_short(line, SHORT) for line in found.lines) + (f"; {found.more}" if found.more else "")


def list_needs(path: str) -> int:
    """Say all that the experiment in a file asks for, a line each, the dangerous first; it is not played."""
    try:
        experiment = read_trusted(path, trust=True)
    except Rejected as error:
        return _refuse(f"{path}: {error}")
    for line in every_line(trust_needed(experiment.commands)):
        say(line)
    return 0


def _recorded(recorder: Recorder, status: int) -> int:
    why = "another program holds it: what came last is not in it" if recorder.active else recorder.problem
    if why is None:
        return status
    complain(one_line(f"selector-playground run: --record {recorder.path}: {why}"))
    return status or 1


def _refuse(words: str) -> int:
    complain(one_line(f"selector-playground run: {words}"))
    return 2


def _play(player: Player, experiment: Experiment, as_json: bool, filter: "Filter | None") -> int:
    told = json.dumps if as_json else TextReporter(experiment).of
    try:
        with ended_by_signal(), closing(_generator(player)) as lines:
            for line in lines if filter is None else _matching(lines, filter):
                say(told(line))
    except NotHere:
        raise
    except Died as error:
        complain(f"selector-playground run: the worker died\n{error}")
        return 1
    except SignalReceived as ended:
        return 128 + ended.number
    return 0


def _matching(lines: Iterator[dict[str, Any]], filter: "Filter") -> Iterator[dict[str, Any]]:
    from selcore.filters.lines import matches

    return (line for line in lines if matches(filter, line))


def _generator(player: Player) -> Generator[dict[str, Any], None, None]:
    lines = player.play()
    assert isinstance(lines, Generator)  # closing it is what stops the worker
    return lines
