"""What a watched program prints, and one line for its stdin. A stranger's words: plain text, without codes."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from selcore.history.store import Change
from selcore.programs.output_lines import OutputLine
from selcore.wording.unseen import coded

from ..kit import theme
from ..kit.labels import cut, label, set_tip
from ..kit.saying import counted
from ..kit.text_size import give_font
from ..session.panel import Panel, SessionBegun

if TYPE_CHECKING:
    from selcore.programs.watched_program import WatchedProgram

PROMPT = 40
"""Characters of a line that was begun and not ended, beside the line for stdin."""
AT_ONCE = 1 << 15
"""Characters that are shown in one go: a program may print faster than any text can be laid out."""
NEXT = 15
"""Milliseconds until the next ones."""


def tr(source: str) -> str:
    return QCoreApplication.translate("ProgramOutput", source)


class OutputPanel(QWidget, Panel):
    """``sent(words)`` for stdin, ``end_wanted()`` when its end is asked for. ``program()`` is whose output it is."""

    sent = Signal(str)
    end_wanted = Signal()

    def __init__(self, program: "Callable[[], WatchedProgram | None]", parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("output.panel")
        self._program = program
        self._seen = self._changes = 0
        self._blank = True
        self.text = QPlainTextEdit()
        self.text.setObjectName("output")
        self.text.setAccessibleName(tr("what the program prints"))
        self.text.setReadOnly(True)
        self.text.setUndoRedoEnabled(False)
        self.text.setTabChangesFocus(True)
        give_font(self.text, "code")
        self.words = label("output.words", wraps=False)
        self.prompt = label("output.prompt", tr("stdin"), wraps=False)
        self.input = QLineEdit()
        self.input.setObjectName("output.input")
        self.input.setAccessibleName(tr("a line for the program's stdin"))
        self.input.returnPressed.connect(self._send)
        self.send = self._button("output.send", tr("Send line"), self._send)
        self.end = self._button("output.end", tr("End of input"), self.end_wanted.emit)
        self._next = QTimer(self, singleShot=True, interval=NEXT)
        self._next.timeout.connect(self._show_new)
        self._lay_out()
        self._show_state()

    def _button(self, name: str, words: str, press: Callable[[], object]) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setText(words)
        button.setAccessibleName(words)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(press)
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.prompt)
        row.addWidget(self.input, 1)
        row.addWidget(self.send)
        row.addWidget(self.end)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 8)
        layout.setSpacing(4)
        layout.addWidget(self.words)
        layout.addWidget(self.text, 1)
        layout.addLayout(row)

    def begin(self, begun: SessionBegun) -> None:
        """Another program, or none: what the one before has printed is gone with it."""
        self._seen, self._changes = 0, -1
        self._next.stop()
        self._clear()
        self.input.clear()
        self.fold(Change())

    def fold(self, change: Change) -> None:
        """Show what was printed since."""
        program = self._program()
        if program is not None and program.lines.changes != self._changes and not self._next.isActive():
            self._changes = program.lines.changes
            self._show_new()
        self._show_state()

    def _show_new(self) -> None:
        """Lines without a gap: some of those that are not shown yet, the others a moment later."""
        program = self._program()
        if program is None:
            return
        lines = program.lines
        if lines.removed > self._seen:
            self._clear()
        self._seen, new = lines.since(self._seen, AT_ONCE)
        self.text.setMaximumBlockCount(max(self._seen - lines.removed, 1))  # what is kept no more is shown no more
        self._add(new)
        if self._seen < lines.count:
            self._next.start()

    def _clear(self) -> None:
        self.text.clear()
        self._blank = True

    def _add(self, lines: list[OutputLine]) -> None:
        """At the end; who reads further up stays there."""
        bar = self.text.verticalScrollBar()
        at_end = bar.value() >= bar.maximum() - 2
        cursor = QTextCursor(self.text.document())
        cursor.beginEditBlock()
        for line in lines:
            cursor.movePosition(QTextCursor.MoveOperation.End)
            if not self._blank:
                cursor.insertBlock()
            self._blank = False
            cursor.insertText(coded(line.words), _format(line))
        cursor.endEditBlock()
        if at_end:
            bar.setValue(bar.maximum())

    def _show_state(self) -> None:
        program = self._program()
        takes = program is not None and program.alive and program.streams.takes_input
        for widget in (self.input, self.send, self.end):
            widget.setEnabled(takes)
        removed = program.lines.removed if program is not None else 0
        self.words.setText(counted(tr("{n} oldest {n:line|lines} removed"), n=f"{removed:,}"))
        self.words.setVisible(removed > 0)
        begun = program.lines.unended() if program is not None else []
        words = cut(coded(begun[0].words), PROMPT) if begun else tr("stdin")
        if words != self.prompt.text():
            self.prompt.setText(words)
            set_tip(self.prompt, begun[0].words if begun else tr("What the program reads"))

    def _send(self) -> None:
        self.sent.emit(self.input.text())

    def taken(self) -> None:
        """The line was taken."""
        self.input.clear()

    def focus_chain(self) -> list[QWidget]:
        return [self.text, self.input, self.send, self.end]

    def apply_theme(self) -> None:
        """In the colours of the theme: all of it anew."""
        program = self._program()
        if program is not None:
            self._clear()
            self._seen = 0
            self._show_new()


def _format(line: OutputLine) -> QTextCharFormat:
    format = QTextCharFormat()
    if line.said or line.error:
        format.setForeground(theme.colour("quiet" if line.said else "error"))
    format.setFontItalic(line.said)
    return format
