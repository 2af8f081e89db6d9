"""Lets the user choose a file in a dialog that nobody waits for; the caller is told when one was chosen."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

Chosen = Callable[[Path], object]


def experiments() -> str:
    """The files that are experiments, as a dialog filters them."""
    return QCoreApplication.translate("FileChoice", "Experiments (*.json)")


def choose_file(owner: QWidget, name: str, title: str, filter: str, chosen: Chosen) -> None:
    """One that is there."""
    dialog = _dialog(owner, name, title, "", filter, chosen)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.open()


def choose_target(owner: QWidget, name: str, title: str, suggested: str, filter: str, chosen: Chosen) -> None:
    """Where to write; what is typed without an ending gets that of the name that is suggested."""
    dialog = _dialog(owner, name, title, suggested, filter, chosen)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suggested.partition(".")[2])
    dialog.open()


def _dialog(owner: QWidget, name: str, title: str, suggested: str, filter: str, chosen: Chosen) -> QFileDialog:
    dialog = QFileDialog(owner, title, suggested, filter)
    dialog.setObjectName(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    return dialog
