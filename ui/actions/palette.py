"""Every action by its words: type a few letters, Enter triggers it.

What fits best stands first, and Enter means that one: where it cannot be done now it is grey, says why, and Enter does
nothing. It never falls through to another, which might close what was to be unregistered. A switch says how it stands.
"""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from selcore.values.text import in_short

from ..kit import theme
from ..kit.labels import set_tip, with_subject
from ..kit.ranking import Sought, best_first
from ..kit.text_size import scaled
from .action_table import ActionTable
from .actions import Action
from .conditions import Requirement
from .menus import SUBMENUS, titles
from .reasons import reason

ActionRole = Qt.ItemDataRole.UserRole
LONGEST_SUBJECT = 40
"""Characters of a file object's name beside an action."""


def tr(source: str) -> str:
    return QCoreApplication.translate("CommandPalette", source)


class CommandPalette(QDialog):
    """Opened anew each time over the window's actions."""

    def __init__(self, table: ActionTable, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("palette")
        self.setWindowTitle(tr("Commands"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(620, 460)
        actions = table.by_id.values()
        self._actions = [action for action in actions if action.text() and action.objectName() != "app.palette"]
        self._situation, self._subjects, self._titles = table.situation(), table.subjects(), titles()
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
        for action in best_first(words, self._actions, self._sought):
            self._add(action)
        self.list.setCurrentRow(0 if words.strip() else self._first_enabled())

    def _sought(self, action: QAction) -> Sought:
        row: Action | None = action.data()
        words = _plain(action)
        names = (words, f"{words} {self._subject(row)}", action.objectName())
        about = f"{action.toolTip()} {self._group(row)}"
        return Sought(names, about, row is not None and row.destroys, not action.isEnabled())

    def _group(self, row: Action | None) -> str:
        """The menu inside a menu that it stands in."""
        return self._titles[row.menu] if row is not None and row.menu in SUBMENUS else ""

    def _subject(self, row: Action | None) -> str:
        """The file object that it would be done to; empty where it is about none."""
        if row is None or not row.menu.startswith("object"):
            return ""
        found = (self._subjects.get(condition, "") for condition in reversed(row.needs))
        return in_short(next(filter(None, found), ""), LONGEST_SUBJECT)

    def _words(self, action: QAction) -> str:
        row: Action | None = action.data()
        words, group = with_subject(_plain(action), self._subject(row)), self._group(row)
        words = f"{group}: {words}" if group else words
        words = f"{words}: {tr('on') if action.isChecked() else tr('off')}" if action.isCheckable() else words
        hindrance = None if action.isEnabled() or row is None else self._situation.hindrance(Requirement.of(row))
        return f"{words}  ({reason(hindrance)})" if hindrance else words

    def _add(self, action: QAction) -> None:
        keys, text = action.shortcut().toString(), self._words(action)
        icon = theme.no_icon() if action.icon().isNull() else action.icon()
        item = QListWidgetItem(icon, f"{text}    {keys}" if keys else text)
        item.setSizeHint(QSize(0, scaled(28)))
        set_tip(item, action.toolTip())
        item.setData(ActionRole, action)
        if not action.isEnabled():
            item.setForeground(theme.colour("quiet"))
        self.list.addItem(item)

    def _first_enabled(self) -> int:
        rows = (row for row in range(self.list.count()) if self._action(self.list.item(row)).isEnabled())
        return next(rows, -1)

    def _action(self, item: QListWidgetItem) -> QAction:
        action: QAction = item.data(ActionRole)
        return action

    def _trigger(self, item: QListWidgetItem | None) -> None:
        if item is not None and self._action(item).isEnabled():
            action = self._action(item)
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


def _plain(action: QAction) -> str:
    """Its words without the mark of a mnemonic."""
    return action.text().replace("&", "")
