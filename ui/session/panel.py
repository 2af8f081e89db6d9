"""What the parts of a window hear: what a batch changed, what is chosen, that a session has begun, or another theme.

The window tells each of them in a loop; a part that does not care leaves the method as it is here.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from PySide6.QtWidgets import QWidget

from selcore.history.store import Change

from .selection import Selection


class SessionBegun(NamedTuple):
    """A session has begun; nothing that was shown of the one before is true any more."""

    backend: str
    """The selector class that was asked for, as the list of them names it."""
    path: Path | None = None
    """The file of the experiment that is played in it, if there is one."""
    is_recording: bool = False
    """A recording is shown: nothing can be done in it."""
    keeps_history: bool = False
    """It takes the place of a worker that died: what that told stays to be read."""
    watches: bool = False
    """A program is watched: what is done is its doing."""
    of_program: bool = False
    """A program of somebody's is told of, as it runs or in a recording."""

    @property
    def only_looked_at(self) -> bool:
        """Whether no command can be given."""
        return self.is_recording or self.watches


class Listener:
    """Hears what happens to the session."""

    def fold(self, change: Change) -> None:
        """Take in what a batch changed."""

    def begin(self, begun: SessionBegun) -> None:
        """A session has begun: forget the one before."""

    def show_selection(self, selection: Selection) -> None:
        """Something else is chosen, perhaps elsewhere: show that."""


class Panel(Listener):
    """One visible thing. A widget has this class beside its own of Qt."""

    def apply_theme(self) -> None:
        """Show it in the colours of the theme in use."""

    def focus_chain(self) -> Sequence[QWidget]:
        """What Tab reaches in it, in the order in which one reads."""
        return ()

    def fit(self) -> None:
        """Widen columns until their headings can be read, in the style that they have by now."""

    def set_in_sight(self, on: bool) -> None:
        """Its dock has come into sight, or stands behind another now. (Qt shows that one too, beside the window.)"""


P = TypeVar("P", bound=Panel)


class Deferred(Generic[P]):
    """A panel that stands behind others when the window comes: it is made when it is first asked for, or soon after.

    Whoever asks for it gets it whole: ``make()`` makes it, ``connect(panel)`` connects its signals, and
    ``place(panel)``, which the window sets, puts it into its dock.
    """

    def __init__(self, make: Callable[[], P], connect: Callable[[P], None]):
        self._make, self._connect = make, connect
        self.made: P | None = None
        self.place: Callable[[P], None] = lambda panel: None

    def __call__(self) -> P:
        if self.made is None:
            self.made = self._make()  # kept before it is connected: its own actions ask for it then
            self._connect(self.made)
            self.place(self.made)
        return self.made
