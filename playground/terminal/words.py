"""The lines of ``run`` for people: the Python line, what came of it in the window's words, each result beneath."""

from collections.abc import Iterator
from typing import Any

import msgspec

from selcore.experiment.file import Experiment
from selcore.experiment.names import kinds_of
from selcore.headless.run_lines import outcome_of
from selcore.lints import find_lint
from selcore.values.commands import AnyCommand
from selcore.values.masks import mask_words
from selcore.wording.answers import answer, plainly
from selcore.wording.python_line import done_line, python_line

from ..console import one_line

Line = dict[str, Any]


class TextReporter:
    """Says what happens while one experiment is played; its names are looked through once, not once a line."""

    def __init__(self, experiment: Experiment):
        self._commands = experiment.commands
        self._kind_of = kinds_of(experiment.commands)

    def of(self, line: Line) -> str:
        """One line of ``run --json`` in words; several lines where there are several results."""
        if "lint" in line:
            return "\n".join(map(one_line, _warning(line)))
        head = self._head(line)
        return "\n".join(map(one_line, [f"{head}{_answer(line)}", *(f"    {words}" for words in self._beneath(line))]))

    def _head(self, line: Line) -> str:
        if "call" in line:
            first, count = line["call"], line.get("repeat", 1)
            return f"  call {first:,}" if count == 1 else f"  calls {first:,} to {first + count - 1:,}, each"
        if "during" in line:
            parent: Any = self._commands[line["in_step"]]
            late = " (it had returned)" if line.get("late") else ""
            return f"  during {line['in_step']}{late}: {python_line(parent.during[line['during']], self._kind_of)}"
        command, outcome = self._commands[line["step"]], outcome_of(line) if line["ok"] else None
        return f"{line['step']}: {done_line(command, outcome, self._kind_of)}"

    def _beneath(self, line: Line) -> Iterator[str]:
        if not line["ok"]:
            yield from self._error(line["error"])
        for result in line.get("ready", ()):
            yield _result(result)
            yield from map(_reason, result.get("why", ()))
        if line.get("unseen"):
            yield str(plainly(outcome_of(line).call))  # type: ignore[union-attr]
        yield from map(_silence, line.get("why_not", ()))
        for refused in line.get("refused", ()):
            yield f"{refused['name']}: {next(self._error(refused['error']))}"
        if "notice" in line:
            yield line["notice"]

    def _error(self, error: Line) -> Iterator[str]:
        yield f"{error['type']}: {error['message']}"
        if "hint" in error:
            yield error["hint"]
        if "remedy" in error:
            yield f"instead: {python_line(msgspec.convert(error['remedy'], AnyCommand), self._kind_of)}"


def _warning(line: Line) -> Iterator[str]:
    yield f"warning: {line['message']} [{line['lint']}]"
    found = find_lint(line["lint"])
    if found is not None:
        yield f"    {found.do}"


def _answer(line: Line) -> str:
    if not line["ok"]:
        return ""
    many = "waited_most" in line
    words = str(answer(outcome_of(line | {"waited": line["waited_most"]} if many else line)))
    words = words.replace("waited ", "waited at most ") if many else words
    # That close() answers None nobody asked to see; that get_map() does is news.
    return f" → {words}" if words != "None" or "map" in line else ""


def _reason(reason: Line) -> str:
    """Why one bit of it is there, and what the next call will do."""
    return f"  {(reason['event'] or 'mask 0').upper()} because {reason['cause']} → {reason['says']}"


def _silence(silence: Line) -> str:
    """Why an event was not returned, and what the next call would do."""
    then = f" → {silence['says']}" if "says" in silence else ""
    return f"not {silence['name']} {silence['event'].upper()}: {silence['cause']}{then}"


def _result(result: Line) -> str:
    events = mask_words(result["events"], "|")
    raw = raw_words(result)
    did = f"  ({result['did']})" if result["did"] else ""
    return f"{result['name']} {events}{raw}{did}"


def raw_words(result: Line) -> str:
    """The kernel's flags of a result, where there are any."""
    return f"  {'|'.join(result['raw'])}" if result["raw"] is not None else ""
