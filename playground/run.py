"""``run``: an experiment played without a window, a line an outcome. It imports no Qt."""

import json
import signal
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from typing import Any

from selcore.experiment import Experiment, Unreadable, load
from selcore.experiment_check import trust_needed
from selcore.play import Died, NotHere, Player
from selcore.recording import Recorder, Unwritable

from .console import complain, one_line, say
from .words import words_of


def run(path: str, backend: str | None, as_json: bool, trust: bool, max_wait: float, record: str | None = None) -> int:
    """Play the experiment in a file; 0 if it ran to its end, 2 if it was refused, 1 if the run failed.

    ``record`` names the file that everything is written into; a recording that was stopped is a run that failed.
    """
    try:
        experiment = load(path)
    except Unreadable as error:
        return _refuse(f"{path}: {error}")
    except OSError as error:
        return _refuse(f"{path}: {error.strerror or error}")
    needs = [] if trust else trust_needed(experiment.commands)
    if needs:
        return _refuse(f"{path}: NotTrusted: it {'; it '.join(map(str, needs))}. Add --trust to allow it")
    recorder = None if record is None else Recorder(record, lossless=True)
    try:
        status = _play(Player(experiment, backend, max_wait, recorder), experiment, as_json)
        return status if recorder is None else _recorded(recorder, status)
    except Unwritable as error:
        return _refuse(f"--record {record}: {error}")
    except NotHere as error:
        return _refuse(f"{path}: {error}; --backend default plays it with what is here")


def _recorded(recorder: Recorder, status: int) -> int:
    if recorder.problem is None:
        return status
    complain(one_line(f"selector-playground run: --record {recorder.path}: {recorder.problem}"))
    return status or 1


def _refuse(words: str) -> int:
    complain(one_line(f"selector-playground run: {words}"))
    return 2


def _play(player: Player, experiment: Experiment, as_json: bool) -> int:
    try:
        with _ended_by_signal(), closing(_generator(player)) as lines:
            for line in lines:
                say(json.dumps(line) if as_json else words_of(line, experiment))
    except NotHere:
        raise
    except Died as error:
        complain(f"selector-playground run: the worker died\n{error}")
        return 1
    except _Ended as ended:
        return 128 + ended.number
    return 0


def _generator(player: Player) -> Generator[dict[str, Any], None, None]:
    lines = player.play()
    assert isinstance(lines, Generator)  # closing it is what stops the worker
    return lines


class _Ended(Exception):
    def __init__(self, number: int):
        super().__init__(number)
        self.number = number


SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


@contextmanager
def _ended_by_signal() -> Iterator[None]:
    """Ctrl-C, SIGTERM and a terminal that is closed end the run the same way: everything that is open is closed."""
    came: list[int] = []

    def end(number: int, frame: Any) -> None:
        came.append(number)
        if len(came) == 1:  # one is enough: a second must not end the closing
            raise _Ended(number)

    old = {number: signal.getsignal(number) for number in SIGNALS}
    for number, handler in old.items():
        if handler != signal.SIG_IGN or number != getattr(signal, "SIGHUP", None):  # nohup ignores it for us
            signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)
