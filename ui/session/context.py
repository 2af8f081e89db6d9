"""What actions are given: the services of a window, and no panel of it.

A room's actions have the panels of their own room besides. What leads to another visible thing goes by ``Navigate``.
"""

from collections.abc import Callable
from typing import Protocol

import msgspec
from PySide6.QtWidgets import QWidget

from selcore.history.store import Store

from ..actions.action_table import ActionTable
from ..bridge.bridge import Bridge
from ..bridge.sequence import Sequences
from ..bridge.stepper import Stepper
from ..files.file_reader import FileOpener
from ..files.file_writer import FileWriter
from ..questions.asking import Questions
from ..settings.preferences import Preferences
from .document import Document
from .selection import Choosing


class Navigate(Protocol):
    """The ways from one visible thing to another. A dock is named as in ``shell/docks``."""

    def raise_dock(self, name: str) -> None:
        """Before those that it shares its place with, but not before one that shows what is chosen too; one that is
        closed stays closed."""

    def show_dock(self, name: str) -> None:
        """Open it if it is closed, and before the others."""

    def hide_dock(self, name: str) -> None:
        """Close it; the keyboard goes on to the history."""

    def is_open(self, name: str) -> bool:
        """Whether that dock is not closed; others may stand before it."""

    def show_count(self, name: str, count: int) -> None:
        """Say in the title of a dock how many there are; nothing where there are none."""

    def give_room(self, name: str) -> None:
        """Give a dock its first height: it has something to show."""


class ActionContext(msgspec.Struct, frozen=True, eq=False, weakref=True):  # connect() keeps a bound method weakly
    """The services."""

    bridge: Bridge
    document: Document
    preferences: Preferences
    questions: Questions
    reader: FileOpener
    """Reads files on a thread of its own."""
    writer: FileWriter
    """Writes them so."""
    sequences: Sequences
    stepper: Stepper
    """Plays an experiment, and knows what came of its commands."""
    actions: ActionTable
    """Every action by its id: to trigger one, to put one into a menu."""
    navigate: Navigate
    selection: Choosing
    """What is chosen: a room says here what was chosen in it."""
    say: Callable[[str], None]
    """A passing remark, in the bottom line; with no words, the remark there is has passed."""

    @property
    def store(self) -> Store:
        return self.bridge.store

    @property
    def parent(self) -> QWidget:
        """The window that dialogs belong to."""
        return self.questions.parent

    def refresh_actions(self) -> None:
        """Enable what can be done now, tick what is on."""
        self.actions.refresh()
