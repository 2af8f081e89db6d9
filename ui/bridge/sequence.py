"""Commands that depend on each other: each is sent when the one before was done, and a refusal stops them.

A remedy takes the place of the command that was refused, and the rest goes on.
"""

from collections.abc import Callable

from selcore.experiment.playing import Playing
from selcore.history.store import Change
from selcore.values.commands import AnyCommand, Command, UseBackend
from selcore.values.facts import Entry
from selcore.values.outcomes import Refused

from .bridge import Bridge


def _nothing(refused: Refused | None) -> None:
    pass


class CommandSequence:
    """Commands sent through the bridge. ``finished(refused)`` is called at the end: None where all were done."""

    def __init__(
        self,
        bridge: Bridge,
        commands: list[AnyCommand],
        finished: Callable[[Refused | None], None] = _nothing,
    ):
        self._bridge = bridge
        self._playing = Playing(commands, keep_going=False)
        self.finished = finished
        self._send()

    @property
    def rest(self) -> list[AnyCommand]:
        """The commands that have not been sent."""
        return self._playing.rest

    @property
    def refusal(self) -> Entry | None:
        """The answer that ended it early."""
        return self._playing.refusal

    def _send(self) -> None:
        request = self._playing.next()
        if request is None:
            refused = self.refusal.outcome if self.refusal is not None else None
            self.finished(refused if isinstance(refused, Refused) else None)
            return
        if not self._bridge.send(*request.commands):
            self._playing.give_up()

    def fold(self, change: Change) -> bool:
        """Go on if the batch has the answers; whether the sequence has ended."""
        if self._playing.answered(change.entries):
            self._send()
        return self._playing.ended


class Sequences:
    """The sequences in progress, and what the last refusal left undone."""

    def __init__(self, bridge: Bridge):
        self._bridge = bridge
        self._active: list[CommandSequence] = []
        self._undone: tuple[AnyCommand, CommandSequence, list[AnyCommand]] | None = None

    def start(self, *commands: AnyCommand, finished: Callable[[Refused | None], None] = _nothing) -> None:
        """Send these, each after the one before was done."""
        self._active.append(CommandSequence(self._bridge, list(commands), finished))

    def forget(self) -> None:
        """Their worker is no more."""
        self._active, self._undone = [], None

    def fold(self, change: Change) -> None:
        """Go on with what the batch answered."""
        for sequence in list(self._active):
            if sequence.fold(change):
                self._active.remove(sequence)
                if sequence.refusal is not None:
                    self._undone = sequence.refusal.command, sequence, sequence.rest

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
