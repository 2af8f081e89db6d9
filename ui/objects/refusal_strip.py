"""The latest refusal, in place: the exception first, as Python prints it; then what it means; then what to do."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from selcore.values.commands import AnyCommand
from selcore.values.outcomes import Refused
from selcore.wording.python_line import KindOf, python_line

from ..kit import theme
from ..kit.labels import NARROW, caption, label, set_tip
from ..kit.saying import say
from ..kit.text_size import give_font
from ..session.remedy_words import remedy_words

SHOWN = 150
"""Characters of the line and of the exception, half of those of the hint: a small screen has room for these."""


def tr(source: str) -> str:
    return QCoreApplication.translate("Refusal", source)


class RefusalStrip(QFrame):
    """``remedy(refused command, remedy)`` when its button is pressed."""

    remedy = Signal(object, object)

    def __init__(self, kind_of: KindOf, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("refusal")
        self.setAccessibleName(tr("what was refused"))
        self._command: AnyCommand | None = None
        self._refused: Refused | None = None
        self._kind_of = kind_of
        self.line = label("refusal.line", selectable=True, most=SHOWN)
        give_font(self.line, "code")
        self.words = label("refusal.words", selectable=True, most=SHOWN)
        self.hint = label("refusal.hint", selectable=True, most=2 * SHOWN)
        self.button = QToolButton()
        self.button.setObjectName("refusal.remedy")
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.button.clicked.connect(self.press)
        dismiss = QToolButton()
        dismiss.setText("✕")
        dismiss.setObjectName("refusal.dismiss")
        dismiss.setAutoRaise(True)
        dismiss.setAccessibleName(tr("dismiss"))
        dismiss.clicked.connect(self.dismiss)
        self._lay_out(dismiss)
        self.dismiss()

    def _lay_out(self, dismiss: QToolButton) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.line)
        texts.addWidget(self.words)
        texts.addWidget(self.hint)
        texts.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 8, 6, 8)
        row.addLayout(texts, 1)
        row.addWidget(dismiss, 0, Qt.AlignmentFlag.AlignTop)

    def show_refusal(self, command: AnyCommand, refused: Refused) -> None:
        """Say it."""
        self._command, self._refused = command, refused
        self.line.setText(python_line(command, self._kind_of))
        self.words.setText(str(refused))
        self.hint.setText(say(refused.hint))
        self.hint.setVisible(refused.hint is not None)
        self.button.setVisible(refused.remedy is not None)
        if refused.remedy is not None:
            self.button.setText(caption(remedy_words(refused.remedy), NARROW))
            set_tip(self.button, python_line(refused.remedy))
            self.button.setAccessibleName(self.button.text())
        self.apply_theme()
        self.show()

    @property
    def has_remedy(self) -> bool:
        """Whether something is offered that would do instead."""
        return self._refused is not None and self._refused.remedy is not None

    def apply_theme(self) -> None:
        """In the colours of the theme."""
        error, tint = theme.colour("error").name(), theme.tint("error").name()
        theme.sheet(self, f"#refusal {{ background: {tint}; border-left: 4px solid {error}; }}")
        theme.ink(self.words, "error", bold=True)

    def dismiss(self) -> None:
        """It has been seen, or something else has been done since."""
        self._command = self._refused = None
        for one in (self.hint, self.button, self):
            one.hide()

    def press(self) -> None:
        """Do what is offered."""
        command, refused = self._command, self._refused
        self.dismiss()
        if command is not None and refused is not None and refused.remedy is not None:
            self.remedy.emit(command, refused.remedy)
