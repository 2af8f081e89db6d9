"""The title of a panel: its name, unless a tab says it already, and the buttons that float and close it."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QMainWindow, QToolButton, QWidget

from ..kit import theme
from ..kit.labels import label, set_tip


def tr(source: str) -> str:
    return QCoreApplication.translate("DockTitle", source)


class DockTitle(QWidget):
    """Qt's own buttons are drawn dark on dark; these are like all others."""

    def __init__(self, dock: QDockWidget):
        super().__init__(dock)
        self._dock = dock
        self._label = label(words=dock.windowTitle(), wraps=False)
        self._float = self._button("float", tr("Let {panel} float, or dock it"))
        self._close = self._button("close", tr("Close {panel}"))
        self._float.clicked.connect(lambda: dock.setFloating(not dock.isFloating()))
        self._close.clicked.connect(dock.close)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 4, 3)
        row.setSpacing(2)
        row.addWidget(self._label, 1)
        row.addWidget(self._float)
        row.addWidget(self._close)
        dock.setTitleBarWidget(self)
        dock.windowTitleChanged.connect(lambda _: self._show_label())
        for moved in (dock.visibilityChanged, dock.topLevelChanged, dock.dockLocationChanged):
            moved.connect(lambda _: self._show_label())

    def _button(self, name: str, words: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"{self._dock.objectName()}.{name}")
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the View menu does the same by keyboard
        said = words.format(panel=self._dock.windowTitle())
        button.setAccessibleName(said)
        set_tip(button, said)
        return button

    def _show_label(self) -> None:
        window = self._dock.parent()
        tabbed = isinstance(window, QMainWindow) and bool(window.tabifiedDockWidgets(self._dock))
        self._label.setText("" if tabbed and not self._dock.isFloating() else self._dock.windowTitle())

    def apply_theme(self, float_: QIcon, close: QIcon) -> None:
        """In the colours of the theme."""
        self._float.setIcon(float_)
        self._close.setIcon(close)
        theme.ink(self._label, bold=True)
