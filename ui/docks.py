"""The panels around the history: where each stands at first. They move, hide, and come back where they were."""

from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabWidget, QWidget

from .dock_title import DockTitle
from .tab_stops import TabStops

LEFT, RIGHT, BOTTOM = (
    Qt.DockWidgetArea.LeftDockWidgetArea,
    Qt.DockWidgetArea.RightDockWidgetArea,
    Qt.DockWidgetArea.BottomDockWidgetArea,
)
WIDTHS = {"fileobjects": 320, "details": 246}
HEIGHTS = {"details": 420, "warnings": 220}
TIMELINE_HEIGHT = 280


def tr(source: str) -> str:
    return QCoreApplication.translate("Docks", source)


def _rows() -> tuple[tuple[str, str, Qt.DockWidgetArea], ...]:
    """Name, title and area of each. At the right stand two stacks of tabs: what is, and what is wrong with it."""
    return (
        ("fileobjects", tr("File objects"), LEFT),
        ("details", tr("Why"), RIGHT),
        ("data", tr("Data"), RIGHT),
        ("kernel", tr("Kernel"), RIGHT),
        ("warnings", tr("Warnings"), RIGHT),
        ("refusals", tr("Refused"), RIGHT),
        ("timeline", tr("Timeline"), BOTTOM),
    )


class Docks(QObject):
    """Makes the docks of a window; ``docks`` are by name."""

    def __init__(self, window: QMainWindow, **panels: QWidget):
        super().__init__(window)
        self._window = window
        self._titles: list[DockTitle] = []
        self.docks = {name: self._make(name, title, panels[name]) for name, title, _ in _rows()}
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        # The timeline stands beneath the history only: what is open and why keep their height.
        window.setCorner(Qt.Corner.BottomLeftCorner, LEFT)
        window.setCorner(Qt.Corner.BottomRightCorner, RIGHT)
        self.reset()
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and watched is self._window:
            self._window.removeEventFilter(self)
            self._fit()  # a style that came since has squeezed them: there was no room yet
        return False

    def restore(self, state: QByteArray) -> None:
        """As they were when the window was closed, where that is known."""
        if self._window.restoreState(state):
            self._window.removeEventFilter(self)

    def __getitem__(self, name: str) -> QDockWidget:
        return self.docks[name]

    def _make(self, name: str, title: str, panel: QWidget) -> QDockWidget:
        dock = QDockWidget(title, self._window)
        dock.setObjectName(f"dock.{name}")
        dock.setAccessibleName(title)
        dock.setWidget(panel)
        self._titles.append(DockTitle(dock))
        TabStops(dock)
        return dock

    def reset(self) -> None:
        """The panels where they stand at first, at their first sizes."""
        window, docks = self._window, self.docks
        for name, _, area in _rows():
            docks[name].setFloating(False)
            window.addDockWidget(area, docks[name])
            docks[name].setVisible(name != "timeline")
        window.splitDockWidget(docks["details"], docks["warnings"], Qt.Orientation.Vertical)
        for first, second in (("details", "data"), ("data", "kernel"), ("warnings", "refusals")):
            window.tabifyDockWidget(docks[first], docks[second])
        docks["details"].raise_()
        docks["warnings"].raise_()
        self._fit()

    def _fit(self) -> None:
        window, docks = self._window, self.docks
        window.resizeDocks([docks[name] for name in WIDTHS], [*WIDTHS.values()], Qt.Orientation.Horizontal)
        window.resizeDocks([docks[name] for name in HEIGHTS], [*HEIGHTS.values()], Qt.Orientation.Vertical)
        window.resizeDocks([docks["timeline"]], [TIMELINE_HEIGHT], Qt.Orientation.Vertical)

    def dress(self) -> None:
        """In the colours of the theme."""
        for title in self._titles:
            title.dress()
