"""The texts of the history's cells as they are drawn, each laid out once: the same few words stand in most rows."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QStaticText

from selcore.wording.unseen import coded

from ..kit import theme
from .cells import COLUMNS, alignment

KEPT = 1024
"""Texts after which those that were not drawn meanwhile are forgotten: the row that grows is another text each time."""
_FRESH = {"time", "call"}
"""Cells that are another in each row: not kept for the next frame."""
_MIDDLE = {"object", "raw", "did"}
"""Cells whose words are told apart by their ends: names, and flags after EPOLLIN."""
_ALIGNMENT = {name: alignment(name) for name in COLUMNS}
_RIGHT = {name for name in COLUMNS if _ALIGNMENT[name] & Qt.AlignmentFlag.AlignRight}
_MEANINGS = ("read", "write", "error", "quiet", "accent", "ended")

Piece = tuple[QStaticText, int, int]
"""A text, and how far from the left and the top of its cell it stands."""


class Ink:
    """Colours, fonts and laid-out texts, with the codes of what cannot be seen in them.

    ``begin`` with a painter, ``draw`` cells; ``pens`` by their meanings.
    """

    def __init__(self, font: QFont):
        self.pens = {meaning: theme.colour(meaning) for meaning in _MEANINGS}
        self._fonts = {True: theme.code_font(), False: font}
        self._metrics = {code: QFontMetrics(one) for code, one in self._fonts.items()}
        self._widest = self._metrics[False].horizontalAdvance("0,000") // 5 + 1
        self._pieces: dict[tuple[str, str, int, bool], Piece] = {}
        self._before = self._pieces

    def begin(self, painter: QPainter, height: int) -> None:
        """Draw with this one, into rows of that height."""
        self._painter, self._height = painter, height
        self._pen: QColor | None = None
        self._code = False
        painter.setFont(self._fonts[False])

    def end(self) -> None:
        """No more with this one: a painter that is kept is never ended."""
        del self._painter

    def fits(self, code: str, width: int) -> bool:
        """Whether a command has room there."""
        return self._metrics[True].horizontalAdvance(code) <= width

    def fits_words(self, words: str, width: int) -> bool:
        """Whether a name has room there."""
        return len(words) * self._widest <= width or self._metrics[False].horizontalAdvance(words) <= width

    def draw(self, left: int, top: int, width: int, text: str, name: str, pen: QColor, middle: bool) -> None:
        """A cell; what has no room is cut at its end, or in the ``middle``."""
        painter, code = self._painter, name == "command"
        if pen is not self._pen:
            painter.setPen(pen)
            self._pen = pen
        if code is not self._code:
            painter.setFont(self._fonts[code])
            self._code = code
        if name in _FRESH and len(text) * self._widest <= width:
            painter.drawText(QRect(left, top, width, self._height), _ALIGNMENT[name], text)
            return
        piece, right, down = self._pieces.get((text, name, width, middle)) or self._piece(text, name, width, middle)
        painter.drawStaticText(left + right, top + down, piece)

    def _piece(self, text: str, name: str, width: int, middle: bool) -> Piece:
        if len(self._pieces) >= KEPT:
            self._pieces, self._before = {}, self._pieces
        known = self._before.get((text, name, width, middle))
        if known is not None:
            self._pieces[text, name, width, middle] = known
            return known
        modes, code = Qt.TextElideMode, name == "command"
        elide = modes.ElideMiddle if middle or (name in _MIDDLE and "→" not in text) else modes.ElideRight
        words = " ".join(coded(text).splitlines())
        # Columns are as wide as whole pixels say; the words themselves may have a part of one more.
        piece = QStaticText(self._metrics[code].elidedText(words, elide, width + 1))
        piece.setTextFormat(Qt.TextFormat.PlainText)
        piece.prepare(font=self._fonts[code])
        size = piece.size()
        right = width - round(size.width()) if name in _RIGHT else 0
        found = self._pieces[text, name, width, middle] = piece, right, (self._height - round(size.height())) // 2
        return found
