"""When two answers are the same.

Errors are compared by type and errno; ready lists by name, mask and what the callback did: as a set on ``select``, in
their order on ``poll`` and ``epoll``. Kernel flags are compared where there are some. Descriptor numbers, process ids,
addresses, paths, times and all prose are not. The calls of a run are compared as the different ready lists that follow
each other, however often each was repeated and whatever the callbacks moved. Of a call that was entered again, which
select() and poll() of a plain program would not be, what that program would have seen is compared.
"""

import math
import re
from collections import Counter
from collections.abc import Hashable, Iterable
from typing import Any, NamedTuple

from ..values.flags import bare
from ..wording.answers import ROUNDING
from .values import Line, Played

ORDERED = ("poll", "epoll")
"""Backends whose ready lists have a meaningful order; that of kqueue and devpoll is not known to be stable."""
UNTOLD = frozenset(
    ("step", "in_step", "during", "late", "backend", "fd", "pid", "timeout", "waited", "reentered", "repeat", "call")
    + (
        "from",
        "repr",
        "waited_least",
        "waited_most",
        "waited_total",
        "notice",
        "why_not",
        "hint",
        "message",
        "address",
        "path",
        "folder",
        "text",
    )
)
"""Fields that are not compared: numbers given by the system, times, prose."""
_MASKS = (
    (re.compile(r"(\d+\.\d+\.\d+\.\d+|\[[0-9a-fA-F:.]+\]):\d+"), "ADDRESS"),
    (re.compile(r"0x[0-9a-fA-F]+"), "0x…"),
    (re.compile(r"(?<!\w)(/[^\s/']+)+"), "PATH"),
    (re.compile(r"\b(fd|pid) \d+"), r"\1 …"),
)
LONGEST_COURSE = 10_000


class Likeness(NamedTuple):
    """An answer reduced to what is compared: what every backend can report, in no order; the kernel's flags; the order.
    None where a backend does not report it."""

    answer: Hashable
    flags: Hashable | None = None
    order: Hashable | None = None


def likeness(played: Played, backend: str) -> Likeness:
    """The parts of an answer that are compared. ``backend`` is the backend's own id, not ``default``."""
    own = of_line(played.line, backend)
    given = tuple(_plain(line) for line in played.inner if "call" not in line)
    course = tuple(_consecutive(one.answer for one in played.course))
    flags = tuple(_consecutive(one.flags for one in played.course))
    order = tuple(_consecutive(one.order for one in played.course))
    return Likeness(
        (own.answer, given, course),
        None if own.flags is None or None in flags else (own.flags, flags),
        (own.order, order) if backend in ORDERED else None,
    )


def of_line(line: Line, backend: str) -> Likeness:
    """The parts of a single line that are compared."""
    ready = line.get("ready")
    if not line["ok"] or ready is None:
        return Likeness(_plain(line), ())
    if line.get("unseen"):
        return _plainly(line, backend)
    if not ready:
        return Likeness(("[]", _too_early(line)), (), ())
    flags = None
    if all(one["raw"] is not None for one in ready):
        flags = frozenset((one["name"], frozenset(map(bare, one["raw"]))) for one in ready)
    return Likeness(
        frozenset(Counter((one["name"], tuple(one["events"]), _masked(one["did"])) for one in ready).items()),
        flags,
        tuple(one["name"] for one in ready) if backend in ORDERED else None,
    )


def _plainly(line: Line, backend: str) -> Likeness:
    """Of a call that was entered again what a plain program would have seen, which is not told of all that is new."""
    new = {one["name"]: one["events"] for one in line["unseen"]}
    left = [
        one | {"events": [event for event in one["events"] if event not in new.get(one["name"], ())]}
        for one in line["ready"]
    ]
    seen = [one for one in left if one["events"]]
    if not seen and line["timeout"] is None:
        return Likeness(("waits on",), ())
    plain = line | {"ready": seen, "waited": line["waited"] if seen else math.inf}
    del plain["unseen"]
    return of_line(plain, backend)


def add_call(course: list[Likeness], line: Line, backend: str) -> bool:
    """Append a call of a run to its course, unless it returned the same list as the call before. What the callbacks did
    with it does not matter. Returns whether it was appended."""
    ready = [one | {"did": None} for one in line.get("ready", ())]
    found = of_line(line | {"ready": ready} if "ready" in line else line, backend)
    new = (not course or course[-1] != found) and len(course) < LONGEST_COURSE
    if new:
        course.append(found)
    return new


def odd_ones(found: dict[str, Likeness]) -> frozenset[str]:
    """The backends whose answer differs from the majority's: all of them if there is no majority, none if all agree.
    Flags and order are compared only among backends with the same answer; elsewhere they would differ anyway."""
    odd = _not_as_most({backend: one.answer for backend, one in found.items()})
    for answer in {one.answer for one in found.values()}:
        alike = {backend: one for backend, one in found.items() if one.answer == answer}
        odd |= _not_as_most({backend: one.flags for backend, one in alike.items()})
        odd |= _not_as_most({backend: one.order for backend, one in alike.items()})
    return odd


_NOBODY = object()


def _not_as_most(values: dict[str, Hashable | None]) -> frozenset[str]:
    told = {backend: value for backend, value in values.items() if value is not None}
    counts = Counter(told.values()).most_common(2)
    if len(counts) < 2:
        return frozenset()
    usual = counts[0][0] if counts[0][1] > counts[1][1] else _NOBODY
    return frozenset(backend for backend, value in told.items() if value != usual)


def _too_early(line: Line) -> bool:
    """Whether an empty list came before the timeout: the kernel reported something that has no key. How long it took
    does not matter."""
    timeout = line["timeout"]
    if timeout is None:
        return True
    return not isinstance(timeout, str) and timeout > 0 and line["waited"] + ROUNDING < timeout


def _plain(line: Line) -> Hashable:
    if not line["ok"]:
        error = line["error"]
        return "error", error["by"], error["type"], error["errno"]
    if line.get("interrupted"):
        return ("interrupted",)
    if "bounded_by" in line:
        return "run", line["bounded_by"]
    return _frozen({field: value for field, value in line.items() if field != "ready"})


def _frozen(value: Any) -> Hashable:
    if isinstance(value, dict):
        return tuple((field, _frozen(one)) for field, one in sorted(value.items()) if field not in UNTOLD)
    if isinstance(value, list | tuple):
        return tuple(map(_frozen, value))
    return _masked(value)


def _masked(value: Hashable) -> Hashable:
    if not isinstance(value, str):
        return value
    for pattern, instead in _MASKS:
        value = pattern.sub(instead, value)
    return value


def _consecutive(values: Iterable[Any]) -> Iterable[Any]:
    last: Any = _NOBODY
    for value in values:
        if value != last:
            yield value
        last = value
