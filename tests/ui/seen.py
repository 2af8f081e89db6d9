"""Whatever can be seen or set in a window, as values: who looks twice sees whether anything has changed."""

from collections import Counter
from collections.abc import Hashable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget

from ui.shell.main_window import MainWindow

WORDS = ("toolTip", "accessibleName", "accessibleDescription", "styleSheet")
ACTION = ("text", "isVisible", "isEnabled", "isChecked", "toolTip")


def look(window: MainWindow) -> list[Hashable]:
    """Whatever can be seen or set in a window."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QApplication.processEvents()
    widgets, actions = window.findChildren(QWidget), window.findChildren(QAction)
    return [
        frozenset(Counter(one.metaObject().className() for one in [*widgets, *actions]).items()),
        frozenset(shown(one) for one in widgets if is_ours(one)),
        frozenset(tuple([one.objectName(), *(getattr(one, name)() for name in ACTION)]) for one in actions),
        (window.windowTitle(), window.isWindowModified(), window.property("state")),
        len([one for one in QApplication.topLevelWidgets() if one.isVisible()]),
        *settings(window),
    ]


def is_ours(widget: QWidget) -> bool:
    """Not one of Qt's own parts; nor of the kernel panel, which asks again by itself."""
    return bool(widget.objectName()) and not widget.objectName().startswith(("qt_", "Scroll", "kernel"))


def shown(widget: QWidget) -> Hashable:
    """Its value always, as it would be there again; its words if it can be seen."""
    words = [getattr(widget, name)() for name in WORDS] if widget.isVisible() else []
    text = widget.text() if isinstance(widget, QLabel) and widget.isVisible() else None
    value = repr(widget.metaObject().userProperty().read(widget))
    shut = widget.isHidden() and widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
    shut = shut and not isinstance(widget, QMenu)  # it is opened by whoever shows it, and again the next time
    return (widget.objectName(), shut, widget.isEnabled(), value, text, *words)


def settings(window: MainWindow) -> list[Hashable]:
    """What is kept between sessions and runs."""
    bridge, store = window.bridge, window.store
    kept = frozenset((key, repr(value)) for key, value in window.preferences._kept.items())
    return [kept, bridge.pace, bridge.grouping, store.capacity, len(store.rows), len(store.objects)]


def application() -> Hashable:
    """How the application is dressed."""
    app = QGuiApplication
    ground = app.palette().color(QPalette.ColorRole.Base).name()
    return (ground, app.styleHints().colorScheme(), app.layoutDirection(), app.font().toString())
