"""Windows that say something about the program or keep a preference: palette, settings, keyboard, about, notes."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QDialog

from selcore.values.commands import Note

if TYPE_CHECKING:
    from .main_window import MainWindow


def tr(source: str) -> str:
    return QCoreApplication.translate("Dialogs", source)


class DialogHandlers:
    """Actions that open a dialog. Each is imported when it is opened: none is there when the window comes."""

    def __init__(self, window: "MainWindow"):
        self._window = window

    def table(self) -> dict[str, Callable[[bool], None]]:
        return {
            "app.palette": lambda _: self._palette(),
            "app.settings": lambda _: self._settings(),
            "help.words": lambda _: self._words(),
            "help.keys": lambda _: self._keys(),
            "help.about": lambda _: self._about(),
            "help.doctor": lambda _: self._copy_doctor(),
            "history.note": lambda _: self._note(),
        }

    def _show(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _palette(self) -> None:
        from ..actions.palette import CommandPalette

        self._show(CommandPalette(self._window.actions_by_id.values(), self._window))

    def _settings(self) -> None:
        from ..settings.dialog import SettingsDialog

        dialog = SettingsDialog(self._window.preferences, self._window)
        dialog.kept.connect(self._settings_kept)
        self._show(dialog)

    def _settings_kept(self, theme: str) -> None:
        kept, window = self._window.preferences, self._window
        window.store.capacity = kept.capacity
        window.bridge.set_longest_wait(kept.longest_wait or None)
        window.handlers.view.set_theme(theme)

    def _words(self) -> None:
        from .glossary import WordsDialog

        self._show(WordsDialog(self._window))

    def _keys(self) -> None:
        from .about import KeysDialog

        self._show(KeysDialog(self._window.actions_by_id.values(), self._window))

    def _about(self) -> None:
        from .about import AboutDialog

        self._show(AboutDialog(self._window))

    def _copy_doctor(self) -> None:
        from .doctor_report import doctor_text

        QApplication.clipboard().setText(doctor_text())
        self._window.counts.say(tr("The doctor report is in the clipboard."))

    def _note(self) -> None:
        from PySide6.QtWidgets import QInputDialog

        dialog = QInputDialog(self._window)
        dialog.setObjectName("note")
        dialog.setWindowTitle(tr("Note"))
        dialog.setLabelText(tr("A note for the history and the experiment:"))
        dialog.textValueSelected.connect(self._noted)
        self._show(dialog)

    def _noted(self, words: str) -> None:
        if words.strip():
            self._window.bridge.send(Note(text=words))
