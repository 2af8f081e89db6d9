"""The one door by which words reach a widget: plain text, of a bearable length, and never as wide as a long word is.

They may hold what a stranger has written. Qt guesses of a label and of a tooltip whether it is markup, and an image
that the markup names is read at once: a FIFO would hold the window up for ever. HTML of our own is made in ``rich``.
"""

import re
from typing import Any, Protocol

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QToolTip, QWidget

from .rich import escape

LONGEST = 2000
"""Characters of a label or a tooltip; what is longer ends in an ellipsis."""
WORD = 64
"""Characters of one word in a label: a label that wraps is as wide as its longest word."""
NARROW = 24
"""Characters of a name on a button or where a line cannot wrap."""
CAPTION = 48
"""Characters on a button or in a menu."""
LINE = 120
"""Characters of a line of a tooltip that is not wrapped."""
_LONG = re.compile(rf"\S{{{WORD},}}")


class HasTip(Protocol):
    """A widget, an action, or an item of a list."""

    def setToolTip(self, words: str, /) -> None: ...


class Words(QLabel):
    """A label that shows plain text only, cut as ``fit`` cuts it; what is cut is in its tooltip."""

    def __init__(self, words: str = "", parent: QWidget | None = None):
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._tip_is_words = False
        if words:
            self.setText(words)

    def setText(self, words: str) -> None:
        shown = fit(words)
        super().setText(shown)
        if shown is not words or self._tip_is_words:
            self._tip_is_words = shown is not words
            set_tip(self, words if self._tip_is_words else "")


def label(name: str = "", words: str = "", *, spoken: str = "", wraps: bool = True, selectable: bool = False) -> Words:
    """A label under that name; ``spoken`` is what a screen reader calls it, where its words do not say it."""
    made = Words(words)
    made.setObjectName(name)
    if spoken:
        made.setAccessibleName(spoken)
    made.setWordWrap(wraps)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
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
    words = cut(words, LONGEST)
    if "<" not in words and "&lt;" not in words and all(len(line) <= LINE for line in words.split("\n")):
        return words
    # As HTML it is wrapped, too: a line of plain text would be wider than the screen.
    return f"<p style='white-space: pre-wrap'>{escape(_LONG.sub(_breakable, words))}</p>"


def _breakable(word: re.Match[str]) -> str:
    return "\u200b".join(word[0][place : place + NARROW] for place in range(0, len(word[0]), NARROW))


def cut(words: str, most: int) -> str:
    """The words, or as many characters of them and an ellipsis."""
    return words if len(words) <= most else f"{words[: most - 1]}…"


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
    return narrow(words, most).replace("&", "&&")
