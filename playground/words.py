"""The lines of ``run`` for people: the Python line, what came of it in the window's words, each result beneath."""

from collections.abc import Iterator
from typing import Any

from selcore.commands import AnyCommand, Open, Rename
from selcore.experiment import Experiment
from selcore.outcomes import Call, Done, Interrupted, Looped, Result, Returned
from selcore.pyline import KindOf, answer, python_line

from .console import one_line

Line = dict[str, Any]
HEAD = ("step", "in_step", "during", "late", "do", "name", "in", "backend", "ok", "notice")
"""What stands in a line beside the answer."""


def words_of(line: Line, experiment: Experiment) -> str:
    """One line of ``run --json`` in words; several lines where there are several results."""
    head = _head(line, experiment)
    return "\n".join(map(one_line, [f"{head}{_answer(line)}", *(f"    {words}" for words in _beneath(line))]))


def _head(line: Line, experiment: Experiment) -> str:
    if "call" in line:
        first, count = line["call"], line.get("repeat", 1)
        return f"  call {first:,}" if count == 1 else f"  calls {first:,} to {first + count - 1:,}, each"
    kind_of = kinds_of(experiment)
    if "during" in line:
        parent: Any = experiment.commands[line["in_step"]]
        late = " (it had returned)" if line.get("late") else ""
        return f"  during {line['in_step']}{late}: {python_line(parent.during[line['during']], kind_of)}"
    return f"{line['step']}: {python_line(experiment.commands[line['step']], kind_of)}"


def kinds_of(experiment: Experiment) -> KindOf:
    """What each name of the experiment is: a derived name (``pipe.r``, ``pair-3.a``) is what its opening was."""
    kinds: dict[str, str] = {}

    def kind_of(name: str) -> str:
        stem = name.partition(".")[0]
        return kinds.get(stem) or kinds.get(stem.rpartition("-")[0], "")

    for command in _all(experiment.commands):
        if isinstance(command, Open):
            kinds[command.name] = command.kind
        elif isinstance(command, Rename):
            kinds[command.to] = kind_of(command.name)
    return kind_of


def _all(commands: tuple[AnyCommand, ...]) -> Iterator[AnyCommand]:
    for command in commands:
        yield command
        yield from _all(getattr(command, "during", ()))


def _answer(line: Line) -> str:
    if not line["ok"]:
        return ""
    words = str(answer(_outcome(line)))
    # That close() answers None nobody asked to see; that get_map() does is news.
    return f" → {words}" if words != "None" or "map" in line else ""


def _outcome(line: Line) -> Done | Returned | Interrupted | Looped:
    """The outcome that the line was made of, as far as its words need it."""
    if "bounded_by" in line:
        return Looped(line["calls"], line["results"], line["bounded_by"], line["backend"])
    if "waited" not in line:
        return Done({field: value for field, value in line.items() if field not in HEAD})
    results = tuple(Result(one["name"], one["fd"], 0) for one in line.get("ready", ()))
    call = Call(0, line["backend"], line["timeout"], 0, line["waited"], results)
    return Interrupted(call, line["by"]) if line.get("interrupted") else Returned(call)


def _beneath(line: Line) -> Iterator[str]:
    if not line["ok"]:
        yield from _error(line["error"])
    yield from map(_result, line.get("ready", ()))
    for refused in line.get("refused", ()):
        yield f"{refused['name']}: {next(_error(refused['error']))}"
    if "notice" in line:
        yield line["notice"]


def _error(error: Line) -> Iterator[str]:
    yield f"{error['type']}: {error['message']}"
    if "hint" in error:
        yield error["hint"]


def _result(result: Line) -> str:
    events = "|".join(event.upper() for event in result["events"]) or "0"
    raw = f"  {'|'.join(result['raw'])}" if result["raw"] is not None else ""
    did = f"  ({result['did']})" if result["did"] else ""
    return f"{result['name']} {events}{raw}{did}"
