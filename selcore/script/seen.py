"""What came of a step when it was played, as far as a script says it: from outcomes, or from the lines of a run."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from ..values.masks import READ, WRITE

Ready = tuple[tuple[str, int], ...]
"""Names and masks, in the order of the call."""


class Seen(msgspec.Struct, frozen=True):
    """``calls`` are the ready lists of its calls, equal ones that follow each other once; empty where it made none.

    ``error`` is the type of a refusal, ``errno`` its number, ``ours`` says whether it was the playground that refused;
    ``ended`` by whom a call was ended that had not returned. ``backend`` is the one that was in use, ``keys`` what a
    method of the selector returned, ``count`` how many calls a run made; ``size`` is how many bytes were sent (all that
    were given) or received, ``data`` those, None where there are more than an outcome carries.
    """

    calls: tuple[Ready, ...] = ()
    error: str = ""
    errno: int | None = None
    message: str = ""
    ours: bool = False
    ended: str = ""
    backend: str = ""
    keys: tuple[tuple[str, Any], ...] | None = None
    count: int = 0
    size: int | None = None
    data: bytes | None = None


Played = Mapping[str, Seen]
"""By the label of a step: its number from 0; of what was done during a call that of the call, a dot and its own."""


def seen_of(lines: Iterable[dict[str, Any]]) -> dict[str, Seen]:
    """What the lines of ``run --json`` say of each step."""
    found: dict[str, Seen] = {}
    calls: dict[str, list[Ready]] = {}
    for line in lines:
        if "call" in line:
            _note_call(line, found, calls.setdefault(str(line["in_step"]), []))
        elif "do" in line:
            label = str(line["step"]) if "step" in line else f"{line['in_step']}.{line['during']}"
            found[label] = _seen(line, found.get(label), calls.get(label, []))
    return found


def _note_call(line: dict[str, Any], found: dict[str, Seen], calls: list[Ready]) -> None:
    label = str(line["in_step"])
    if line["ok"] and not line.get("interrupted"):
        ready = _ready(line)
        if not calls or calls[-1] != ready:
            calls.append(ready)
    else:
        found[label] = _seen(line, None, [])


def _seen(line: dict[str, Any], before: Seen | None, calls: list[Ready]) -> Seen:
    backend = line.get("backend", "")
    if not line["ok"]:
        error = line["error"]
        ours = error["by"] != "python"
        return Seen((), error["type"], error["errno"], error["message"], ours, backend=backend)
    if line.get("interrupted"):
        return Seen(ended=line["by"], backend=backend)
    if "bounded_by" in line:
        last = before or Seen()
        return msgspec.structs.replace(last, calls=tuple(calls), backend=backend, count=line["calls"])
    size, data = _moved(line)
    calls_made = (_ready(line),) if "ready" in line else ()
    return Seen(calls_made, backend=backend, keys=_keys(line), size=size, data=data)


def _moved(line: dict[str, Any]) -> tuple[int | None, bytes | None]:
    """How many bytes were sent or received, and what was received. Of a send that was cut short neither."""
    if "sent" in line:
        return (None if "asked" in line else line["sent"]), None
    size, data = line.get("size"), bytes.fromhex(line.get("hex", ""))
    return (size, data if size == len(data) else None) if "hex" in line else (None, None)


def _ready(line: dict[str, Any]) -> Ready:
    return tuple((one["name"], _mask(one["events"])) for one in line["ready"])


def _mask(events: Iterable[str]) -> int:
    return sum({"read": READ, "write": WRITE}[event] for event in events)


def _keys(line: dict[str, Any]) -> tuple[tuple[str, Any], ...] | None:
    keys = line.get("map", [line["key"]] if line["do"] == "get-key" and "key" in line else None)
    if keys is None:
        return None
    return tuple(
        (key["name"], _mask(key["events"]) if isinstance(key["events"], list) else key["events"]) for key in keys
    )
