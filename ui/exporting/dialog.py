"""Which format, and then how far it is: it stays until the file is written, and says what that does not have."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QRadioButton, QVBoxLayout, QWidget

from ..kit import theme
from ..kit.form_dialog import FormDialog, with_mnemonics
from ..kit.labels import label
from ..kit.saying import say
from .job import ExportJob

if TYPE_CHECKING:
    from selcore.exports import ExportFormat

LOOK = 200
"""Milliseconds between two looks at how far it is."""
LISTED = 12
"""Sentences about what was left out."""


def tr(source: str) -> str:
    return QCoreApplication.translate("ExportDialog", source)


class ExportDialog(FormDialog):
    """``chosen(format)`` when the button is pressed; ``follow`` a job then. Closing it stops the job."""

    chosen = Signal(object)

    def __init__(self, what: str, formats: "Sequence[ExportFormat]", first: str, parent: QWidget):
        super().__init__(parent)
        self.setObjectName("export")
        self.setWindowTitle(tr("Export"))
        self.setMinimumWidth(480)
        self._formats, self._job = list(formats), None
        self._group = QButtonGroup(self)
        self._words = label("export.what", what)
        self._said = label("export.said", selectable=True)
        self._said.hide()
        self._timer = QTimer(self, interval=LOOK)
        self._timer.timeout.connect(self._look)
        self._lay_out(first)

    _job: ExportJob | None

    def _lay_out(self, first: str) -> None:
        layout = QVBoxLayout(self)
        layout.addWidget(self._words)
        words = tr("Export…")
        buttons, self._do = self.make_buttons(words)
        close = buttons.findChild(QPushButton, "form.cancel")
        assert isinstance(close, QPushButton)
        self._close = close
        titles = with_mnemonics([one.id for one in self._formats], words)
        for place, (one, title) in enumerate(zip(self._formats, titles, strict=True)):
            self._add(layout, place, one, title, one.id == first or not place)
        layout.addWidget(self._said)
        layout.addStretch(1)
        layout.addWidget(buttons)
        buttons.accepted.connect(lambda: self.chosen.emit(self._formats[self._group.checkedId()]))

    def _add(self, layout: QVBoxLayout, place: int, one: "ExportFormat", title: str, on: bool) -> None:
        radio = QRadioButton(title)
        radio.setObjectName(f"export.{one.id}")
        radio.setAccessibleName(one.id)
        radio.setAccessibleDescription(say(one.title))
        radio.setChecked(on)
        self._group.addButton(radio, place)
        about = label(f"export.{one.id}.about", say(one.title))
        theme.ink(about, "quiet")
        about.setContentsMargins(24, 0, 0, 4)
        layout.addWidget(radio)
        layout.addWidget(about)

    # While it is made.

    def follow(self, job: ExportJob, words: str) -> None:
        """Show how far it is, until ``done``."""
        self._job = job
        self._say(words)
        self._enable(False)
        self._timer.start()

    def _look(self) -> None:
        if self._job is not None and self._job.how_far is not None:
            self._say(say(self._job.how_far))

    def done(self, result: int) -> None:
        """Closed, or escaped from: nothing is made for it any more."""
        self._timer.stop()
        if self._job is not None:
            self._job.stop()
            self._job = None
        super().done(result)

    def failed(self, words: str) -> None:
        """It was not written; another may be chosen. No words: it was stopped."""
        self._over()
        self._say(words, "error")

    def written(self, words: str, left_out: Sequence[str]) -> None:
        """It is written, without this: that is to be read. With nothing left out there is nothing to stay for."""
        self._over()
        if not left_out:
            self.accept()
            return
        more = len(left_out) - LISTED
        lines = [*left_out[:LISTED], *([tr("… and {n} more").format(n=f"{more:,}")] if more > 0 else [])]
        self._say("\n".join([words, tr("Left out, as the file itself says:"), *(f"– {line}" for line in lines)]))
        self._do.hide()
        self._close.setText(tr("Close"))
        self._close.setDefault(True)
        self._close.setFocus()

    def _over(self) -> None:
        self._timer.stop()
        self._job = None
        self._enable(True)

    def _enable(self, on: bool) -> None:
        self._do.setEnabled(on)
        for button in self._group.buttons():
            button.setEnabled(on)

    def _say(self, words: str, meaning: str | None = None) -> None:
        theme.ink(self._said, meaning)
        self._said.setText(words)
        self._said.setVisible(bool(words))
