"""Steps of an experiment that are alike: plain calls with the same selector and timeout, one right after the other.

An experiment may have thousands; together they are folded as the calls of a run are, for little more than one of them.
"""

from collections.abc import Iterator, Sequence

from ..values.facts import Entry, Fact
from ..values.outcomes import Returned


def alike_steps(facts: Sequence[Fact]) -> Iterator[list[Fact]]:
    """The facts one by one, but consecutive steps that are alike as one list."""
    together: list[Fact] = []
    for fact in facts:
        if together and not _follows(together[-1], fact):
            yield together
            together = []
        together.append(fact)
    if together:
        yield together


def _follows(before: Fact, fact: Fact) -> bool:
    if not (_is_plain(before) and _is_plain(fact)):
        return False
    a, b = before.outcome.call, fact.outcome.call  # type: ignore[union-attr]
    return (
        fact.step == before.step + 1  # type: ignore[union-attr]
        and b.number == a.number + 1
        and (a.backend, a.timeout, a.selector) == (b.backend, b.timeout, b.selector)
        and type(a.timeout) is type(b.timeout)  # 0 and 0.0 are equal, and shown each as it was given
    )


def _is_plain(fact: Fact) -> bool:
    """Whether it is a step that called ``select()`` and returned."""
    return (
        isinstance(fact, Entry)
        and isinstance(fact.outcome, Returned)
        and not fact.outcome.call.reentered
        and fact.parent is None
        and fact.during is None
    )
