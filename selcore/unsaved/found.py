"""What somebody's program had kept when it was killed: the newest of them, read as a stranger's file is.

It is his who finds it until he lets it go: another window that starts meanwhile finds another one, or none.
"""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ..experiment.checking import trust_needed
from ..experiment.file import Unreadable, load
from ..experiment.names import with_inner
from ..files.left_behind import LeftBehind, left_behind
from ..values.commands import AnyCommand, Run
from ..values.text import Text, text
from .kept_session import NAME

if TYPE_CHECKING:
    from ..experiment.file import Experiment
    from ..values.needs import Need

MOST = 8
"""That many are kept until somebody decides about them; of more the oldest go."""


class UnsavedSession:
    """``when`` it was written, in seconds since 1970; ``others``: how many more wait to be found.

    ``experiment`` with what it ``needs``, or ``why`` it cannot be read.
    """

    def __init__(self, folder: LeftBehind, when: float, others: int):
        self._folder, self.when, self.others = folder, when, others
        self.experiment: Experiment | None = None
        self.needs: list[Need] = []
        self.why: Text | None = None

    def read(self) -> None:
        """Within the bounds of any experiment, and only what is a file of its own: a link may lead anywhere."""
        path = self._folder.path / NAME
        try:
            if path.is_symlink():
                raise Unreadable("", text("it is not a regular file"))
            self.experiment = load(path)
        except Unreadable as error:
            place = text("{place}: {reason}", place=error.place, reason=error.reason)
            self.why = place if error.place else error.reason
        except OSError as error:
            self.why = text("{error}", error=f"{type(error).__name__}: {error}")
        else:
            self.needs = trust_needed(self.experiment.commands)

    def discard(self) -> None:
        """It is restored, or nobody wants it. Never raises OSError: what could not be removed is found again."""
        with suppress(OSError):
            self._folder.remove()
        with suppress(OSError):
            self._folder.path.parent.rmdir()  # unless another one is kept there

    def close(self) -> None:
        """Let it be found again. Idempotent."""
        self._folder.close()


def newest_unsaved(within: Path) -> UnsavedSession | None:
    """The newest of those whose program lives no more, read; None where there is none.

    Those in which nothing was kept yet are removed, and so are the oldest where there are too many.
    """
    found: list[tuple[float, LeftBehind]] = []
    for one in left_behind(within):
        when = _written(one.path / NAME)
        if when is None:
            _remove(one)
        else:
            found.append((when, one))
            found.sort(key=lambda pair: -pair[0])
        while len(found) > MOST:  # at once: each has descriptors
            _remove(found.pop()[1])
    for _, one in found[1:]:
        one.close()
    if not found:
        return None
    when, newest = found[0]
    session = UnsavedSession(newest, when, len(found) - 1)
    session.read()
    return session


def _written(path: Path) -> float | None:
    try:
        return path.lstat().st_mtime
    except OSError:
        return None


def _remove(folder: LeftBehind) -> None:
    with suppress(OSError):
        folder.remove()


def counts(commands: Iterable[AnyCommand]) -> tuple[int, int]:
    """How many commands were given, those during a call among them, and how many calls runs made.

    A run stands in several pieces where something was given between its calls: its calls are counted in its place.
    """
    each = list(with_inner(commands))
    runs = [one for one in each if isinstance(one, Run) and one.calls]
    return len(each) - len(runs), sum(one.calls or 0 for one in runs)
