"""Commands played in their order: which to send next, whether they were answered, and where they end.

The one player of experiments. The window sends what it says through its bridge, ``run`` asks a worker of its own; it
knows neither, does nothing itself, and is told every answer.
"""

from collections.abc import Iterable
from typing import NamedTuple

from ..system.resolver import hosts_of
from ..values.commands import AnyCommand, Run
from ..values.facts import Entry
from ..values.outcomes import Refused


class Request(NamedTuple):
    """What to send now. ``step`` is the number of the first command, from 0."""

    commands: tuple[AnyCommand, ...]
    step: int
    together: bool
    """Whether the worker may play them by itself, each when the one before was answered; else there is one."""


class Playing:
    """Commands of which each is sent when those before it were answered.

    ``together`` is how many the worker may be given at once. ``keep_going``: a refusal is an outcome like any other, as
    in an experiment; otherwise it ends the sequence, and is kept in ``refusal``.
    """

    def __init__(self, commands: Iterable[AnyCommand], *, keep_going: bool, together: int = 0):
        self.rest = list(commands)
        """Those that have not been sent."""
        self.refusal: Entry | None = None
        self.ended = False
        self._keep_going, self._together = keep_going, together
        self._sent: tuple[AnyCommand, ...] = ()
        self._answers = self._step = 0

    def next(self) -> Request | None:
        """What to send now that the last request was answered. None: there is nothing more, it has ended."""
        if not self.rest or self.ended:
            self.ended = True
            return None
        count = self._playable()
        self._sent, self.rest = tuple(self.rest[: count or 1]), self.rest[count or 1 :]
        self._answers, step = 0, self._step
        self._step += len(self._sent)
        return Request(self._sent, step, count > 0)

    def _playable(self) -> int:
        """How many from here on can be sent together. A run may never end, and while a host name is looked up the
        commands after it would overtake: both are sent alone and waited for."""
        most = self.rest[: self._together]
        alone = (place for place, command in enumerate(most) if isinstance(command, Run) or hosts_of(command))
        return next(alone, len(most))

    def answered(self, entries: Iterable[Entry]) -> bool:
        """Take in what came; whether the last request is answered, so that ``next`` may be asked."""
        if self.ended:
            return False
        last = None
        for entry in entries:
            # They are answered in their order; one and the same may be among them more than once.
            if self._answers < len(self._sent) and entry.command is self._sent[self._answers]:
                self._answers, last = self._answers + 1, entry
        if last is None or self._answers < len(self._sent):
            return False
        if isinstance(last.outcome, Refused) and not self._keep_going:
            self.refusal, self.ended = last, True
        return True

    def give_up(self) -> None:
        """It could not be sent: nothing more will be."""
        self.rest, self.ended = [], True
