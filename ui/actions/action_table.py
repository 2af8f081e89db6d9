"""The window's actions, made from their rows: those that are seen first, the others when the menus want them.

What each does is found by its id among what the rooms have registered, and so is when it can be done.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ..kit import theme
from ..kit.labels import set_tip
from .actions import ACTIONS, Action, more_actions
from .conditions import Condition, Requirement, Situation

Do = Callable[[bool], object]
"""``do(checked)``: what an action does when it is triggered."""
SEEN = {
    *("call.step", "loop.run", "loop.pause", "call.stop", "fileobject.new"),
    *("fileobject.send", "fileobject.receive", "filter.toggle"),
}
"""Actions that are buttons, too: their icons are drawn first, those of the menus soon after."""


class Registered(Protocol):
    """What a room tells of its actions (``session/room_actions``)."""

    def table(self) -> Mapping[str, Do]: ...
    def more(self) -> Mapping[str, Do]: ...
    def conditions(self) -> Mapping[str, Condition]: ...
    def checks(self) -> Mapping[str, bool]: ...
    def subjects(self) -> Mapping[str, str]: ...


class ActionsById(dict[str, QAction]):
    """Actions by their ids; whoever asks for one that comes last gets it at once."""

    def __init__(self, fill: Callable[[], bool]):
        super().__init__()
        self._fill = fill

    def __missing__(self, id: str) -> QAction:
        if not self._fill():
            raise KeyError(id)
        return self[id]


class ActionTable:
    """``by_id`` has them all; whoever asks it for one of the last has them made, and ``filled()`` is called then."""

    def __init__(self, owner: QWidget, filled: Callable[[], None]):
        self._owner, self._filled = owner, filled
        self.by_id = ActionsById(self.fill)
        self._rows: list[Action] = []
        self._by_need: defaultdict[Requirement, list[QAction]] = defaultdict(list)
        self._enabled: dict[Requirement, bool] = {}
        self._rooms: tuple[Registered, ...] = ()
        self._done: dict[str, Do] = {}
        self._conditions: dict[str, Condition] = {}
        # One connection for all of them: 200 would take longer than to make the actions.
        self._together = QActionGroup(owner)
        self._together.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        self._together.triggered.connect(lambda action: self.do(action.objectName(), action.isChecked()))
        self._add(ACTIONS)

    def register(self, *rooms: Registered) -> None:
        """From now on these do what their actions say."""
        self._rooms += rooms
        for room in rooms:
            self._done |= room.table()
            self._conditions |= room.conditions()

    def __getitem__(self, id: str) -> QAction:
        return self.by_id[id]

    def trigger(self, id: str) -> None:
        """As if it was chosen in its menu: nothing where it cannot be done now."""
        self.by_id[id].trigger()

    def add_key(self, keys: str, view: QWidget, id: str) -> None:
        """A key that means that action only while this view has the focus."""
        shortcut = QShortcut(QKeySequence(keys), view, context=Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self.by_id[id].trigger)

    def do(self, id: str, checked: bool) -> None:
        """Do what the action of that id does."""
        self.fill()
        self._done[id](checked)
        self.refresh()

    def fill(self) -> bool:
        """The actions that come last, and all of them into the menus; whether that was still to be done."""
        if len(self._rows) > len(ACTIONS):
            return False
        self._add(more_actions())
        for room in self._rooms:
            self._done |= room.more()
        self._filled()
        self.refresh()
        return True

    def situation(self) -> Situation:
        """The conditions as they are now."""
        return Situation(self._conditions)

    def subjects(self) -> dict[str, str]:
        """What is spoken of where a row needs the condition: names of file objects."""
        return {condition: name for room in self._rooms for condition, name in room.subjects().items()}

    def refresh(self) -> None:
        """Enable what can be done now, tick what is on."""
        now = self.situation()
        for need, actions in self._by_need.items():
            can = now.has(need)
            if self._enabled.get(need) is not can:  # to tell Qt of each of 200, changed or not, takes a millisecond
                self._enabled[need] = can
                for action in actions:
                    action.setEnabled(can)
        for room in self._rooms:
            for id, on in room.checks().items():
                self.by_id[id].setChecked(on)

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
            self._by_need[Requirement.of(row)].append(self.by_id[row.id])
        self._enabled.clear()
        self._owner.addActions([self.by_id[row.id] for row in rows])

    def _made(self, row: Action) -> QAction:
        action = self._together.addAction(QAction(theme.tr_action(row.text), self._owner))
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
