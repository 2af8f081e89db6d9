"""Makes the script of what was done so far, on a thread, while somebody looks at it: four times a second at most."""

import threading
from collections.abc import Sequence
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from selcore.history.store import Change
from selcore.values.commands import AnyCommand
from selcore.values.outcomes import Refused

from ..bridge.bridge import Bridge
from ..session.document import Document
from ..session.panel import SessionBegun

if TYPE_CHECKING:
    from selcore.script.lines import CodeLine, Script
    from selcore.script.seen import Seen

EVERY = 0.25
"""Seconds, at least, between two scripts."""
SHARE = 4
"""What took long to make is made again only after that many times as long."""
LONGEST = 3.0
"""Seconds that the window waits at its end for a script that is being made."""
MOST = 20_000
"""Commands that are shown as code; copied and saved are all."""
Placed = Sequence[tuple[AnyCommand, int]]


class Whole(NamedTuple):
    """All that was done until a moment."""

    commands: list[AnyCommand]
    backend: str
    played: "dict[str, Seen]"
    title: str

    def script(self) -> "Script":
        """The script of it. It may take seconds: not for the window's thread."""
        from selcore.script.making import script_of

        return script_of(self.commands, self.backend, self.played, title=self.title)


class ShownCode(NamedTuple):
    """A script, and where it differs from the one before: ``removed`` lines from ``first`` on have given way to
    ``added`` ones. ``steps``: of each of its commands, the step of the history; ``widest``: characters of a line.
    All that depends on how long it is was looked for on the thread.
    """

    script: "Script"
    lines: "tuple[CodeLine, ...]"
    steps: tuple[int, ...]
    first: int
    removed: int
    added: int
    widest: int
    rows: dict[int, tuple[int, int]]
    """The first and the last line of each of those steps."""
    left_out: int
    """Commands beyond MOST."""


class CodeFollower(QObject):
    """``made(ShownCode)`` whenever the script is another."""

    made = Signal(object)
    _arrived = Signal(object, float)

    def __init__(self, document: Document, bridge: Bridge, parent: QObject | None = None):
        super().__init__(parent)
        self._document, self._bridge = document, bridge
        self._refused: dict[int, Seen] = {}
        self._inner: dict[int, Seen] = {}
        self._kept: list[AnyCommand] = []
        self._lines: tuple[CodeLine, ...] = ()
        self._thread: threading.Thread | None = None
        self._in_sight, self._stale = False, True
        self._due = 0.0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._make)
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)

    # What happens.

    def fold(self, change: Change) -> None:
        """Something was done, or a run has gone on."""
        for entry in change.entries:
            if isinstance(entry.outcome, Refused):
                self._note(entry.step, entry.command, entry.outcome)
        if change.entries or self._bridge.going() is not None:
            self.touch()

    def _note(self, step: int, command: AnyCommand, refused: Refused) -> None:
        from selcore.script.seen import Seen

        ours = refused.by == "playground"
        seen = Seen(error=refused.type, errno=refused.errno, message=refused.message, ours=ours)
        self._refused[step] = self._inner[id(command)] = seen
        self._kept.append(command)  # the id of one that is gone may be another's

    def begin(self, begun: SessionBegun) -> None:
        """Another session: what stands in the list stays until the new script is there."""
        if not begun.keeps_history:
            self._refused, self._inner, self._kept = {}, {}, []
        self.touch()

    def set_in_sight(self, on: bool) -> None:
        self._in_sight = on
        if not on:
            self._timer.stop()
        elif self._stale:
            self.touch()

    def touch(self) -> None:
        """The script is another now: it is made soon, if somebody looks."""
        self._stale = True
        if self._in_sight and self._thread is None and not self._timer.isActive():
            self._timer.start(max(round((self._due - monotonic()) * 1000), 0))

    @property
    def watches(self) -> bool:
        """Whether a program is watched: what it does has no code here."""
        return self._bridge.program is not None

    # Making it.

    def whole(self) -> Whole:
        """All that was done until now."""
        return self._whole(self._document.script.placed(self._bridge.going()))

    def _whole(self, placed: Placed) -> Whole:
        document = self._document
        return Whole([one for one, _ in placed], document.backend, self._played(placed), document.title)

    def _played(self, placed: Placed) -> "dict[str, Seen]":
        found: dict[str, Seen] = {}
        for number, (command, step) in enumerate(placed):
            if step in self._refused:
                found[str(number)] = self._refused[step]
            for inner, one in enumerate(getattr(command, "during", ()) if self._inner else ()):
                if id(one) in self._inner:
                    found[f"{number}.{inner}"] = self._inner[id(one)]
        return found

    def _make(self) -> None:
        if self._bridge.closed or not self._in_sight:
            return
        self._stale = False
        placed = [] if self.watches else self._document.script.placed(self._bridge.going())
        steps = tuple(step for _, step in placed[:MOST])
        given = self._whole(placed[:MOST]), steps, self._lines, len(placed) - len(steps)
        self._thread = threading.Thread(target=self._run, args=given, name="code", daemon=True)
        self._thread.start()

    def _run(self, whole: Whole, steps: tuple[int, ...], before: "tuple[CodeLine, ...]", left_out: int) -> None:
        began, shown = monotonic(), None
        try:
            shown = shown_of(whole.script(), before, steps, left_out)
        finally:
            self._tell(shown, monotonic() - began)

    def _tell(self, shown: ShownCode | None, seconds: float) -> None:
        try:
            self._arrived.emit(shown, seconds)
        except RuntimeError:
            return  # the window, and this with it, has gone meanwhile

    def _take(self, shown: ShownCode | None, seconds: float) -> None:
        if self._thread is None:
            return
        self._thread.join()  # it has told, and ends
        self._thread = None
        self._due = monotonic() + max(EVERY, SHARE * seconds)
        if shown is not None:
            self._lines = shown.lines
            self.made.emit(shown)
        if self._stale:
            self.touch()

    def close(self) -> None:
        """The window ends: what is being made is waited for."""
        self._timer.stop()
        if self._thread is not None:
            self._thread.join(LONGEST)
            self._thread = None


def shown_of(script: "Script", before: "tuple[CodeLine, ...]", steps: tuple[int, ...], left_out: int) -> ShownCode:
    """The script, with what is another in it than in the lines before."""
    lines = script.lines
    first = _alike(lines, before)
    last = _alike(lines[first:][::-1], before[first:][::-1])
    widest = max((len(line.text) for line in lines), default=0)
    removed, added = len(before) - first - last, len(lines) - first - last
    return ShownCode(script, lines, steps, first, removed, added, widest, _rows(lines, steps), left_out)


def _rows(lines: "tuple[CodeLine, ...]", steps: tuple[int, ...]) -> dict[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = {}
    for row, line in enumerate(lines):
        if line.step is not None:
            step = steps[line.step]
            found[step] = found.get(step, (row, row))[0], row
    return found


def _alike(one: "Sequence[CodeLine]", other: "Sequence[CodeLine]") -> int:
    """How many of them are the same from the beginning on."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (left, right) in pairs if left != right), min(len(one), len(other)))
