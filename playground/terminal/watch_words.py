"""The lines of ``watch`` for people, each with what it is about in front."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from selcore.values.masks import mask_words
from selcore.values.text import text
from selcore.wording.durations import duration
from selcore.wording.program_words import who_words

from .words import raw_words

Line = dict[str, Any]


def line_words(line: Line) -> Iterator[str]:
    """A line of ``watch --json`` in words; several lines where there are several results."""
    if "call" in line:
        yield from _call(line)
    elif "turn" in line:
        yield from _turn(line)
    elif "not_seen" in line:
        yield f"[{line['pid']}] {line['not_seen']}"
    elif "lint" in line:
        yield f"[{line['pid']}] warning: {line['message']} [{line['lint']}]"
    elif "exit" in line:
        lost = text("; {n} {n:record was|records were} lost", n=f"{line['lost']:,}") if line["lost"] else ""
        yield f"the program ended with {_status(line['exit'])}{lost}"


def _call(line: Line) -> Iterator[str]:
    count = line.get("repeat", 1)
    first = line["call"]
    calls = f"call {first:,}" if count == 1 else f"calls {first:,} to {first + count - 1:,}, each"
    waited = duration(line["waited"])
    if count > 1:
        waited = f"at most {duration(line['waited_most'])}, {duration(line['waited_total'])} in all"
    came = f"{len(line['ready'])} ready" if line["ready"] else "[]"
    came = f"{line['error']['type']}" if "error" in line else came
    yield f"[{line['pid']}] {line['selector']} {calls} waited {waited} → {came}"
    for one in line["ready"]:
        data = f"  ({one['data']})" if one["data"] else ""
        yield f"    {one['name']} {mask_words(one['events'], '|')}{raw_words(one)}{data}"


def _turn(line: Line) -> Iterator[str]:
    who = who_words(_function(line["longest"]) if line["longest"] else "", line["doing"])
    yield f"[{line['pid']}] {line['selector']} turn of {duration(line['seconds'])}{who}"
    for one in line["waited"]:
        yield f"    {one['name']} waited up to {duration(one['seconds'])}"


def _function(found: Line) -> str:
    return f"{found['name']} {PurePath(found['file']).name}:{found['line']}" if found["file"] else str(found["name"])


def _status(status: int) -> str:
    return f"status {status}" if status >= 0 else f"signal {-status}"
