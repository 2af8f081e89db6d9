"""``run``: an experiment played without a window, a line an outcome. It imports no Qt."""

import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from selcore.experiment import Experiment, Unreadable, load
from selcore.experiment_check import trust_needed
from selcore.play import Died, NotHere, Player
from selcore.report import Line

from .words import words_of


def run(path: str, backend: str | None, as_json: bool, trust: bool, max_wait: float) -> int:
    """Play the experiment in a file; 0 if it ran to its end, 2 if it was refused, 1 if the run failed."""
    try:
        experiment = load(path)
    except Unreadable as error:
        return _refuse(f"{path}: {error}")
    except (OSError, ValueError) as error:
        return _refuse(f"{path}: {type(error).__name__}: {error}")
    needs = [] if trust else trust_needed(experiment.commands)
    if needs:
        return _refuse(f"{path}: NotTrusted: it {'; it '.join(map(str, needs))}. Add --trust to allow it")
    return _play(Player(experiment, backend, max_wait), experiment, as_json)


def _refuse(words: str) -> int:
    print(f"selector-playground run: {words}", file=sys.stderr)
    return 2


def _play(player: Player, experiment: Experiment, as_json: bool) -> int:
    try:
        with _ended_by_signal():
            for line in player.play():
                _print(line, experiment, as_json)
    except NotHere as error:
        return _refuse(str(error))
    except Died as error:
        print(f"selector-playground run: the worker died\n{error}", file=sys.stderr)
        return 1
    except _Ended as ended:
        return 128 + ended.number
    return 0


def _print(line: Line, experiment: Experiment, as_json: bool) -> None:
    # Flushed line by line: whoever reads a long run sees it as it happens.
    print(json.dumps(line) if as_json else words_of(line, experiment), flush=True)


class _Ended(Exception):
    def __init__(self, number: int):
        super().__init__(number)
        self.number = number


@contextmanager
def _ended_by_signal() -> Iterator[None]:
    """SIGTERM and Ctrl-C end the run the same way: everything that is open is closed."""

    def end(number: int, frame: Any) -> None:
        raise _Ended(number)

    old = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)
