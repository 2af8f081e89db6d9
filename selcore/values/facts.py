"""What the worker tells: frozen values in the order they happened. State is told whole, never as a difference."""

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from .call_block import CallBlock
from .commands import AnyCommand, Timeout
from .observed import Looked, State
from .outcomes import Failed, Interrupted, Outcome, Returned
from .traffic import Moved
from .watched import ProgramWarning, Turn

WorkerState = Literal["idle", "waiting", "running", "spinning", "dead"]


class Entry(msgspec.Struct, frozen=True):
    """A command and its outcome. ``at`` is monotonic ns; ``parent`` is the step during whose call it was given.

    ``made``: how many calls the run of that step had made then (None: it is no run, or not known); ``blocked``: whether
    it was given while a call was blocked, not between two. ``about``: what a note tells, as a value.
    """

    step: int
    command: AnyCommand
    outcome: Outcome
    at: int
    parent: int | None = None
    during: int | None = None
    late: bool = False
    made: int | None = None
    blocked: bool = True
    about: Turn | ProgramWarning | None = None


class CallBegan(msgspec.Struct, frozen=True):
    """A call that may block has begun; its Entry follows under the same step."""

    step: int
    command: AnyCommand
    at: int


class RunCall(msgspec.Struct, frozen=True):
    """A call of the run ``step``: returned, failed or interrupted. ``row`` is its number; a GroupGrew may name it."""

    step: int
    row: int
    outcome: Returned | Failed | Interrupted


class GroupGrew(msgspec.Struct, frozen=True, gc=False):
    """Calls identical to ``row`` were grouped with it: ``count`` in all, the last one ended at ``last`` (ns)."""

    row: int
    count: int
    last: int
    least: float
    most: float
    total: float


class RecordsLost(msgspec.Struct, frozen=True):
    """So many records of a watched program were written over before anybody read them, or could be no records: of
    calls, results, keys or handles, nobody knows. ``at``: when it was noticed (ns)."""

    at: int
    records: int


Fact = Entry | CallBegan | RunCall | GroupGrew | CallBlock | RecordsLost
"""In a run, calls that are plain come by the thousand, as a ``CallBlock``."""


def one_by_one(fact: Fact) -> Iterator[Entry | CallBegan | RunCall | GroupGrew | RecordsLost]:
    """The fact itself; of a ``CallBlock``, each call as a fact of its own."""
    if isinstance(fact, CallBlock):
        for row, outcome in enumerate(fact, fact.row):
            yield RunCall(fact.step, row, outcome)
    else:
        yield fact


class ObjectState(msgspec.Struct, frozen=True):
    """A file object as it is now: what was asked for (``asked``) and what is registered (``registered``) as masks.

    ``fd`` is -1 where it has no descriptor: ``number``, which is what is told, is None then.
    ``inside`` are the opened selectors that it is registered in, besides the session's own. ``blocking``:
    whether a call on it may wait, as it was when it was registered or set; None where that was not asked or is nobody's
    fault (files, shared streams). ``data``: the key's, where that is a value and no callback. ``lost``: its descriptor
    was closed by somebody (``gone``), or is another file's now (``other``).
    """

    name: str
    kind: str
    fd: int
    state: State
    address: str = ""
    asked: int | None = None
    registered: int | None = None
    callback: str = ""
    options: dict[str, Any] = {}
    data: Any = None
    received: int = 0
    sent: int = 0
    pending: int = 0
    peer: str = ""
    warning: str = ""
    inside: tuple[str, ...] = ()
    blocking: bool | None = None
    lost: str = ""

    @property
    def number(self) -> int | None:
        """Its descriptor; None where it has none."""
        return None if self.fd == -1 else self.fd


class Status(msgspec.Struct, frozen=True):
    """What the worker is doing. ``since`` is monotonic ns; ``busy`` are the names a busy loop is about."""

    state: WorkerState
    backend: str
    selector_class: str
    since: int
    timeout: Timeout = None
    watched: int = 0
    busy: tuple[str, ...] = ()
    pace: float | None = None
    problem: str = ""


class Totals(msgspec.Struct, frozen=True, gc=False):
    """Counters of the worker, exact to the last call.

    ``cpu``: seconds of the processor that its thread had taken when it last looked, which it does in a busy loop.
    """

    calls: int = 0
    results: int = 0
    received: int = 0
    sent: int = 0
    forgotten: int = 0
    cpu: float = 0.0


class Batch(msgspec.Struct, frozen=True):
    """What has happened since the last batch. ``dropped`` counts the rows there was no room for, in all.

    ``looked`` answers looks; it is no part of what happened.
    """

    facts: tuple[Fact, ...] = ()
    objects: tuple[ObjectState, ...] = ()
    gone: tuple[str, ...] = ()
    status: Status | None = None
    totals: Totals = Totals()
    tail: GroupGrew | None = None
    dropped: int = 0
    moved: tuple[Moved, ...] = ()
    looked: tuple[Looked, ...] = ()
