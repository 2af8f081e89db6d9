"""The menus, filled from the list of actions: where each stands is said there."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu

from ..forms.kind_groups import GROUPS, group_title
from ..kit.labels import caption, set_tip
from .action_table import ActionTable
from .actions import Action, all_actions

LONGEST_PATH = 80
"""Characters of a recent file's path in the menu."""
_NO_MODIFIER = Qt.KeyboardModifier.NoModifier
TOP = ("file", "edit", "object", "selector", "view", "help")
SUBMENUS = {
    "file.recent": ("file", 0),
    "file.examples": ("file", 0),
    "file.play": ("file", 2),
    "file.programs": ("file", 4),
    "file.starters": ("file", 4),
    "object.more": ("object", 4),
    "object.process": ("object", 5),
    "object.open": ("object", 0),
    "object.open-with": ("object", 0),
    "object.start": ("object", 0),
    "object.callback": ("object", 1),
    "object.shutdown": ("object", 4),
    "view.panels": ("view", 0),
    "view.columns": ("view", 1),
    "view.object-columns": ("view", 1),
    "view.theme": ("view", 2),
    "view.timeline-menu": ("view", 0),
    # Three dozen kinds are more than a screen has lines.
    **{f"{menu}.{group}": (menu, 0) for menu in ("object.open", "object.open-with") for group in GROUPS},
}


def tr(source: str) -> str:
    return QCoreApplication.translate("Menus", source)


def titles() -> dict[str, str]:
    return {
        "file": tr("&File"),
        "edit": tr("&Edit"),
        "object": tr("&Object"),
        "selector": tr("&Selector"),
        "view": tr("&View"),
        "help": tr("&Help"),
        "file.recent": tr("Open recent"),
        "file.examples": tr("Examples"),
        "file.play": tr("Play the experiment"),
        "file.programs": tr("Run recent"),
        "file.starters": tr("Programs to begin with"),
        "object.more": tr("More"),
        "object.process": tr("Process"),
        "object.open": tr("Open at once"),
        "object.open-with": tr("Open with options"),
        "object.start": tr("Start with"),
        "object.callback": tr("Callback"),
        "object.shutdown": tr("Shut down"),
        "view.panels": tr("Panels"),
        "view.columns": tr("Columns of the history"),
        "view.object-columns": tr("Columns of the file objects"),
        "view.theme": tr("Theme"),
        "view.timeline-menu": tr("In the timeline"),
        **{f"{menu}.{one}": group_title(one) for menu in ("object.open", "object.open-with") for one in GROUPS},
    }


class Menus:
    """Those of the bar, and those inside them; ``menus[name]`` is filled.

    ``lists`` are menus that are asked anew each time they are shown what is in them, ``toggles`` the actions that show
    and hide panels.
    """

    def __init__(
        self,
        window: QMainWindow,
        actions: ActionTable,
        lists: Mapping[str, Callable[[QMenu], None]],
        toggles: Sequence[QAction],
    ):
        self._window, self._actions, self._lists, self._toggles = window, actions, lists, toggles
        words = titles()
        self._menus = {name: self._made(name, words[name]) for name in TOP}
        for menu in self._menus.values():
            window.menuBar().addMenu(menu)
            menu.aboutToShow.connect(actions.fill)
            menu.aboutToHide.connect(lambda: QTimer.singleShot(0, window, self._leave_bar))

    def _leave_bar(self) -> None:
        """Give the keyboard back when a menu was closed by Escape: Qt leaves it, unseen, in the bar of menus."""
        bar = self._window.menuBar()
        if QApplication.activePopupWidget() is None and bar.hasFocus():
            QApplication.sendEvent(bar, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, _NO_MODIFIER))

    def __getitem__(self, name: str) -> QMenu:
        """The menu of that name (``object``, ``object.callback``, ...)."""
        self._actions.fill()
        return self._menus[name]

    def fill(self) -> None:
        """Make every other menu and put every action in its place."""
        words = titles()
        self._menus |= {name: self._made(name, words[name]) for name in SUBMENUS}
        for name in self._menus:
            self._fill(name)
        for name, fill in self._lists.items():
            menu = self._menus[name]
            menu.aboutToShow.connect(partial(fill, menu))
            fill(menu)
        self._menus["view.panels"].addActions(self._toggles)

    def _made(self, name: str, words: str) -> QMenu:
        menu = QMenu(words, self._window)
        menu.setObjectName(f"menu.{name}")
        menu.setToolTipsVisible(True)
        return menu

    def _fill(self, name: str) -> None:
        rows: list[Action] = [row for row in all_actions() if row.menu == name]
        inner = [(section, sub) for sub, (menu, section) in SUBMENUS.items() if menu == name]
        last = None
        for section in sorted({row.section for row in rows} | {section for section, _ in inner}):
            if last is not None:
                self._menus[name].addSeparator()
            last = section
            for row in rows:
                if row.section == section:
                    action = self._actions[row.id]
                    action.setIconVisibleInMenu(not row.checkable)  # it would stand in the place of the tick
                    self._menus[name].addAction(action)
            for place, sub in inner:
                if place == section:
                    self._menus[name].addMenu(self._menus[sub])


def fill_recent(menu: QMenu, paths: Iterable[str], open_path: Callable[[Path], object]) -> None:
    """What was opened or saved, the newest first."""
    menu.clear()
    for path in paths:
        action = menu.addAction(caption(path, LONGEST_PATH))
        set_tip(action, path)
        action.triggered.connect(lambda _=False, path=path: open_path(Path(path)))
    if menu.isEmpty():
        menu.addAction(tr("Nothing yet")).setEnabled(False)
