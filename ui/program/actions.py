"""Windows that say something about the program or keep a preference: palette, settings, keyboard, about, notes."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QDialog

from selcore.values.commands import Note

from ..actions.action_table import Do
from ..help.asking import ContextHelp
from ..session.context import ActionContext
from ..session.room_actions import RoomActions


def tr(source: str) -> str:
    return QCoreApplication.translate("Dialogs", source)


class ProgramActions(RoomActions):
    """Actions that open a dialog. Each is imported when it is opened: none is there when the window comes."""

    def __init__(self, context: ActionContext, set_theme: Callable[[str], None], help: ContextHelp):
        super().__init__(context)
        self._set_theme, self._help = set_theme, help

    def table(self) -> dict[str, Do]:
        return {
            "app.palette": lambda _: self._palette(),
            "app.settings": lambda _: self._settings(),
            "help.context": lambda _: self._help.explain_focus(),
            "help.point": lambda _: self._help.point(),
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

        self._show(CommandPalette(self._context.actions, self._context.parent))

    def _settings(self) -> None:
        from ..settings.dialog import SettingsDialog

        dialog = SettingsDialog(self._context.preferences, self._context.parent)
        dialog.kept.connect(self._settings_kept)
        self._show(dialog)

    def _settings_kept(self, theme: str) -> None:
        context, kept = self._context, self._context.preferences
        context.store.capacity = kept.capacity
        context.bridge.set_longest_wait(kept.longest_wait or None)
        self._set_theme(theme)

    def _words(self) -> None:
        from ..help.glossary import WordsDialog

        self._show(WordsDialog(self._context.parent))

    def _keys(self) -> None:
        from .about import KeysDialog

        self._show(KeysDialog(self._context.actions.by_id.values(), self._context.parent))

    def _about(self) -> None:
        from .about import AboutDialog

        self._show(AboutDialog(self._context.parent))

    def _copy_doctor(self) -> None:
        from .doctor_report import doctor_text

        QApplication.clipboard().setText(doctor_text())
        self._context.say(tr("The doctor report is in the clipboard."))

    def _note(self) -> None:
        from PySide6.QtWidgets import QInputDialog

        dialog = QInputDialog(self._context.parent)
        dialog.setObjectName("note")
        dialog.setWindowTitle(tr("Note"))
        dialog.setLabelText(tr("A note for the history and the experiment:"))
        dialog.textValueSelected.connect(self._noted)
        self._show(dialog)

    def _noted(self, words: str) -> None:
        if words.strip():
            self._context.bridge.send(Note(text=words))
