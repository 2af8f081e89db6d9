"""Every action by its words: type a few letters, Enter triggers it. Those that cannot be done now are grey."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ..kit import theme
from ..kit.labels import set_tip
from .actions import Action
from .menus import SUBMENUS, titles

ActionRole = Qt.ItemDataRole.UserRole


def tr(source: str) -> str:
    return QCoreApplication.translate("CommandPalette", source)


class CommandPalette(QDialog):
    """Opened anew each time over the window's actions."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("palette")
        self.setWindowTitle(tr("Commands"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(520, 420)
        self._actions = [action for action in actions if action.text() and action.objectName() != "app.palette"]
        self.search = QLineEdit()
        self.search.setObjectName("palette.search")
        self.search.setAccessibleName(tr("search"))
        self.search.setPlaceholderText(tr("What do you want to do?"))
        self.list = QListWidget()
        self.list.setObjectName("palette.list")
        self.list.setAccessibleName(tr("commands"))
        layout = QVBoxLayout(self)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        self.search.textChanged.connect(self._fill)
        self.search.installEventFilter(self)
        self.list.itemActivated.connect(self._trigger)
        self._fill("")

    def _fill(self, words: str) -> None:
        self.list.clear()
        wanted = words.lower().split()
        for action in self._actions:
            text = self._words(action)
            if all(word in f"{text} {action.objectName()}".lower() for word in wanted):
                self._add(action, text)
        self._first()

    def _words(self, action: QAction) -> str:
        """Its words, after those of the menu inside a menu that it stands in."""
        row: Action | None = action.data()
        words = action.text().replace("&", "")
        return f"{titles()[row.menu]}: {words}" if row is not None and row.menu in SUBMENUS else words

    def _add(self, action: QAction, text: str) -> None:
        keys = action.shortcut().toString()
        icon = theme.no_icon() if action.icon().isNull() else action.icon()
        item = QListWidgetItem(icon, f"{text}    {keys}" if keys else text)
        item.setSizeHint(QSize(0, 28))
        set_tip(item, action.toolTip())
        item.setData(ActionRole, action)
        if not action.isEnabled():
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(item)

    def _first(self) -> None:
        rows = (row for row in range(self.list.count()) if self.list.item(row).flags() & Qt.ItemFlag.ItemIsEnabled)
        self.list.setCurrentRow(next(rows, -1))

    def _trigger(self, item: QListWidgetItem | None) -> None:
        action = item.data(ActionRole) if item is not None else None
        if isinstance(action, QAction) and action.isEnabled():
            self.accept()
            action.trigger()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._trigger(self.list.currentItem())
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                QCoreApplication.sendEvent(self.list, event)
                return True
        return super().eventFilter(watched, event)
