"""Commands played in their order: which to send next, whether they were answered, and where they end.

The one player of experiments. The window sends what it says through its bridge, ``run`` asks a worker of its own; it
knows neither, does nothing itself, and is told every answer.
"""

from collections.abc import Callable, Iterable
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


Answered = Callable[[int, Entry], None]
"""``(number of the command, its answer)``."""


class Playing:
    """Commands of which each is sent when those before it were answered.

    ``together`` is how many the worker may be given at once. ``keep_going``: a refusal is an outcome like any other, as
    in an experiment; otherwise it ends the sequence, and is kept in ``refusal``. Each answer is told to ``note``.
    """

    def __init__(
        self,
        commands: Iterable[AnyCommand],
        *,
        keep_going: bool,
        together: int = 0,
        note: Answered = lambda number, entry: None,
    ):
        self._commands = tuple(commands)
        self.refusal: Entry | None = None
        self.ended = False
        self.until: int | None = None
        """The number of the command before which it pauses; None: it is played to its end."""
        self._keep_going, self._together, self._note = keep_going, together, note
        self._sent: tuple[AnyCommand, ...] = ()
        self._answers = self._step = 0

    @property
    def rest(self) -> list[AnyCommand]:
        """Those that have not been sent."""
        return [*self._commands[self._step :]]

    @property
    def place(self) -> int:
        """How many have been answered, which is the number of the first that has not."""
        return self._step - self.awaited

    @property
    def awaited(self) -> int:
        """How many were sent and have not been answered."""
        return len(self._sent) - self._answers

    def next(self) -> Request | None:
        """What to send now that the last request was answered. None: there is nothing more, or it pauses here."""
        end = len(self._commands)
        if self._step >= end or self.ended:
            self.ended = True
            return None
        end = end if self.until is None else self.until
        if self._step >= end:
            return None
        count, step = self._playable(end), self._step
        self._sent, self._answers = self._commands[step : step + (count or 1)], 0
        self._step += len(self._sent)
        return Request(self._sent, step, count > 0)

    def _playable(self, end: int) -> int:
        """How many from here to the end can be sent together. A run may never end, and while a host name is looked up
        the commands after it would overtake: both are sent alone and waited for."""
        most = self._commands[self._step : min(self._step + self._together, end)]
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
                self._note(self.place, entry)
                self._answers, last = self._answers + 1, entry
        if last is None or self._answers < len(self._sent):
            return False
        if isinstance(last.outcome, Refused) and not self._keep_going:
            self.refusal, self.ended = last, True
        return True

    def cut_short(self, left: int) -> bool:
        """So many of the last request have not been played, and will not be; whether all others are answered.

        What was left is sent again when it goes on.
        """
        if not left or self.awaited != left:
            return False
        self._step -= left
        self._sent, self._answers = (), 0
        return True

    def give_up(self) -> None:
        """It could not be sent: nothing more will be."""
        self._step, self.ended = len(self._commands), True
        self._sent, self._answers = (), 0
