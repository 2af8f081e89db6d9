"""One line at the head of a stack of panels: beside its tabs stand the buttons that float and close the one in front.

Qt knows no such place: the buttons lie over the right end of the bar of tabs, where nothing is. Where tabs have taken
that room, each panel shows a line with its buttons of its own, unless the window is low: the View menu does the same.
"""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar

from ..kit.text_size import scaled
from .dock_title import DockButtons, DockTitle

LOW = 480
"""Pixels: a window that is lower has no room for those lines."""
LOOKED_AT = (QEvent.Type.LayoutRequest, QEvent.Type.ChildAdded, QEvent.Type.Show, QEvent.Type.Resize)


class TabButtons(QObject):
    """Of one window; ``titles`` are the heads of its docks, by their names."""

    def __init__(self, window: QMainWindow, docks: Mapping[str, QDockWidget], titles: Mapping[str, DockTitle]):
        super().__init__(window)
        self._window, self._docks, self._titles = window, docks, titles
        self._buttons: dict[QTabBar, DockButtons] = {}
        self._icons: tuple[QIcon, QIcon] | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.place)

    def begin(self) -> None:
        """From now on. Not before the window was painted: until then the tabs do without."""
        self._window.installEventFilter(self)
        for dock in self._docks.values():
            for moved in (dock.visibilityChanged, dock.topLevelChanged, dock.dockLocationChanged):
                moved.connect(lambda _: self._soon.start())
        self._soon.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in LOOKED_AT:
            self._soon.start()  # now Qt is still laying them out
        return False

    def apply_theme(self, float_: QIcon, close: QIcon) -> None:
        self._icons = float_, close
        for buttons in self._buttons.values():
            buttons.apply_theme(float_, close)

    def place(self) -> None:
        """Put the buttons where each stack stands now, and take the second lines away that are not needed."""
        in_tabs: set[QDockWidget] = set()
        bars = self._window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
        for bar in bars:
            stack = {bar.tabText(place): place for place in range(bar.count())}
            docks = [dock for dock in self._docks.values() if dock.windowTitle() in stack and not dock.isFloating()]
            front = next((dock for dock in docks if stack[dock.windowTitle()] == bar.currentIndex()), None)
            # Of a stack whose other panels are hidden Qt leaves the bar where it was, with nothing to be seen of it.
            if bar.isVisible() and bar.count() > 1 and front is not None and self._show(bar, front):
                in_tabs.update(docks)
                continue
            if bar in self._buttons:
                self._buttons[bar].hide()
            if bar.isVisible() and bar.count() > 1 and self._window.height() < scaled(LOW):
                in_tabs.update(docks)
        for name, title in self._titles.items():
            title.set_in_tabs(self._docks[name] in in_tabs)

    def _show(self, bar: QTabBar, dock: QDockWidget) -> bool:
        """Whether there is room for them beside the tabs."""
        buttons = self._buttons.get(bar) or self._make(bar)
        wide = buttons.sizeHint().width()
        if bar.tabRect(bar.count() - 1).right() + wide > bar.width():
            return False
        buttons.act_on(dock)
        buttons.setGeometry(bar.width() - wide, 0, wide, bar.height())
        buttons.show()
        return True

    def _make(self, bar: QTabBar) -> DockButtons:
        made = self._buttons[bar] = DockButtons(bar)
        bar.installEventFilter(self)
        bar.currentChanged.connect(lambda _: self._soon.start())
        bar.destroyed.connect(lambda _: self._buttons.pop(bar, None))
        if self._icons is not None:
            made.apply_theme(*self._icons)
        return made
