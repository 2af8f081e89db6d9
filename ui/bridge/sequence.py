"""Commands that depend on each other: each is sent when the one before was done, and a refusal stops them.

A remedy takes the place of the command that was refused, and the rest goes on.
"""

from collections.abc import Callable

from selcore.history.store import Change
from selcore.values.commands import AnyCommand, Command, Run, UseBackend
from selcore.values.facts import Entry
from selcore.values.outcomes import Refused

from .bridge import Bridge

AT_ONCE = 500
"""Commands of an experiment that the worker is given to play at once: more are not behind what is shown of them."""


def _alone(command: AnyCommand) -> bool:
    """A run may go on without end, and while a host name is looked up others would overtake: they are waited for."""
    from selcore.system.resolver import hosts_of

    return isinstance(command, Run) or bool(hosts_of(command))


class Sequence:
    """One row of commands. ``finished(refused)`` is called at the end: None where all were done.

    ``keep_going``: a refusal is an outcome like another, as when an experiment is played.
    """

    def __init__(
        self,
        bridge: Bridge,
        commands: list[AnyCommand],
        finished: Callable[[Refused | None], None] = lambda refused: None,
        keep_going: bool = False,
    ):
        self._bridge = bridge
        self._keep_going = keep_going
        self._left = list(commands)
        self.finished = finished
        self._sent: AnyCommand | None = None
        self._asked: list[AnyCommand] = []
        self._answered = 0
        self._next()

    @property
    def rest(self) -> list[AnyCommand]:
        """The commands that have not been sent."""
        return self._left

    def _next(self) -> None:
        if not self._left:
            self._sent = None
            self.finished(None)
            return
        most = self._left[: AT_ONCE if self._keep_going else 0]
        count = next((place for place, one in enumerate(most) if _alone(one)), len(most))
        self._asked, self._answered = self._left[: count or 1], 0
        self._left, self._sent = self._left[count or 1 :], self._asked[-1]
        taken = self._bridge.play(self._asked) if count else self._bridge.send(*self._asked)
        if not taken:
            self._sent, self._left = None, []

    def refused(self, change: Change) -> Entry | None:
        """The entry by which this batch refused the command that was sent."""
        found = (
            entry for entry in change.entries if entry.command is self._sent and isinstance(entry.outcome, Refused)
        )
        return next(found, None)

    def fold(self, change: Change) -> bool:
        """Look for the answer; whether this sequence has come to its end."""
        if self._sent is None:
            return True
        last = None
        for entry in change.entries:
            # They are answered in their order; one and the same may be among them more than once.
            if self._answered < len(self._asked) and entry.command is self._asked[self._answered]:
                self._answered, last = self._answered + 1, entry
        if last is None or self._answered < len(self._asked):
            return False
        if isinstance(last.outcome, Refused) and not self._keep_going:
            self._sent = None
            self.finished(last.outcome)
            return True
        self._next()
        return self._sent is None


class Sequences:
    """Those that are under way, and what was left undone by the last refusal."""

    def __init__(self, bridge: Bridge):
        self._bridge = bridge
        self._active: list[Sequence] = []
        self._undone: tuple[AnyCommand, Sequence, list[AnyCommand]] | None = None

    def start(self, *commands: AnyCommand, finished: Callable[[Refused | None], None] = lambda refused: None) -> None:
        """Send these, each after the one before was done."""
        self._active.append(Sequence(self._bridge, list(commands), finished))

    def forget(self) -> None:
        """Their worker is no more."""
        self._active, self._undone = [], None

    def fold(self, change: Change) -> None:
        """Go on with what the batch answered."""
        for sequence in list(self._active):
            rest = list(sequence.rest)
            refused = sequence.refused(change)
            if sequence.fold(change):
                self._active.remove(sequence)
                if refused is not None:
                    self._undone = (refused.command, sequence, rest)

    def remedy(self, refused: Command, remedy: AnyCommand) -> None:
        """Do the remedy in place of the refused command, and then what was to follow it.

        Another selector class makes the command possible; it is then given again.
        """
        undone, self._undone = self._undone, None
        again: list[AnyCommand] = [refused] if isinstance(remedy, UseBackend) else []  # type: ignore[list-item]
        if undone is None or undone[0] is not refused:
            self.start(remedy, *again)
            return
        _, sequence, rest = undone
        self.start(remedy, *again, *rest, finished=sequence.finished)
