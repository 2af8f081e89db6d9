"""Keeps what a clean end would ask about: at most once in two seconds, and never on the window's thread.

What is written is what was done, by commands; the calls of a run are none, so that a busy loop writes nothing. A run
that waits is kept with all that it has made.
"""

import errno
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal

from ..session.context import ActionContext

if TYPE_CHECKING:
    from selcore.experiment.file import Experiment
    from selcore.unsaved.kept_session import KeptSession

EVERY = 2.0
"""Seconds, at least, between two times that it is written."""
AGAIN = 0.6
"""Seconds, at least, in which a run that waits makes no call: those of a busy loop are told four times a second."""
SHARE = 10
"""What took long to write is written no more often than it takes that many times as long."""
LONGEST = 3.0
"""Seconds that the window waits at its end; a disk that hangs may take for ever."""
Job = Callable[[], object]


def tr(source: str) -> str:
    return QCoreApplication.translate("Keeping", source)


class Keeping(QObject):
    """In the folder ``within``. ``rests()`` when all that has to be kept is, or nothing has to be."""

    rests = Signal()
    _done = Signal(object, float)

    def __init__(self, context: ActionContext, within: Path):
        super().__init__(context.parent)
        self._context, self._within = context, within
        self._kept: KeptSession | None = None
        self._written: object = None
        self._calls = self._seen = 0
        self._waits_for_run = False
        self._thread: threading.Thread | None = None
        self._jobs, self._pause = 0, EVERY
        self._failed: Exception | None = None
        self._said = self._is_impossible = False
        self._soon, self._later = QTimer(self, singleShot=True), QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._look)
        self._later.timeout.connect(self.write)
        self._done.connect(self._take, Qt.ConnectionType.QueuedConnection)
        context.document.changed.connect(lambda: self._soon.start(0))
        context.bridge.state_changed.connect(lambda _: self._soon.start(0))
        context.bridge.changed.connect(lambda _: self._soon.start(0))

    def _look(self) -> None:
        """Something was done, or saved, or another session has begun."""
        if not self._context.document.modified:
            self._later.stop()
            self._end(lambda kept: kept.forget())
        elif not self._is_written():
            if not self._later.isActive() or self._waits_for_run:
                self._look_again(self._pause)
        elif self._runs_on() and not self._later.isActive():
            self._look_again(max(self._pause, AGAIN), for_run=True)

    def _look_again(self, seconds: float, for_run: bool = False) -> None:
        self._waits_for_run = for_run
        self._later.start(round(seconds * 1000))

    def _moment(self) -> object:
        """What was done until now: a run that has begun to make calls is a part of it, each of them is none."""
        document, going = self._context.document, self._context.bridge.going()
        return document.script, document.by_hand, going.run if going is not None and going.calls else None

    def _made(self) -> int:
        going = self._context.bridge.going()
        return 0 if going is None else going.calls

    def _is_written(self) -> bool:
        return self._moment() == self._written

    def _runs_on(self) -> bool:
        """Whether a run has made calls since."""
        return self._made() != self._calls

    def write(self) -> None:
        """Now, if there is something that is not kept yet."""
        if not self._context.document.modified or self._is_impossible:
            return
        before, self._seen = self._seen, self._made()
        if self._is_written() and not (self._runs_on() and before == self._seen):
            if self._runs_on():  # it is written when it waits
                self._look_again(max(self._pause, AGAIN), for_run=True)
            return
        if self._jobs:  # the disk has not answered
            self._look_again(self._pause)
            return
        experiment = self._context.document.all_of_it(self._context.stepper.rest())
        if experiment.commands:
            self._written, self._kept = self._moment(), self._kept or self._new()
            self._calls = self._made()
            self._beside(partial(self._keep, self._kept, experiment))

    def _new(self) -> "KeptSession":
        from selcore.unsaved.kept_session import KeptSession

        return KeptSession(self._within)

    def _end(self, how: "Callable[[KeptSession], object]") -> None:
        """What was kept, if something was, is kept no longer."""
        kept, self._kept, self._written = self._kept, None, None
        if kept is not None:
            self._beside(lambda: how(kept))

    # Another thread.

    def _beside(self, job: Job) -> None:
        """On a thread, when those before it have ended."""
        self._jobs += 1
        self._thread = threading.Thread(target=self._run, args=(job, self._thread), name="keeping", daemon=True)
        self._thread.start()

    def _keep(self, kept: "KeptSession", experiment: "Experiment") -> None:
        self._failed = None
        try:
            kept.keep(experiment)
        except (OSError, ValueError) as error:
            self._failed = error

    def _run(self, job: Job, before: threading.Thread | None) -> None:
        if before is not None:
            before.join()
        began = monotonic()
        job()
        try:
            self._done.emit(self._failed, monotonic() - began)
        except RuntimeError:
            return  # the window, and this with it, has gone meanwhile

    def _take(self, failed: Exception | None, seconds: float) -> None:
        self._jobs, self._pause = self._jobs - 1, max(EVERY, SHARE * seconds)
        if failed is not None:
            self._written = None  # another command tries it again
            self._say_once(failed)
        elif not self._jobs and (not self._context.document.modified or self._is_written()):
            self.rests.emit()

    def _say_once(self, failed: Exception) -> None:
        # Where no file can be locked nobody could tell whether this program lives: nothing can be kept there.
        self._is_impossible = isinstance(failed, OSError) and failed.errno == errno.ENOLCK
        if not self._said:
            self._said = True
            why = f"{type(failed).__name__}: {failed}" if isinstance(failed, OSError) else str(failed)
            words = tr("What is done here would be lost if the program were killed: it cannot be kept. {why}")
            self._context.say(words.format(why=why))

    # The end.

    def leave(self) -> None:
        """What was done in the session so far will be offered at the next start; another one begins."""
        self._later.stop()
        self.write()
        self._end(lambda kept: kept.leave())

    def close(self, asked: bool) -> bool:
        """The window ends. Nothing stays of what somebody was ``asked`` about; else what no file has is kept now, to be
        offered. Whether there was time for it, and room."""
        self._soon.stop()
        self._later.stop()
        if not asked and self._context.document.modified:
            self._jobs = 0
            self.leave()
        else:
            self._end(lambda kept: kept.forget())
        if self._thread is not None:
            self._thread.join(LONGEST)
        return self._failed is None and (self._thread is None or not self._thread.is_alive())
