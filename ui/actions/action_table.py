"""The window's actions, made from their rows: those that are seen first, the others when the menus want them.

What each does is the handlers' business, when it can be done that of its condition.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from ..kit import theme
from ..kit.labels import set_tip
from .actions import ACTIONS, Action, more_actions
from .conditions import Moment, Need
from .menus import fill_menus

if TYPE_CHECKING:
    from ..shell.main_window import MainWindow


class ActionsById(dict[str, QAction]):
    """Actions by their ids; whoever asks for one that comes last gets it at once."""

    def __init__(self, fill: Callable[[], bool]):
        super().__init__()
        self._fill = fill

    def __missing__(self, id: str) -> QAction:
        if not self._fill():
            raise KeyError(id)
        return self[id]


SEEN = {
    *("call.step", "loop.run", "loop.pause", "call.stop", "fileobject.new"),
    *("fileobject.send", "fileobject.receive", "filter.toggle"),
}
"""Actions that are buttons, too: their icons are drawn first, those of the menus soon after."""


class WindowActions:
    """``by_id`` has them all; whoever asks it for one of the last has them made."""

    def __init__(self, window: "MainWindow"):
        self._window = window
        self.by_id = ActionsById(self.fill)
        self._rows: list[Action] = []
        self._by_need: defaultdict[Need, list[QAction]] = defaultdict(list)
        self._enabled: dict[Need, bool] = {}
        # One connection for all of them: 200 would take longer than to make the actions.
        self._together = QActionGroup(window)
        self._together.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        self._together.triggered.connect(lambda action: window.handlers.do(action.objectName(), action.isChecked()))
        self._add(ACTIONS)

    def fill(self) -> bool:
        """The actions that come last, and all of them into the menus; whether that was still to be done."""
        if len(self._rows) > len(ACTIONS):
            return False
        self._add(more_actions())
        self._window.handlers.more()
        fill_menus(self._window)
        self.refresh()
        return True

    def refresh(self) -> None:
        """Enable what can be done now, tick what is on."""
        now = Moment(self._window)
        for need, actions in self._by_need.items():
            can = now.has(need)
            if self._enabled.get(need) is not can:  # to tell Qt of each of 200, changed or not, takes a millisecond
                self._enabled[need] = can
                for action in actions:
                    action.setEnabled(can)
        self._window.handlers.show_checks()

    def draw(self, ids: Iterable[str]) -> None:
        """Their icons, in the colours of the theme in use."""
        for id in ids:
            name = self.by_id[id].data().icon
            if name:
                self.by_id[id].setIcon(theme.icon(name))

    def _add(self, rows: tuple[Action, ...]) -> None:
        self._rows += rows
        for row in rows:
            self.by_id[row.id] = self._made(row)
            self._by_need[Need.of(row)].append(self.by_id[row.id])
        self._enabled.clear()
        self._window.addActions([self.by_id[row.id] for row in rows])

    def _made(self, row: Action) -> QAction:
        action = self._together.addAction(QAction(theme.tr_action(row.text), self._window))
        action.setObjectName(row.id)
        if row.checkable:
            action.setCheckable(True)
        if row.keys:
            action.setShortcuts([QKeySequence(keys) for keys in row.keys])
        set_tip(action, _tip(theme.tr_action(row.tip or row.text), action))
        action.setData(row)
        return action


def _tip(words: str, action: QAction) -> str:
    keys = action.shortcut()
    return words if keys.isEmpty() else f"{words} ({keys.toString(QKeySequence.SequenceFormat.NativeText)})"
