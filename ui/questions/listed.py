"""A question about a list that a stranger wrote: all of it can be read, and nothing is agreed to by a mere Enter.

Plain text only; each item on a stripe of its own, so that the end of one cannot pass for the beginning of another.
"""

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QTextOption
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from ..kit.labels import label
from ..kit.text_size import give_font
from .question import Question

PIECE = 1000
"""Characters of a block: Qt needs time by the square of a word's length, and lays out only the blocks in sight."""
SIZE = QSize(680, 440)
COLUMNS = 80
"""Characters that stand in a line of that width, about."""


def tr(source: str) -> str:
    return QCoreApplication.translate("ListedQuestion", source)


class ListedQuestion(QDialog):
    """The last choice, which Enter and Escape choose too, does nothing. ``answered(id)`` once it is closed."""

    def __init__(self, question: Question, answered: Callable[[str], None], parent: QWidget | None = None):
        super().__init__(parent)
        self._choice = question.choices[-1][0]
        self.setObjectName(f"question.{question.id}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Selector Playground")
        layout = QVBoxLayout(self)
        layout.addWidget(label("question.words", question.words))
        layout.addWidget(_list(question.lines), 1)
        if question.more:
            layout.addWidget(label("question.more", question.more))
        layout.addWidget(self._buttons(question.choices))
        self.finished.connect(lambda _: answered(self._choice))
        self.resize(self._size(question.lines).boundedTo(self.screen().availableSize()))

    def _size(self, lines: Sequence[str]) -> QSize:
        """Low where there is little to be read."""
        rows = sum(1 + len(line) // COLUMNS for line in lines)
        return QSize(SIZE.width(), min(SIZE.height(), 140 + rows * self.fontMetrics().height()))

    def _buttons(self, choices: Sequence[tuple[str, str]]) -> QDialogButtonBox:
        box = QDialogButtonBox()
        for id, words in choices:
            last = id == choices[-1][0]
            role = QDialogButtonBox.ButtonRole.RejectRole if last else QDialogButtonBox.ButtonRole.ActionRole
            button = box.addButton(words, role)
            button.setObjectName(f"question.{id}")
            button.setAutoDefault(last)
            button.setDefault(last)
            button.clicked.connect(lambda _=False, id=id: self._choose(id))
        return box

    def _choose(self, id: str) -> None:
        self._choice = id
        self.done(0)


class Striped(QPlainTextEdit):
    """Lines of text on alternating stripes, however often each wraps. Stripes are painted only where they are visible:
    formatting every block takes Qt seconds for 20,000."""

    def __init__(self, lines: Sequence[str]):
        super().__init__()
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        give_font(self, "code")
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option = self.document().defaultTextOption()
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        self.document().setDefaultTextOption(option)
        pieces = [(place % 2, piece) for place, line in enumerate(lines) for piece in _pieces(f"• {line}")]
        self._odd = bytes(odd for odd, _ in pieces)
        self.setPlainText("\n".join(piece for _, piece in pieces))

    def paintEvent(self, event: QPaintEvent) -> None:
        self._stripe()
        super().paintEvent(event)

    def _stripe(self) -> None:
        """Behind each second line of those in sight."""
        painter = QPainter(self.viewport())
        block, shift = self.firstVisibleBlock(), self.contentOffset()
        while block.isValid():
            place = self.blockBoundingGeometry(block).translated(shift)
            if place.top() > self.viewport().height():
                break
            if self._odd[block.blockNumber()]:
                place.setWidth(self.viewport().width())
                painter.fillRect(place, self.palette().color(QPalette.ColorRole.Midlight))
            block = block.next()
        painter.end()


def _list(lines: Sequence[str]) -> Striped:
    made = Striped(lines)
    made.setObjectName("question.list")
    made.setAccessibleName(tr("what is asked for"))
    return made


def _pieces(line: str) -> Iterator[str]:
    return (line[start : start + PIECE] for start in range(0, len(line), PIECE))
