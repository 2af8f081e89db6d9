"""The docks around the history and where each is at first. They can be moved and hidden, and are restored where they
were."""

from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QDockWidget,
    QMainWindow,
    QTabBar,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ..focus.tab_stops import TabStops
from ..kit import theme
from .dock_title import DockTitle
from .proportions import SHARES, Proportions, first_width
from .tab_buttons import TabButtons

LEFT, RIGHT, BOTTOM = (
    Qt.DockWidgetArea.LeftDockWidgetArea,
    Qt.DockWidgetArea.RightDockWidgetArea,
    Qt.DockWidgetArea.BottomDockWidgetArea,
)
STACKED = (
    ("details", "code"),
    ("details", "kernel"),
    ("warnings", "refusals"),
    ("data", "timeline"),
    ("data", "output"),
    ("data", "turns"),
)
"""The second stands behind the first."""
UNSEEN = ("timeline", "experiment", "output", "turns")
"""Those that are hidden at first, each with an action of its own that shows it."""
LEAST_WIDE = 140
"""Pixels: three panels side by side are no wider than half a small screen, whatever stands in them."""
HEIGHTS = {"details": 420, "warnings": 220}
EDGE = 8
"""Pixels between what stands in a panel and the edge of the window."""
BOTTOM_HEIGHT, BOTTOM_SHARE = 220, 0.275
"""Pixels, and of the window's height no more than that part."""


def tr(source: str) -> str:
    return QCoreApplication.translate("Docks", source)


def _rows() -> tuple[tuple[str, str, Qt.DockWidgetArea], ...]:
    """Name, title and area of each. At the right stand two stacks of tabs: what is, and what is wrong with it."""
    return (
        ("fileobjects", tr("File objects"), LEFT),
        ("experiment", tr("Experiment"), LEFT),
        ("details", tr("Why"), RIGHT),
        ("code", tr("Code"), RIGHT),
        ("kernel", tr("Kernel"), RIGHT),
        ("warnings", tr("Warnings"), RIGHT),
        ("refusals", tr("Refused"), RIGHT),
        ("data", tr("Data"), BOTTOM),
        ("timeline", tr("Timeline"), BOTTOM),
        ("output", tr("Program output"), BOTTOM),
        ("turns", tr("Turns"), BOTTOM),
    )


class Docks(QObject):
    """Makes the docks of a window; ``docks`` are by name. A panel that is not given is ``put`` there later.

    ``reset`` puts them in their places: not before the window has its style sheet, with which it forgets their sizes.
    """

    def __init__(self, window: QMainWindow, **panels: QWidget):
        super().__init__(window)
        self._window = window
        self._titles: dict[str, DockTitle] = {}
        self._stops: dict[str, TabStops] = {}
        self.docks = {name: self._make(name, title) for name, title, _ in _rows()}
        for name, panel in panels.items():
            self._give(name, panel)
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        # The timeline stands beneath the history only: what is open and why keep their height.
        window.setCorner(Qt.Corner.BottomLeftCorner, LEFT)
        window.setCorner(Qt.Corner.BottomRightCorner, RIGHT)
        window.installEventFilter(self)
        Proportions(window, self.docks)
        self._tab_buttons = TabButtons(window, self.docks, self._titles)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and watched is self._window:
            self._window.removeEventFilter(self)
            self._fit()  # a style that came since has squeezed them: there was no room yet
        return False

    def restore(self, state: QByteArray) -> None:
        """As they were when the window was closed, where that is known."""
        if self._window.restoreState(state):
            self._window.removeEventFilter(self)
            for name in ("experiment", "output", "turns"):  # they come with an experiment, and with a program
                self.docks[name].hide()

    def __getitem__(self, name: str) -> QDockWidget:
        return self.docks[name]

    def around(self, middle: QWidget | None) -> list[QWidget]:
        """The docks and what stands in the middle, as one reads: from the left to the right."""
        names = ("details", "code", "data", "kernel", "warnings", "refusals", "output", "turns")
        inner = [middle] if middle is not None else []
        return [self["fileobjects"], self["experiment"], *inner, self["timeline"], *(self[name] for name in names)]

    def toggles(self) -> list[QAction]:
        """The actions that show and hide them, but for those that have one of their own."""
        found = []
        for name in ("fileobjects", "details", "data", "refusals", "warnings", "kernel", "code", "output", "turns"):
            action = self.docks[name].toggleViewAction()
            action.setObjectName(f"view.{self.docks[name].objectName()}")
            found.append(action)
        return found

    def show_count(self, name: str, count: int) -> None:
        """Say in the title of a dock how many there are; nothing where there are none."""
        title = next(title for one, title, _ in _rows() if one == name)
        self.docks[name].setWindowTitle(title + (f" ({count:,})" if count else ""))

    def put(self, name: str, panel: QWidget) -> None:
        """The panel of a dock that had none."""
        self._give(name, panel)
        self._stops[name].renew()

    def _give(self, name: str, panel: QWidget) -> None:
        panel.setMinimumWidth(LEAST_WIDE)  # else the widest row of buttons decides how wide the window is
        self.docks[name].setWidget(_with_edge(panel) if isinstance(panel, QAbstractScrollArea) else panel)

    def _make(self, name: str, title: str) -> QDockWidget:
        dock = QDockWidget(title, self._window)
        dock.setObjectName(f"dock.{name}")
        dock.setAccessibleName(title)
        self._titles[name] = DockTitle(dock)
        self._stops[name] = TabStops(dock)
        return dock

    def reset(self) -> None:
        """The panels where they stand at first, at their first sizes."""
        window, docks = self._window, self.docks
        behind = {second for _, second in STACKED}
        for name, _, area in _rows():
            docks[name].setFloating(False)
            if name not in behind:
                window.addDockWidget(area, docks[name])
            docks[name].setVisible(name not in UNSEEN)
        window.splitDockWidget(docks["fileobjects"], docks["experiment"], Qt.Orientation.Vertical)
        window.splitDockWidget(docks["details"], docks["warnings"], Qt.Orientation.Vertical)
        for first, second in STACKED:
            window.tabifyDockWidget(docks[first], docks[second])
        docks["details"].raise_()
        docks["warnings"].raise_()
        for first, second in STACKED:  # as it will be when the tabs are seen: else all is laid out once more then
            for name in (first, second):
                self._titles[name].set_in_tabs(docks[first].isVisibleTo(window) and docks[second].isVisibleTo(window))
        self._fit()

    def _fit(self) -> None:
        window, docks = self._window, self.docks
        widths = [first_width(name, window.width()) for name in SHARES]
        window.resizeDocks([docks[name] for name in SHARES], widths, Qt.Orientation.Horizontal)
        window.resizeDocks([docks[name] for name in HEIGHTS], [*HEIGHTS.values()], Qt.Orientation.Vertical)
        window.resizeDocks(
            [docks["data"]], [min(BOTTOM_HEIGHT, round(BOTTOM_SHARE * window.height()))], Qt.Orientation.Vertical
        )

    def open(self, name: str) -> None:
        """Show one, before those that it shares its place with. The column in which it comes stays as wide as it is."""
        dock, beside = self.docks[name], self.docks["fileobjects"]
        comes = name == "experiment" and not dock.isVisible() and not dock.isFloating()
        wide, high = beside.width(), beside.height()
        dock.show()
        dock.raise_()
        if comes and beside.isVisible():
            self._window.resizeDocks([beside], [wide], Qt.Orientation.Horizontal)
            self._window.resizeDocks([beside, dock], [high // 2, high // 2], Qt.Orientation.Vertical)

    def give_way(self) -> None:
        """The window is higher than its screen: what stands one above the other at the left stands behind it now."""
        upper, lower = self["fileobjects"], self["experiment"]
        if upper.isVisible() and lower.isVisible():
            self._window.tabifyDockWidget(upper, lower)
            lower.raise_()

    def complete(self) -> None:
        """What the window does without until it was painted."""
        self._tab_buttons.begin()

    def set_high(self, name: str, on: bool) -> None:
        """Give a panel that was one line its first height: it has something to show."""
        if on:
            height = next(HEIGHTS[first] for first, second in STACKED if name in (first, second))
            self._window.resizeDocks([self.docks[name]], [height], Qt.Orientation.Vertical)

    def hide_spare_tabs(self) -> None:
        """Qt leaves a bar of tabs behind where it first thought of a second stack: over the middle of the window."""
        tops = {(dock.x(), dock.y()) for dock in self.docks.values()}
        bars = self._window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
        words = [{bar.tabText(place) for place in range(bar.count())} for bar in bars]
        for bar, own in zip(bars, words, strict=True):
            again = any(own <= other for other in words if other is not own)
            if again and (bar.x(), bar.y() + bar.height()) not in tops:
                bar.hide()

    def apply_theme(self) -> None:
        """In the colours of the theme."""
        icons = theme.icon("float"), theme.icon("close")
        for title in self._titles.values():
            title.apply_theme(*icons)
        self._tab_buttons.apply_theme(*icons)


def _with_edge(panel: QWidget) -> QWidget:
    """One that scrolls as a whole takes its scroll bar to its own edge: the margin has to be around it."""
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, EDGE, EDGE)
    layout.addWidget(panel)
    return holder
