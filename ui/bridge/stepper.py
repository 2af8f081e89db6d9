"""An experiment that is played in the window: all of it, a command at a time, or up to a chosen one.

It keeps what came of each command, and which is the next. It begins no session: whoever has begun one gives it the
commands that are played in it.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from selcore.experiment.playing import Playing
from selcore.experiment.replies import Reply, reply_of
from selcore.history.store import Change
from selcore.values.commands import AnyCommand
from selcore.values.facts import Entry

from .bridge import Bridge

TOGETHER = 500
"""Commands that the worker is given to play at once: what is shown is not further behind."""


class Stepper(QObject):
    """``listed()`` when other commands are played, or none; ``moved()`` when another one is the next, or it goes on or
    stands still; ``answered(first, last)`` when these have an answer."""

    listed = Signal()
    moved = Signal()
    answered = Signal(int, int)

    def __init__(self, bridge: Bridge, parent: QObject | None = None):
        super().__init__(parent)
        self._bridge = bridge
        self._clear(())

    def _clear(self, commands: Sequence[AnyCommand]) -> None:
        self.commands = tuple(commands)
        self.title = ""
        self._replies: dict[tuple[int, int | None], Reply] = {}
        self._by_step: dict[int, int] = {}
        self._first = self._last = -1
        self._playing = Playing(commands, keep_going=True, together=TOGETHER, note=self._note)

    # Where it is.

    @property
    def place(self) -> int:
        """The number of the next command: of one that was sent, too, until it is answered."""
        return self._playing.place

    @property
    def is_at_end(self) -> bool:
        return self.place >= len(self.commands)

    @property
    def waits(self) -> bool:
        """Whether a command was sent that has no answer yet."""
        return self._playing.awaited > 0

    @property
    def goes_on(self) -> bool:
        """Whether another one is sent when those that were sent are answered."""
        until = self._playing.until
        return self.waits and (until is None or until > self.place + 1)

    def rest(self) -> tuple[AnyCommand, ...]:
        """The commands that have no answer yet."""
        return self.commands[self.place :]

    def reply(self, number: int, during: int | None = None) -> Reply | None:
        """What came of that command, or of one that was given while it was blocked."""
        return self._replies.get((number, during))

    def number_of(self, step: int) -> int | None:
        """The command that the history has under this step, if it is one of them."""
        return self._by_step.get(step)

    # What is asked.

    def begin(self, commands: Sequence[AnyCommand], title: str = "", until: int | None = None) -> None:
        """Play these in the session that has just begun: up to that one, or to the end."""
        self._clear(commands)
        self.title = title
        self.listed.emit()
        self.play(until)

    def play(self, until: int | None = None) -> None:
        """Go on: up to the command of that number, which is not played, or to the end."""
        self._playing.until = until
        if not self.waits:
            self._send()
        self.moved.emit()

    def step(self) -> None:
        """The next command."""
        self.play(self.place + 1)

    def pause(self) -> None:
        """Stand still after the command that is being played; a call that waits goes on waiting."""
        self._playing.until = self.place
        if self._playing.awaited > 1:
            self._bridge.halt()
        self.moved.emit()

    def fold(self, change: Change) -> bool:
        """Take in the answers in a batch, and go on; whether it has come to its end by that, or to a halt."""
        if not self.waits:
            return False
        self._first = self._last = -1
        done = False
        for entry in change.entries:
            done = self._take(entry)
        if done or self._playing.cut_short(self._bridge.unplayed):
            self._send()
        if self._first >= 0:
            self.answered.emit(self._first, self._last)
        if self._first >= 0 or not self.waits:
            self.moved.emit()
        return not self.waits

    def _take(self, entry: Entry) -> bool:
        if entry.during is not None:  # it was given while the call in progress was blocked
            self._keep(self.place, entry.during, entry)
            return False
        return self._playing.answered((entry,))

    def _note(self, number: int, entry: Entry) -> None:
        self._by_step[entry.step] = number
        self._keep(number, None, entry)

    def _keep(self, number: int, during: int | None, entry: Entry) -> None:
        self._replies[number, during] = reply_of(entry)
        self._first = number if self._first < 0 else min(self._first, number)
        self._last = max(self._last, number)

    def _send(self) -> None:
        request = self._playing.next()
        if request is None:
            return
        taken = self._bridge.play(request.commands) if request.together else self._bridge.send(*request.commands)
        if not taken:
            self._playing.cut_short(self._playing.awaited)  # it stands still there: why is said
