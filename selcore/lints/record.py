"""What is known about one object, and about consecutive calls that reported it while nobody served it."""

from ..kinds import find_kind
from ..values.commands import Command, Modify, Unregister
from ..values.facts import ObjectState
from ..values.masks import READ, known_events, to_events
from ..values.observed import State
from ..values.text import Text
from .thresholds import AGAIN

GONE: tuple[State, ...] = ("closed", "closed elsewhere")


class Streak:
    """Consecutive calls of one selector that returned the object unserved. ``*_since`` are the first ones' numbers."""

    __slots__ = ("raw", "read", "read_since", "selector", "waiting", "write", "write_since")

    def __init__(self, selector: str):
        self.selector = selector
        self.read = self.write = 0
        self.read_since = self.write_since = 0
        self.raw: int | None = None
        self.waiting: int | None = None
        """Bytes that could be read when it was last looked at."""


class ObjectRecord:
    """What is known about one object. ``registered`` and ``closed`` follow the commands, in their order."""

    def __init__(self, name: str):
        self.name = name
        self.state: ObjectState | None = None
        """The latest state that the worker reported; it may be ahead of the facts of its batch."""
        self.registered: set[str] = set()
        """The selectors in which it is registered; ``""`` is the session's own."""
        self.closed = False
        self.kept = False
        """Whether its descriptor stayed open when it was closed, being another's."""
        self.ended = False
        """Whether a read met the end, or the other end is closed."""
        self.bitten: int | None = None
        """The number of the first call made while it was closed and registered."""
        self.other = ""
        """The object that has its descriptor number now; ``?`` if it is not known."""
        self.full = 0
        """The number of the call at which ``refused`` last changed."""
        self.refused = False
        """Whether accept() failed for lack of descriptors."""
        self.stale = self.stale_since = 0
        """Calls in a row that returned nothing early because of an entry it left behind, and the first of them."""
        self.stale_in = ""
        """The selector of those calls."""
        self.streaks: dict[str, Streak] = {}

    @property
    def kind(self) -> str:
        return self.state.kind if self.state is not None else ""

    @property
    def fd(self) -> int:
        return self.state.fd if self.state is not None else -1

    @property
    def is_process(self) -> bool:
        """Whether it is a process itself and not one of its pipes."""
        kind = find_kind(self.kind)
        return kind is not None and kind.of_process and not self.name.endswith((".stdin", ".stdout", ".stderr"))

    @property
    def unconnected(self) -> bool:
        """Whether it is a socket without a connection, and none is being made."""
        return self.state is not None and self.state.state == "not connected"

    @property
    def listens(self) -> bool:
        return self.state is not None and (
            self.state.state in ("listening", "paused") or self.kind.endswith("listener")
        )

    @property
    def callback(self) -> str:
        """The id of its callback; empty if it has none."""
        found = self.state.callback if self.state is not None else ""
        return "" if found == "none" else found

    @property
    def ends(self) -> bool:
        """Whether an empty read means the end, rather than an empty message."""
        kind = find_kind(self.kind)
        return kind is None or kind.makes.style.ends

    @property
    def has_ended(self) -> bool:
        """Whether an empty read was the end: not an empty packet, nor an end that was typed at a terminal."""
        return self.ends and self.state is not None and self.state.state in ("eof", *GONE)

    @property
    def ends_until(self) -> Text | None:
        """What keeps its end from lasting for ever; None where nothing does."""
        kind = find_kind(self.kind)
        return kind.ends_until(self.name) if kind is not None else None

    @property
    def is_selector(self) -> bool:
        """Whether it is an opened selector: it is served by calling its ``select()``."""
        return self.kind == "selector"

    @property
    def is_file(self) -> bool:
        """Whether it is a file on a disk, which is always ready."""
        kind = find_kind(self.kind)
        return kind is not None and kind.group == "files"

    def unserved(self, event: int) -> Streak | None:
        """The first streak of this event that is long enough, of any selector.

        None where the key asks for that event no more: the last calls of a group are told with the command that ended
        it, and may be counted after it.
        """
        for streak in self.streaks.values():
            if self._asks_no_more(streak.selector, event):
                continue
            if (streak.read if event == READ else streak.write) >= AGAIN:
                return streak
        return None

    def _asks_no_more(self, selector: str, event: int) -> bool:
        """Whether it is known that the session's own selector is not asked for that event."""
        asked = self.state.asked if self.state is not None and not selector else None
        return asked is not None and not known_events(asked) & event

    def left(self) -> set[str]:
        """The selectors in which it is still registered although it is closed."""
        return self.registered if self.closed else set()

    def without(self, event: int, selector: str) -> Command:
        """The command that stops watching this event and keeps the rest of the registration."""
        state, inside = self.state, selector or None
        known = state is not None and not selector and state.asked is not None
        mask = known_events(state.asked) & ~event if known and state is not None else 0
        if not mask or state is None:
            return Unregister(name=self.name, inside=inside)
        callback = state.callback or "none"
        events = tuple(to_events(mask))
        return Modify(name=self.name, events=events, callback=callback, options=state.options, data=state.data)


def duplicates(id: str) -> bool:
    """Whether objects of this kind duplicate their peer's descriptor."""
    kind = find_kind(id)
    return kind is not None and kind.duplicates
