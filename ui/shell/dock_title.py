"""The title bar of a dock: its name, unless a tab already shows it, and buttons to float and close it."""

from PySide6.QtCore import QCoreApplication, QObject, QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QMainWindow, QToolButton, QWidget

from ..kit import theme
from ..kit.labels import label, set_tip


def tr(source: str) -> str:
    return QCoreApplication.translate("DockTitle", source)


class DockButtons(QWidget):
    """Float and close buttons for a dock. Qt's own are drawn dark on dark; these look like all other buttons."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._dock: QDockWidget | None = None
        self._float, self._close = self._button(), self._button()
        self._float.clicked.connect(self._let_float)
        self._close.clicked.connect(lambda: self._dock.close() if self._dock is not None else None)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self._float)
        row.addWidget(self._close)

    def _button(self) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the View menu does the same by keyboard
        return button

    def _let_float(self) -> None:
        if self._dock is not None:
            self._dock.setFloating(not self._dock.isFloating())

    def act_on(self, dock: QDockWidget) -> None:
        """From now on they float and close this one."""
        if dock is self._dock:
            return
        self._dock = dock
        named = (
            (self._float, "float", tr("Let {panel} float, or dock it")),
            (self._close, "close", tr("Close {panel}")),
        )
        for button, name, words in named:
            said = words.format(panel=dock.windowTitle())
            button.setObjectName(f"{dock.objectName()}.{name}")
            button.setAccessibleName(said)
            set_tip(button, said)

    def apply_theme(self, float_: QIcon, close: QIcon) -> None:
        """In the colours of the theme."""
        self._float.setIcon(float_)
        self._close.setIcon(close)


class DockTitle(QWidget):
    """A title bar with name and buttons; empty if the stack's tab bar already has them."""

    def __init__(self, dock: QDockWidget):
        super().__init__(dock)
        self._dock, self._in_tabs = dock, False
        self._label = label(words=dock.windowTitle(), wraps=False)
        self._buttons = DockButtons()
        self._buttons.act_on(dock)
        row = self._row = QHBoxLayout(self)
        row.addWidget(self._label, 1)
        row.addWidget(self._buttons)
        self._align(dock.parent())
        dock.setTitleBarWidget(self)
        dock.windowTitleChanged.connect(lambda _: self._show_label())
        for moved in (dock.visibilityChanged, dock.topLevelChanged, dock.dockLocationChanged):
            moved.connect(lambda _: self._show_label())

    def set_in_tabs(self, on: bool) -> None:
        """Whether the stack's tabs have the buttons: then this line takes no room."""
        if on != self._in_tabs:
            self._in_tabs = on
            self._buttons.setVisible(not on)
            self._label.setVisible(not on)
            self._show_label()
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(0, 0) if self._in_tabs else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """No words make a panel wider than what is in it."""
        return QSize(0, 0 if self._in_tabs else super().minimumSizeHint().height())

    def _show_label(self) -> None:
        window = self._dock.parent()
        self._align(window)
        # Those that are hidden stand behind it still, and then there are no tabs that would have its name.
        beside = window.tabifiedDockWidgets(self._dock) if isinstance(window, QMainWindow) else []
        tabbed = any(not dock.isHidden() for dock in beside)
        self._label.setText("" if tabbed and not self._dock.isFloating() else self._dock.windowTitle())

    def _align(self, window: QObject | None) -> None:
        """Its words begin where what is beneath them does: away from the edge of the window, but not of a panel."""
        aside = False
        if isinstance(window, QMainWindow) and not self._dock.isFloating():
            aside = window.dockWidgetArea(self._dock) != Qt.DockWidgetArea.LeftDockWidgetArea
        self._row.setContentsMargins(0 if aside else 8, 3, 4, 3)

    def apply_theme(self, float_: QIcon, close: QIcon) -> None:
        """In the colours of the theme."""
        self._buttons.apply_theme(float_, close)
        theme.ink(self._label, bold=True)
