"""Records of calls that are alike are found in columns, and are the same as one by one."""

import random
from itertools import count
from pathlib import Path
from typing import Any

from selcore.probe import layout
from selcore.watching.alike_records import AlikeTimes, RawRecord, joined, tuples
from selcore.watching.turns import AT_ONCE, IDLE

US = 1000
NUMBERS = count(1)
"""Of records, as they are made."""


def call(start: int, took: int = US, **other: Any) -> bytes:
    given = {
        "kind": layout.CALL | layout.EPOLL << 8 | 1 << 16,
        "selector": 1,
        "who": 0,
        "timeout": 1.0,
        "fd": 5,
        "flags": 1,
    }
    values = given | other
    head = (values["kind"], values["selector"], values["who"], 0, start, start + took)
    number = next(NUMBERS)
    return layout.RECORD.pack(number, *head, values["timeout"], values["fd"], values["flags"], number)


def spread(found: list[RawRecord | AlikeTimes]) -> list[RawRecord]:
    """Each record for itself again."""
    all_of_it: list[RawRecord] = []
    for one in found:
        if isinstance(one, AlikeTimes):
            like = all_of_it[-1]
            times = zip(one.starts, one.ends, strict=True)
            for start, end in times:
                number = all_of_it[-1][0] + 1
                all_of_it.append((number, *like[1:5], start, end, *like[7:10], number))
        else:
            all_of_it.append(one)
    return all_of_it


def test_those_that_follow_at_once_and_are_alike_stand_behind_the_first() -> None:
    chunk = b"".join(call(n * 10 * US) for n in range(1, 6))
    first, times = joined(chunk)
    assert first == tuples(chunk)[0] and not isinstance(first, AlikeTimes)
    assert times == AlikeTimes([n * 10 * US for n in range(2, 6)], [n * 10 * US + US for n in range(2, 6)])
    one = call(US)
    assert joined(b"") == [] and joined(one) == tuples(one)


def test_between_which_one_was_lost_are_not_joined() -> None:
    first, lost, last = (call(n * 10 * US) for n in range(1, 4))
    assert joined(first + last) == tuples(first + last)
    assert len(joined(first + lost + last)) == 2


def test_whatever_differs_in_more_than_its_time_stands_for_itself() -> None:
    others: list[dict[str, Any]] = [
        *({"selector": 2}, {"who": 1}, {"who": 1 << 16}, {"timeout": 0.5}, {"fd": 6}, {"flags": 4}),
        *({"kind": layout.CALL | layout.POLL << 8 | 1 << 16}, {"kind": layout.HANDLE}),
        {"kind": layout.CALL | layout.EPOLL << 8 | 2 << 16},
    ]
    for other in others:
        chunk = call(10 * US) + call(20 * US, **other) + call(22 * US)
        assert joined(chunk) == tuples(chunk), other
    slow = call(10 * US) + call(20 * US, AT_ONCE)
    assert joined(slow) == tuples(slow)
    late = call(10 * US) + call(11 * US + IDLE)
    assert joined(late) == tuples(late)
    many = call(10 * US, kind=layout.CALL | layout.EPOLL << 8 | 2 << 16) * 2
    assert joined(many) == tuples(many)


def test_nothing_is_lost_or_made_up(tmp_path: Path) -> None:
    chance = random.Random(20261130)
    for _ in range(200):
        at, parts = US, []
        for _ in range(chance.randrange(1, 30)):
            parts.append(call(at, chance.choice([US, US, AT_ONCE]), fd=chance.choice([5, 5, 5, 6])))
            at += chance.choice([2 * US, 2 * US, 2 * IDLE])
        chunk = b"".join(parts)
        assert spread(joined(chunk)) == tuples(chunk)
