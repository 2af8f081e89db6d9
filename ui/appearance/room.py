"""How large words can be in a window of some size, and which panels give way to that."""

NEEDS = (960, 600)
"""Pixels at the system's size of words in which the bar of the selector and three panels side by side can be used, and
a list above the timeline or an experiment: words are larger by as much as a window has more."""
WANTED = 1.2
"""How much larger words are to be for a class: a window in which they are not gives panels up for them."""
SPARED = {"details": (120, 0), "timeline": (0, 90)}
"""Pixels of the window's width and height that it needs no more without that panel, first the one that goes first."""


def growth(width: int, height: int, gone: tuple[str, ...] = ()) -> float:
    """How large words are, of what the system says, in a window of that size without these panels; at least 1."""
    wide = NEEDS[0] - sum(SPARED[name][0] for name in gone)
    high = NEEDS[1] - sum(SPARED[name][1] for name in gone)
    return max(min(width / wide, height / high), 1.0)


def give_way(width: int, height: int) -> tuple[str, ...]:
    """The panels without which words are as large as they are to be, as few as will do, or all that may go."""
    gone: tuple[str, ...] = ()
    sizes = {0: width / NEEDS[0], 1: height / NEEDS[1]}
    for name, spared in SPARED.items():
        short = any(spared[side] and sizes[side] < WANTED for side in (0, 1))
        gone += (name,) if short else ()
    return gone
