"""What is known of one object, and of the calls in a row that reported it while nobody served it."""

from ..kinds import find_kind
from ..values.commands import Command, Modify, Unregister
from ..values.facts import ObjectState
from ..values.masks import READ, to_events
from ..values.observed import State
from .thresholds import AGAIN

GONE: tuple[State, ...] = ("closed", "closed elsewhere")


class Streak:
    """Calls of one selector in a row that returned the object unserved; ``since`` are the calls they began with."""

    __slots__ = ("raw", "read", "read_since", "selector", "write", "write_since")

    def __init__(self, selector: str):
        self.selector = selector
        self.read = self.write = 0
        self.read_since = self.write_since = 0
        self.raw: int | None = None


class ObjectRecord:
    """One object. ``registered`` and ``closed`` follow the commands, ``state`` is the latest that the worker told.

    ``ended``: a read met the end, or the other end is closed; ``bitten``: the call that was made while it was closed
    and registered; ``other``: whose descriptor its number is now (``?``: nobody's we know); ``stale``: calls that an
    entry it left behind made return empty, from call ``stale_since`` on, of the selector ``stale_in``.
    """

    def __init__(self, name: str):
        self.name = name
        self.state: ObjectState | None = None
        self.registered: set[str] = set()
        self.closed = False
        self.ended = False
        self.bitten: int | None = None
        self.other = ""
        self.full = 0
        self.refused = False
        self.stale = self.stale_since = 0
        self.stale_in = ""
        self.streaks: dict[str, Streak] = {}

    @property
    def kind(self) -> str:
        return self.state.kind if self.state is not None else ""

    @property
    def fd(self) -> int:
        return self.state.fd if self.state is not None else -1

    @property
    def is_process(self) -> bool:
        """Whether it stands for a process itself, not for one of its pipes."""
        kind = find_kind(self.kind)
        return kind is not None and kind.of_process and not self.name.endswith((".stdin", ".stdout", ".stderr"))

    @property
    def unconnected(self) -> bool:
        """Whether it is a socket that has no connection and is making none."""
        return self.state is not None and self.state.state == "not connected"

    @property
    def listens(self) -> bool:
        return self.state is not None and (
            self.state.state in ("listening", "paused") or self.kind.endswith("listener")
        )

    @property
    def callback(self) -> str:
        """The id of its callback; empty where none is called."""
        found = self.state.callback if self.state is not None else ""
        return "" if found == "none" else found

    @property
    def ends(self) -> bool:
        """Whether an empty read is the end, and no empty message."""
        kind = find_kind(self.kind)
        return kind is None or kind.makes.style.ends

    @property
    def is_file(self) -> bool:
        """Whether it is on a disk: ready whatever happens."""
        kind = find_kind(self.kind)
        return kind is not None and kind.group == "files"

    def unserved(self, event: int) -> Streak | None:
        """The streak for this event that is long enough, in whichever selector."""
        for streak in self.streaks.values():
            if (streak.read if event == READ else streak.write) >= AGAIN:
                return streak
        return None

    def left(self) -> set[str]:
        """The selectors that it is registered in though it is closed."""
        return self.registered if self.closed else set()

    def without(self, event: int, selector: str) -> Command:
        """Watch it no longer for this event: the rest goes on as it is."""
        state, inside = self.state, selector or None
        known = state is not None and not selector and state.asked is not None
        mask = max(state.asked or 0, 0) & ~event if known and state is not None else 0
        if not mask or state is None:
            return Unregister(name=self.name, inside=inside)
        callback = state.callback or "none"
        return Modify(name=self.name, events=tuple(to_events(mask)), callback=callback, options=state.options)


def duplicates(id: str) -> bool:
    """Whether what this kind opens is its peer's descriptor once more."""
    kind = find_kind(id)
    return kind is not None and kind.duplicates
