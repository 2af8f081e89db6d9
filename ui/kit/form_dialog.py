"""A dialog of fields: Enter means its default button wherever the focus is, and no message in it is cut."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QWidget

from . import theme
from .labels import caption


def tr(source: str) -> str:
    return QCoreApplication.translate("FormDialog", source)


class FormDialog(QDialog):
    """It grows with its words and does not shrink by itself: nothing jumps away from under the pointer."""

    def make_buttons(self, words: str) -> tuple[QDialogButtonBox, QPushButton]:
        """A button that accepts, under these words, which is the default, and one to cancel."""
        box = QDialogButtonBox()
        accept = box.addButton(f"&{caption(words)}", QDialogButtonBox.ButtonRole.AcceptRole)
        accept.setObjectName("form.open")
        cancel = box.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setObjectName("form.cancel")
        for button in (accept, cancel):
            # Qt's own way is that Enter presses the button that Tab has come to, which here was Cancel.
            button.setAutoDefault(False)
        accept.setDefault(True)
        box.rejected.connect(self.reject)
        return theme.without_icons(box), accept

    def fit(self) -> None:
        """Become as high as the words are at this width, but no higher than the screen."""
        layout = self.layout()
        if layout is None:
            return
        layout.activate()
        # Qt takes a wrapped label for as high as it would be at a width of its own choice.
        wanted = layout.totalHeightForWidth(self.width()) if layout.hasHeightForWidth() else self.sizeHint().height()
        screen = self.screen().availableGeometry().height() if self.screen() is not None else wanted
        if min(wanted, screen) > self.height():
            self.resize(self.width(), min(wanted, screen))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return done


def with_mnemonics(titles: Sequence[str], accept: str) -> list[str]:
    """The titles, each with a mark before a letter of its own: the first of a word if that is free, else any.

    ``accept`` are the words of the button that accepts: their first letter is taken. A title whose letters are all
    taken has none.
    """
    taken = {accept[:1].lower()}
    marked = []
    for title in titles:
        place = next((place for place in _places(title) if title[place].lower() not in taken), None)
        if place is None:
            marked.append(title.replace("&", "&&"))
            continue
        taken.add(title[place].lower())
        marked.append(title[:place].replace("&", "&&") + "&" + title[place:].replace("&", "&&"))
    return marked


def _places(title: str) -> list[int]:
    letters = [place for place, letter in enumerate(title) if letter.isalnum()]
    return sorted(letters, key=lambda place: place > 0 and title[place - 1].isalnum())


def lead_to(label: QWidget, field: QWidget) -> None:
    """Let the mnemonic of a form's label lead to that field, where what the row shows is more than the field."""
    if isinstance(label, QLabel):
        label.setBuddy(field)
