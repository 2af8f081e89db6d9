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
    """One to read. One that is not there is taken too: whoever reads it says so, and Qt would say it in a box that
    runs a loop of events of its own.
    """
    dialog = _prepared(QFileDialog(owner, title, "", filter), name, chosen)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.open()


def choose_folder(owner: QWidget, name: str, title: str, chosen: Chosen) -> None:
    """A folder; one that is not there is taken too."""
    dialog = _prepared(_FolderDialog(owner, title), name, chosen)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.open()


def choose_target(owner: QWidget, name: str, title: str, suggested: str, filter: str, chosen: Chosen) -> None:
    """Where to write; what is typed without an ending gets that of the name that is suggested."""
    dialog = _prepared(QFileDialog(owner, title, suggested, filter), name, chosen)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suggested.partition(".")[2])
    dialog.open()


class _FolderDialog(QFileDialog):
    """Of this kind of dialog no mode takes what is not there, as there is one for files."""

    def accept(self) -> None:
        chosen = self.selectedFiles()
        if chosen and not Path(chosen[0]).is_dir():
            self.fileSelected.emit(chosen[0])
            self.done(QFileDialog.DialogCode.Accepted)
        else:
            super().accept()


def _prepared(dialog: QFileDialog, name: str, chosen: Chosen) -> QFileDialog:
    dialog.setObjectName(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    return dialog
