"""The menus, filled from the list of actions: where each stands is said there."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from ..kit.labels import caption, set_tip
from .actions import Action, all_actions

if TYPE_CHECKING:
    from ..shell.main_window import MainWindow

LONGEST_PATH = 80
"""Characters of a recent file's path in the menu."""
TOP = ("file", "edit", "object", "selector", "view", "help")
SUBMENUS = {
    "file.recent": ("file", 0),
    "file.examples": ("file", 0),
    "object.more": ("object", 4),
    "object.process": ("object", 5),
    "object.open": ("object", 0),
    "object.open-with": ("object", 0),
    "object.start": ("object", 0),
    "object.callback": ("object", 1),
    "object.shutdown": ("object", 4),
    "view.columns": ("view", 1),
    "view.theme": ("view", 2),
    "view.timeline-menu": ("view", 0),
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
        "object.more": tr("More"),
        "object.process": tr("Process"),
        "object.open": tr("Open at once"),
        "object.open-with": tr("Open with options"),
        "object.start": tr("Start with"),
        "object.callback": tr("Callback"),
        "object.shutdown": tr("Shut down"),
        "view.columns": tr("Columns of the history"),
        "view.theme": tr("Theme"),
        "view.timeline-menu": tr("In the timeline"),
    }


def make_menus(window: "MainWindow") -> None:
    """The menus of the bar, with nothing in them."""
    words = titles()
    window.menus = {name: _menu(window, name, words[name]) for name in TOP}
    for menu in window.menus.values():
        window.menuBar().addMenu(menu)
        menu.aboutToShow.connect(window.acts.fill)


def _menu(window: "MainWindow", name: str, words: str) -> QMenu:
    menu = QMenu(words, window)
    menu.setObjectName(f"menu.{name}")
    menu.setToolTipsVisible(True)
    return menu


def fill_menus(window: "MainWindow") -> None:
    """Make every other menu and put every action in its place."""
    words = titles()
    window.menus |= {name: _menu(window, name, words[name]) for name in SUBMENUS}
    for name in window.menus:
        _fill(window, name)
    recent = window.menus["file.recent"]
    recent.aboutToShow.connect(lambda: _fill_recent(window))
    _fill_recent(window)
    columns = window.menus["view.columns"]
    columns.aboutToShow.connect(lambda: window.history.columns.fill(columns))
    window.history.columns.fill(columns)
    first = window.menus["view"].insertSeparator(window.menus["view"].actions()[0])
    docks = (
        window.left,
        window.right,
        window.data_dock,
        window.refusals_dock,
        window.warnings_dock,
        window.kernel_dock,
    )
    for dock in docks:
        action = dock.toggleViewAction()
        action.setObjectName(f"view.{dock.objectName()}")
        window.menus["view"].insertAction(first, action)


def _fill_recent(window: "MainWindow") -> None:
    """What was opened or saved, the newest first; asked anew each time the menu is shown."""
    menu = window.menus["file.recent"]
    menu.clear()
    for path in window.preferences.recent:
        action = menu.addAction(caption(path, LONGEST_PATH))
        set_tip(action, path)
        action.triggered.connect(lambda _=False, path=path: window.handlers.experiments.open_recent(Path(path)))
    if menu.isEmpty():
        menu.addAction(tr("Nothing yet")).setEnabled(False)


def _fill(window: "MainWindow", name: str) -> None:
    rows: list[Action] = [row for row in all_actions() if row.menu == name]
    inner = [(section, sub) for sub, (menu, section) in SUBMENUS.items() if menu == name]
    last = None
    for section in sorted({row.section for row in rows} | {section for section, _ in inner}):
        if last is not None:
            window.menus[name].addSeparator()
        last = section
        for row in rows:
            if row.section == section:
                action = window.actions_by_id[row.id]
                action.setIconVisibleInMenu(not row.checkable)  # it would stand in the place of the tick
                window.menus[name].addAction(action)
        for place, sub in inner:
            if place == section:
                window.menus[name].addMenu(window.menus[sub])
