"""About the program, and a list of its keys."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPlainTextEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..kit import theme
from ..kit.labels import label
from ..kit.rich import rich_label
from ..kit.text_size import give_font
from .app_icon import app_icon
from .doctor_report import doctor_text


def tr(source: str) -> str:
    return QCoreApplication.translate("About", source)


class AboutDialog(QDialog):
    """Versions, licence, and the doctor's report to copy."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("about")
        self.setWindowTitle(tr("About Selector Playground"))
        self.resize(620, 520)
        icon = label("about.icon")
        icon.setPixmap(app_icon().pixmap(64, 64))
        title = rich_label(
            "about.title",
            "<h2>Selector Playground</h2>"
            + tr("Open real file objects, register them in a real selector, and watch what select() returns.")
            + "<br>"
            + tr("MIT licence."),
        )
        head = QHBoxLayout()
        head.addWidget(icon)
        head.addWidget(title, 1)
        report = QPlainTextEdit(doctor_text())
        report.setObjectName("about.report")
        report.setReadOnly(True)
        give_font(report, "code")
        buttons = theme.without_icons(QDialogButtonBox(QDialogButtonBox.StandardButton.Close))
        copy = buttons.addButton(tr("Copy report"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QApplication.clipboard().setText(report.toPlainText()))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(head)
        layout.addWidget(report, 1)
        layout.addWidget(buttons)


class KeysDialog(QDialog):
    """Every action that has a key."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("keys")
        self.setWindowTitle(tr("Keyboard"))
        self.resize(520, 560)
        tree = QTreeWidget()
        tree.setObjectName("keys.list")
        tree.setAccessibleName(tr("keys and what they do"))
        tree.setHeaderLabels([tr("Key"), tr("Action")])
        tree.setRootIsDecorated(False)
        for action in actions:
            keys = ", ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts())
            if keys:
                QTreeWidgetItem(tree, [keys, action.text()])
        for keys, words in (
            (tr("Space"), tr("Tick or untick the current cell")),
            (tr("Enter"), tr("In the Send box: send")),
            (tr("Delete"), tr("In the list of file objects: close")),
            (tr("End"), tr("In the history: follow the newest row")),
        ):
            QTreeWidgetItem(tree, [keys, words])
        tree.resizeColumnToContents(0)
        buttons = theme.without_icons(QDialogButtonBox(QDialogButtonBox.StandardButton.Close))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(tree)
        layout.addWidget(buttons)
        self.setWindowModality(Qt.WindowModality.NonModal)
