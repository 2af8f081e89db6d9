"""The one door by which words reach a widget: plain text, of a bearable length, and never as wide as a long word is.

They may hold what a stranger has written: what cannot be seen in it is shown by its code. Qt guesses of a label and of
a tooltip whether it is markup, and an image that the markup names is read at once: a FIFO would hold the window up for
ever. HTML of our own is made in ``rich``.
"""

import re
from typing import Any, Protocol

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import (
    QAction,
    QClipboard,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QLabel, QToolTip, QWidget

from selcore.wording.unseen import coded

from .rich import escape

LONGEST = 2000
"""Characters of a label or a tooltip; what is longer ends in an ellipsis."""
LINES, TIP_LINES = 24, 40
"""Lines of a label and of a tooltip: with some hundred of them a window is higher than any screen."""
WORD = 64
"""Characters of one word in a label: a label that wraps is as wide as its longest word."""
NARROW = 24
"""Characters of a name on a button or where a line cannot wrap."""
CAPTION = 48
"""Characters on a button or in a menu."""
LINE = 120
"""Characters of a line of a tooltip that is not wrapped."""
_LONG = re.compile(rf"\S{{{NARROW + 1},}}")
_PIECE = re.compile(rf"\S{{1,{NARROW - 1}}}[^\w\s'\"]|\S{{1,{NARROW}}}")
"""Of a long word as much as stands on a line: up to a sign between its parts, if there is one."""
_BREAK = "\u200b"
"""No space, and no width: a line may end there."""


class HasTip(Protocol):
    """A widget, an action, or an item of a list."""

    def setToolTip(self, words: str, /) -> None: ...


class PlainLabel(QLabel):
    """A label that shows plain text only, cut as ``fit`` cuts it; what is cut is in its tooltip.

    Where it wraps it wraps within a long word, too: it is no wider than NARROW characters. What is copied from it has
    no trace of that.
    """

    def __init__(self, words: str = "", parent: QWidget | None = None, wraps: bool = False, most: int = LONGEST):
        super().__init__(parent)
        self._most = most
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wraps)
        self._tip_is_words = False
        if words:
            self.setText(words)

    def setText(self, words: str) -> None:
        words = coded(words)
        shown = few_lines(cut(fit(words), self._most), LINES)
        super().setText(_LONG.sub(_breakable, shown) if self.wordWrap() else shown)
        if shown is not words or self._tip_is_words:
            self._tip_is_words = shown is not words
            set_tip(self, words if self._tip_is_words else "")

    def text(self) -> str:
        """What it shows, without the places where a line may end within a word."""
        return super().text().replace(_BREAK, "")

    def select_by_mouse(self) -> None:
        """Let what is in it be selected and copied."""
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        copy = QAction(QCoreApplication.translate("Labels", "Copy"), self)
        copy.triggered.connect(lambda: self._copy(QClipboard.Mode.Clipboard))
        self.addAction(copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) and self.hasSelectedText():
            self._copy(QClipboard.Mode.Clipboard)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self.hasSelectedText() and QGuiApplication.clipboard().supportsSelection():
            self._copy(QClipboard.Mode.Selection)

    def _copy(self, mode: QClipboard.Mode) -> None:
        """What is selected, or all of it. Qt parts the lines of a selection by U+2029."""
        words = self.selectedText() or self.text()
        QGuiApplication.clipboard().setText(words.replace(_BREAK, "").replace("\u2029", "\n"), mode)


class OneLine(PlainLabel):
    """What has no room is cut with an ellipsis, and stays what it says and what is copied.

    Qt itself would cut the words at the edge, in the middle of a figure.
    """

    def shown(self) -> str:
        """What of its words has room."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.shown()
        if shown == self.text() or self.hasSelectedText():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.end()


def label(
    name: str = "",
    words: str = "",
    *,
    spoken: str = "",
    wraps: bool = True,
    selectable: bool = False,
    most: int = LONGEST,
) -> PlainLabel:
    """A label under that name; ``spoken`` is what a screen reader calls it, where its words do not say it.

    ``most`` characters of the words are shown; what is cut is in the tooltip.
    """
    made = PlainLabel(words, wraps=wraps, most=most)
    made.setObjectName(name)
    if spoken:
        made.setAccessibleName(spoken)
    if selectable:
        made.select_by_mouse()
    return made


def set_tip(of: HasTip, words: str) -> None:
    """Give it this tooltip."""
    of.setToolTip(plain_tip(words))


def show_tip(at: QPoint, words: str, of: QWidget) -> None:
    """Show this tooltip now, over that widget."""
    QToolTip.showText(at, plain_tip(words), of)


def hide_tip() -> None:
    """Show none any more."""
    QToolTip.hideText()


def plain_tip(words: Any) -> Any:
    """What Qt shows as these words when it is given it for a tooltip. A model's may be None: there is none then.

    ``QToolTip`` shows as HTML whatever ``Qt::mightBeRichText`` takes for it: a tag, or ``&lt;``, in the first line.
    """
    if not isinstance(words, str):
        return words
    words = coded(few_lines(cut(words, LONGEST), TIP_LINES))
    if "<" not in words and "&lt;" not in words and all(len(line) <= LINE for line in words.split("\n")):
        return words
    # As HTML it is wrapped, too: a line of plain text would be wider than the screen.
    return f"<p style='white-space: pre-wrap'>{escape(_LONG.sub(_breakable, words))}</p>"


def aloud(words: Any) -> Any:
    """What a screen reader is given for these words: what cannot be seen is not heard either. None stays None."""
    return coded(cut(words, LONGEST)) if isinstance(words, str) else words


def _breakable(word: re.Match[str]) -> str:
    return _BREAK.join(_PIECE.findall(word[0]))


def cut(words: str, most: int) -> str:
    """The words, or as many characters of them and an ellipsis."""
    return words if len(words) <= most else f"{words[: most - 1]}…"


def few_lines(words: str, most: int) -> str:
    """The words, or as many lines of them and an ellipsis."""
    if words.count("\n") < most:
        return words
    return "\n".join([*words.split("\n", most)[: most - 1], "…"])


def fit(words: str) -> str:
    """The same for a label: at most LONGEST characters, and of a long word its beginning and its end."""
    if len(words) <= WORD:
        return words
    words = cut(words, LONGEST)
    if all(len(word) <= WORD for word in words.split()):
        return words
    return "\n".join(" ".join(map(narrow, line.split(" "))) for line in words.split("\n"))


def narrow(word: str, most: int = WORD) -> str:
    """The word, or its beginning and its end with an ellipsis between them: ``most`` characters."""
    if len(word) <= most:
        return word
    end = most // 3
    return f"{word[: most - end - 1]}…{word[-end:]}"


def caption(words: str, most: int = CAPTION) -> str:
    """The same for an action or a button: an ampersand would mark a key there."""
    return narrow(coded(words), most).replace("&", "&&")


def with_subject(words: str, subject: str) -> str:
    """What is done, and to which file object: "Unregister pair.a", "Close without unregister — pair.a"."""
    if not subject:
        return words
    return f"{words} {subject}" if " " not in words.strip("…") else f"{words} — {subject}"
