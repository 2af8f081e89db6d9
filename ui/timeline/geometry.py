"""How large what is drawn on the timeline is: as its words need, in whatever font, and no smaller than at first."""

from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontMetrics

SMALLER, LEAST = 1.5, 6.5
"""Points by which words on lanes and on the axis are smaller than names; no smaller than the second."""
NAME = "server.128"
"""What a name has room for."""
TIME = "-500.000 ms"
"""The same beside a tick."""
BESIDE = 10
"""Pixels before a name."""


@dataclass(frozen=True)
class Geometry:
    """Pixels of the widget. Of a lane: its height, where the box of what was returned begins, how high that is, and
    where the line of what is watched is beneath it. ``axis`` is the height above the lanes, ``names`` the width beside
    them; between ticks are at least ``tick``, and marks whose letters are shown stand ``mark`` apart.

    ``letter`` is the room of each letter of what is watched for, ``plate`` the height of words that stand over lanes.
    """

    lane: int = 24
    box_top: int = 3
    box: int = 15
    watch: int = 20
    axis: int = 24
    names: int = 116
    tick: int = 88
    mark: int = 11
    letter: int = 13
    plate: int = 17

    @property
    def name_room(self) -> int:
        """What of ``names`` a name may take: the letters of what is watched for stand after it."""
        return self.names - BESIDE - 2 * self.letter - 4


def small(font: QFont) -> QFont:
    """That of the words on lanes and on the axis."""
    found = QFont(font)
    found.setPointSizeF(max(font.pointSizeF() - SMALLER, LEAST))
    return found


def sizes_for(font: QFont) -> Geometry:
    """For names in that font."""
    least, names, words = Geometry(), QFontMetrics(font), QFontMetrics(small(font))
    box = max(least.box, words.height())
    watch = max(least.watch, least.box_top + box + 2)
    letter = max(least.letter, names.horizontalAdvance("W") + 2)
    return Geometry(
        lane=max(watch + 4, names.height() + 4),
        box=box,
        watch=watch,
        axis=max(least.axis, words.height() + 8),
        names=max(least.names, BESIDE + names.horizontalAdvance(NAME) + 2 * letter + 4),
        tick=max(least.tick, words.horizontalAdvance(TIME) + 12),
        mark=max(least.mark, words.horizontalAdvance("W") + 2),
        letter=letter,
        plate=max(least.plate, words.height() + 2),
    )
