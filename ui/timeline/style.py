"""How each kind of segment looks: a colour that means something, a hatch or letter beside it, in numbers for numpy."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette

from selcore.timeline.segments import SegmentKind

from ..kit import theme

PERIOD = 8
"""Pixels after which a hatch repeats."""
LEVELS = 16
"""Steps of how much of a pixel is covered."""
PLAIN, RISING, FALLING, CROSSED, UPRIGHT, DOTTED = range(6)
BRUSHES = (
    Qt.BrushStyle.SolidPattern,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.FDiagPattern,
    Qt.BrushStyle.DiagCrossPattern,
    Qt.BrushStyle.VerPattern,
    Qt.BrushStyle.Dense6Pattern,
)


class SegmentStyle(NamedTuple):
    """The colour's meaning, how strong the ground is (0 to 1), the hatch and its meaning, the letter for a wide one."""

    meaning: str
    strength: float
    hatch: int = PLAIN
    line: str = ""
    letter: str = ""


LOOKS: dict[int, SegmentStyle] = {
    SegmentKind.BLOCKED: SegmentStyle("quiet", 0.14),
    SegmentKind.EMPTY: SegmentStyle("quiet", 0.10, DOTTED),
    SegmentKind.WAITING: SegmentStyle("accent", 0.10, DOTTED),
    SegmentKind.STOPPED: SegmentStyle("ended", 0.14, RISING),
    SegmentKind.FAILED: SegmentStyle("error", 0.6, PLAIN, "", "✕"),
    SegmentKind.MANY: SegmentStyle("quiet", 0.32, UPRIGHT),
    SegmentKind.TURN: SegmentStyle("error", 0.22),
    SegmentKind.CALLBACKS: SegmentStyle("accent", 0.75),
    SegmentKind.HELD_OTHER: SegmentStyle("disagree", 0.14, DOTTED, "", "0"),
    SegmentKind.HELD_READ: SegmentStyle("read", 0.16, RISING, "", "R"),
    SegmentKind.HELD_WRITE: SegmentStyle("write", 0.16, FALLING, "", "W"),
    SegmentKind.HELD_BOTH: SegmentStyle("read", 0.16, FALLING, "write", "RW"),
    SegmentKind.MANY_OTHER: SegmentStyle("disagree", 0.3, UPRIGHT, "", "0"),
    SegmentKind.MANY_READ: SegmentStyle("read", 0.36, RISING, "", "R"),
    SegmentKind.MANY_WRITE: SegmentStyle("write", 0.36, FALLING, "", "W"),
    SegmentKind.MANY_BOTH: SegmentStyle("read", 0.36, FALLING, "write", "RW"),
    SegmentKind.OTHER: SegmentStyle("disagree", 0.5, PLAIN, "", "0"),
    SegmentKind.READ: SegmentStyle("read", 0.55, RISING, "", "R"),
    SegmentKind.WRITE: SegmentStyle("write", 0.55, FALLING, "", "W"),
    SegmentKind.BOTH: SegmentStyle("read", 0.55, FALLING, "write", "RW"),
}
WATCHES = {
    SegmentKind.WATCH_OTHER: ("disagree",),
    SegmentKind.WATCH_READ: ("read",),
    SegmentKind.WATCH_WRITE: ("write",),
    SegmentKind.WATCH_BOTH: ("read", "write"),
}
MARKS = {
    SegmentKind.COMMAND: ("quiet", "·"),
    SegmentKind.OPENED: ("quiet", "+"),
    SegmentKind.CLOSED: ("ended", "×"),
    SegmentKind.EOF: ("ended", "EOF"),
    SegmentKind.ERROR: ("error", "!"),
}


def rgb(colour: QColor) -> int:
    """As a pixel of a picture without transparency."""
    return 0xFF000000 | (colour.red() << 16) | (colour.green() << 8) | colour.blue()


class Paints:
    """The looks in the colours of the theme in use. ``ground[kind, level]``, ``line[kind, level]`` are pixels."""

    def __init__(self, palette: QPalette):
        self.base = palette.color(QPalette.ColorRole.Base)
        self.text = palette.color(QPalette.ColorRole.Text)
        self.band = palette.color(QPalette.ColorRole.AlternateBase)
        self.grid = theme.mix(self.base, palette.color(QPalette.ColorRole.Mid), 0.55)
        self.current = palette.color(QPalette.ColorRole.Highlight)
        self.quiet = theme.colour("quiet")
        self.accent = theme.colour("accent")
        size = max(LOOKS) + 1
        self.hatch = np.zeros(size, np.int64)
        self.ground = np.zeros((size, LEVELS), np.uint32)
        self.line = np.zeros((size, LEVELS), np.uint32)
        self.edge = np.zeros(size, np.uint32)
        for kind, look in LOOKS.items():
            self.hatch[kind] = look.hatch
            self.edge[kind] = rgb(self.outline(kind))
            for level in range(LEVELS):
                part = 0.45 + 0.55 * level / (LEVELS - 1)
                self.ground[kind, level] = rgb(theme.mix(self.base, self.fill(kind), part))
                self.line[kind, level] = rgb(theme.mix(self.base, self.stroke(kind), part))
        self.watch = {kind: [rgb(theme.colour(one)) for one in ones] for kind, ones in WATCHES.items()}

    def fill(self, kind: int) -> QColor:
        look = LOOKS[kind]
        return theme.mix(self.base, theme.colour(look.meaning), look.strength)

    def stroke(self, kind: int) -> QColor:
        """Of the hatch."""
        look = LOOKS[kind]
        strength = min(look.strength + 0.35, 1.0) if look.hatch != DOTTED else look.strength + 0.2
        return theme.mix(self.base, theme.colour(look.line or look.meaning), strength)

    def outline(self, kind: int) -> QColor:
        look = LOOKS[kind]
        return theme.mix(self.base, theme.colour(look.meaning), min(look.strength + 0.5, 1.0))

    def ink(self, kind: int) -> QColor:
        """Of words upon it: whichever of the two stands out more."""
        return self.base if LOOKS[kind].strength > 0.58 else self.text


def hatches(height: int, ratio: int) -> npt.NDArray[np.bool_]:
    """Which pixels are line, by row and then by ``hatch * period + column``; a line is ``ratio`` pixels wide."""
    period = PERIOD * ratio
    y, x = np.meshgrid(np.arange(height), np.arange(period), indexing="ij")
    rising, falling = (x + y) % period < ratio, (x - y) % period < ratio
    upright = x % (period // 2) < ratio
    dotted = ((x // ratio) % 4 == 0) & ((y // ratio + 2 * (x // ratio // 4)) % 4 == 0)
    return np.concatenate([np.zeros_like(rising), rising, falling, rising | falling, upright, dotted], axis=1)
