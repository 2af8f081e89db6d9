"""The lines of ``run`` for people: the Python line, what came of it, and each result beneath."""

from typing import Any

from selcore.commands import Open
from selcore.experiment import Experiment
from selcore.pyline import KindOf, duration, python_line

Line = dict[str, Any]


def words_of(line: Line, experiment: Experiment) -> str:
    """One line of ``run --json`` in words; several lines where there are several results."""
    head = _head(line, experiment)
    if not line.get("ok", True):
        error = line["error"]
        hint = f"\n    {error['hint']}" if "hint" in error else ""
        return f"{head}\n    {error['type']}: {error['message']}{hint}"
    rows = [f"    {_result(result)}" for result in line.get("ready", ())]
    return "\n".join([f"{head}{_answer(line)}", *rows])


def _head(line: Line, experiment: Experiment) -> str:
    if "call" in line:
        repeat = f" × {line['repeat']:,}" if "repeat" in line else ""
        return f"  call {line['call']}{repeat}"
    if "during" in line:
        parent: Any = experiment.commands[line["in_step"]]
        return f"  during {line['in_step']}: {python_line(parent.during[line['during']], kinds_of(experiment))}"
    return f"{line['step']}: {python_line(experiment.commands[line['step']], kinds_of(experiment))}"


def kinds_of(experiment: Experiment) -> KindOf:
    """What each name of the experiment is: a derived name (``pipe.r``, ``pair-3.a``) is what its opening was."""
    kinds = {command.name: command.kind for command in experiment.commands if isinstance(command, Open)}

    def kind_of(name: str) -> str:
        stem = name.partition(".")[0]
        return kinds.get(stem) or kinds.get(stem.rpartition("-")[0], "")

    return kind_of


def _answer(line: Line) -> str:
    if line.get("interrupted"):
        return f" → ended by {line['by']} after {duration(line['waited'])}; it had not returned"
    if "ready" in line:
        count = len(line["ready"])
        results = f"{count} result{'s' if count > 1 else ''}" if count else "[]"
        return f" → {results}, waited {duration(line['waited'])}"
    skip = ("step", "in_step", "during", "late", "do", "name", "backend", "ok", "call")
    return "".join(f" → {key} {value}" for key, value in line.items() if key not in skip)


def _result(result: Line) -> str:
    events = "|".join(event.upper() for event in result["events"]) or "0"
    raw = f"  {'|'.join(result['raw'])}" if result["raw"] is not None else ""
    did = f"  ({result['did']})" if result["did"] else ""
    return f"{result['name']} {events}{raw}{did}"
