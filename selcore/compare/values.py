"""The report of a comparison as frozen values: the progress of each selector class, and a row for each step."""

from typing import Any, Literal

import msgspec

from ..values.text import Text

Line = dict[str, Any]
"""An object of ``run --json``."""
SHOWN = 3
"""Different calls of a run that are told beside each other."""
State = Literal["waiting", "playing", "done", "failed", "cancelled", "absent"]


class Played(msgspec.Struct, frozen=True):
    """What one selector class answered to one step.

    ``line`` is the outcome of the step itself. ``inner`` are the calls of a run and what was given during a call, the
    first of them; ``more`` counts those that were not kept. ``course`` are the consecutive different answers of a
    run's calls as they are compared, for which see ``align``; ``first`` the lines of the first ``SHOWN`` of them.
    """

    line: Line
    inner: tuple[Line, ...] = ()
    more: int = 0
    course: tuple[Any, ...] = ()
    first: tuple[Line, ...] = ()


class ComparedStep(msgspec.Struct, frozen=True):
    """A step: its index from 0, its verb and its Python line; ``odd`` are the backends that answered otherwise."""

    step: int
    do: str
    python: str
    outcomes: dict[str, Played] = {}
    differs: bool = False
    odd: frozenset[str] = frozenset()


class Progress(msgspec.Struct, frozen=True):
    """How far a backend is: ``steps`` of ``total`` are answered, of the next ``calls`` were made so far.

    ``stopped_at`` is the first step (index) whose call was ended after ``max_wait`` seconds. ``reason`` says why it
    failed or is not here; ``said`` is the end of what a child said on stderr.
    """

    backend: str
    title: str
    state: State
    steps: int = 0
    total: int = 0
    calls: int = 0
    stopped_at: int | None = None
    max_wait: float = 0.0
    reason: Text | None = None
    said: str = ""


class ComparisonReport(msgspec.Struct, frozen=True):
    """The comparison so far. ``version`` changes with every change."""

    title: str
    rows: tuple[ComparedStep, ...]
    backends: tuple[Progress, ...]
    notices: tuple[Text, ...] = ()
    ended: bool = False
    version: int = 0

    @property
    def differing(self) -> int:
        """The number of steps that differ."""
        return sum(row.differs for row in self.rows)

    @property
    def present(self) -> tuple[Progress, ...]:
        """The backends that are available here."""
        return tuple(one for one in self.backends if one.state != "absent")

    @property
    def failed(self) -> tuple[Progress, ...]:
        return tuple(one for one in self.backends if one.state == "failed")
