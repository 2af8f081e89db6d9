"""The searchable list of everything that can be opened. Enter opens with defaults, Shift+Enter shows the form."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from selcore.kinds import KINDS, Kind

from ..kit import theme
from ..kit.labels import label, set_tip
from ..kit.ranking import Sought, best_first
from ..kit.saying import say
from ..kit.text_size import scaled
from .kind_groups import GROUPS, group_title

KindRole = Qt.ItemDataRole.UserRole
MissingRole = Qt.ItemDataRole.UserRole + 1


def tr(source: str) -> str:
    return QCoreApplication.translate("NewMenu", source)


class NewMenu(QDialog):
    """``chosen(kind id, with form)``."""

    chosen = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("new")
        self.setWindowTitle(tr("New file object"))
        self.resize(680, 560)
        self.search = QLineEdit()
        self.search.setObjectName("new.search")
        self.search.setPlaceholderText(tr("Search: socket, pipe, file, …"))
        self.search.setAccessibleName(tr("search"))
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setObjectName("new.list")
        self.list.setAccessibleName(tr("types of file objects"))
        self._lay_out()
        self.search.textChanged.connect(self._fill)
        self.search.installEventFilter(self)
        self.list.itemDoubleClicked.connect(lambda item: self._choose(False))
        self.list.installEventFilter(self)
        self._fill("")

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.addWidget(self.search)
        layout.addWidget(self.list, 1)
        row = QHBoxLayout()
        hint = label(words=tr("Enter opens with defaults · Shift+Enter: options"))
        theme.ink(hint, "quiet")
        row.addWidget(hint, 1)
        for words, name, form in ((tr("Options…"), "new.options", True), (tr("Open"), "new.open", False)):
            button = QPushButton(words)
            button.setObjectName(name)
            button.setAccessibleName(words)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, form=form: self._choose(form))
            row.addWidget(button)
        layout.addLayout(row)

    def _fill(self, words: str) -> None:
        self.list.clear()
        if words.strip():
            for kind in best_first(words, KINDS, _sought):
                self._add_kind(kind)
        else:
            self._fill_by_groups()
        if not self.list.count():
            item = QListWidgetItem(tr("Nothing by that name. Try socket, pipe, file, process, …"))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        self._select_first()

    def _fill_by_groups(self) -> None:
        for group in GROUPS:
            self._add_heading(group)
            for kind in KINDS:
                if kind.group == group:
                    self._add_kind(kind)

    def _add_heading(self, group: str) -> None:
        item = QListWidgetItem(group_title(group))
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        font = item.font()
        font.setBold(True)
        item.setFont(font)
        item.setForeground(QColor(theme.colour("quiet")))
        self.list.addItem(item)

    def _add_kind(self, kind: Kind) -> None:
        reason = kind.missing()
        about = tr("not here: {reason}").format(reason=say(reason)) if reason is not None else say(kind.about)
        item = QListWidgetItem(theme.icon(kind.icon), f"{say(kind.title)} — {about}")
        set_tip(item, about)
        item.setSizeHint(QSize(0, scaled(30)))
        item.setData(KindRole, kind.id)
        item.setData(MissingRole, reason is not None)
        if reason is not None:
            item.setForeground(theme.colour("quiet"))
        self.list.addItem(item)

    def _select_first(self) -> None:
        """The best; where this system lacks it Enter does nothing: never does it open what fits less."""
        for row in range(self.list.count()):
            if self.list.item(row).data(KindRole):
                self.list.setCurrentRow(row)
                return

    def _choose(self, with_form: bool) -> None:
        item = self.list.currentItem()
        if item is not None and item.data(KindRole) and not item.data(MissingRole):
            self.accept()
            self.chosen.emit(item.data(KindRole), with_form)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
                return True
            if watched is self.search and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._move(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
        return super().eventFilter(watched, event)

    def _move(self, step: int) -> None:
        row = self.list.currentRow() + step
        while 0 <= row < self.list.count():
            if self.list.item(row).flags() & Qt.ItemFlag.ItemIsEnabled:
                self.list.setCurrentRow(row)
                return
            row += step


def _sought(kind: Kind) -> Sought:
    return Sought((say(kind.title), kind.id, kind.short), f"{say(kind.about)} {group_title(kind.group)}")
