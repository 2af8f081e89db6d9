"""Records of calls that are alike and follow each other at once, found in whole columns.

A loop that spins makes hundreds of thousands a second, and whoever looks at each of them holds up who paints.
"""

from typing import Any, NamedTuple

import numpy as np

from ..probe import layout
from ..probe.layout import RECORD, REST, SLOT
from .turns import AT_ONCE, IDLE

RawRecord = tuple[Any, ...]
"""As ``layout.RECORD`` or, of MORE, ``layout.REST`` has it."""
_COLUMNS = np.dtype(
    {
        "names": ["number", "head", "like", "who", "start", "end", "timeout", "ready"],
        "formats": ["=u8", "=u4", "=u8", "=u8", "=i8", "=i8", "=u8", "=u8"],
        "offsets": [0, 8, 8, 16, 24, 32, 40, 48],
        "itemsize": SLOT,
    }
)
"""Of ``layout.RECORD``, two fields in one where they are only compared."""
_LIKE = ("like", "who", "timeout", "ready")


class AlikeTimes(NamedTuple):
    """Calls that differ from the record before them in their times alone (ns)."""

    starts: list[int]
    ends: list[int]


def tuples(chunk: bytes) -> list[RawRecord]:
    """Slots as records."""
    found: list[RawRecord] = list(RECORD.iter_unpack(chunk))
    for at in [at for at, one in enumerate(found) if one[1] & 0xFF == layout.MORE]:
        found[at] = REST.unpack_from(chunk, at * SLOT)
    return found


def joined(chunk: bytes) -> list[RawRecord | AlikeTimes]:
    """The same; of calls that are alike and follow each other at once the first, behind it the times of the others."""
    slots = np.frombuffer(chunk, _COLUMNS)
    if len(slots) < 2:
        return list(tuples(chunk))
    heads = np.flatnonzero(~_follows(slots))
    firsts = tuples(np.frombuffer(chunk, f"V{SLOT}")[heads].tobytes())
    starts, ends = slots["start"], slots["end"]
    found: list[RawRecord | AlikeTimes] = []
    for first, head, until in zip(firsts, heads.tolist(), [*heads[1:].tolist(), len(slots)], strict=True):
        found.append(first)
        if until > head + 1:
            found.append(AlikeTimes(starts[head + 1 : until].tolist(), ends[head + 1 : until].tolist()))
    return found


def _follows(slots: Any) -> Any:
    """Whether each is like the one before it, came right after that, and came back at once."""
    plain = ((slots["head"] & 0xFF) == layout.CALL) & (slots["head"] < 2 << 16)
    at_once = plain & (slots["end"] - slots["start"] < AT_ONCE)
    found = np.zeros(len(slots), bool)
    found[1:] = at_once[1:] & plain[:-1] & (slots["start"][1:] - slots["end"][:-1] < IDLE)
    found[1:] &= slots["number"][1:] == slots["number"][:-1] + np.uint64(1)  # none was lost between them
    for name in _LIKE:
        found[1:] &= slots[name][1:] == slots[name][:-1]
    return found
