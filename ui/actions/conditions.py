"""When an action can be done: each condition by its name, so that the list of actions stays data."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from selcore.values.facts import ObjectState

from .actions import Action

if TYPE_CHECKING:
    from ..shell.main_window import MainWindow

BUSY = ("waiting", "running", "spinning")


def _current(window: "MainWindow") -> bool:
    return window.files.current() is not None


def _selected(window: "MainWindow") -> bool:
    return window.files.view.selectionModel().hasSelection() or window.files.view.currentIndex().isValid()


def _listener(window: "MainWindow") -> bool:
    state = window.files.current()
    return state is not None and state.state == "listening"


def _peer(window: "MainWindow") -> bool:
    state = window.files.current()
    peer = window.store.objects.get(state.peer) if state is not None else None
    return peer is not None and peer.state not in ("closed", "listening")


def _process(window: "MainWindow") -> bool:
    state = window.files.current()
    return state is not None and state.kind in ("process", "pidfd")


def _payload(window: "MainWindow") -> bool:
    state = window.files.current()
    return state is not None and window.files.payload(state.name) is not None


def _spinning(window: "MainWindow") -> bool:
    status = window.store.status
    return status is not None and status.state == "spinning" and bool(status.busy)


def _recordable(window: "MainWindow") -> bool:
    return window.bridge.state != "dead" and window.bridge.playback is None and window.recording_badge.recorder is None


def _is_over(state: ObjectState) -> bool:
    return state.state == "closed" and state.registered is None


CONDITIONS: dict[str, Callable[["MainWindow"], bool]] = {
    "current": _current,
    "selected": _selected,
    "listener": _listener,
    "peer": _peer,
    "process": _process,
    "payload": _payload,
    "row": lambda window: window.history.view.selectionModel().hasSelection(),
    "testable": lambda window: window.history.cell_test() is not None,
    "rows": lambda window: bool(window.store.rows),
    "free": lambda window: window.bridge.state == "idle",
    "timeout": lambda window: window.selector.timeout_valid(),
    "waiting": lambda window: window.bridge.state in BUSY,
    "looping": lambda window: window.bridge.state in BUSY[1:],
    "open": lambda window: any(state.state != "closed" for state in window.files.selected()),
    "closed": lambda window: any(_is_over(state) for state in window.store.objects.values()),
    "refusal": lambda window: window.files.refusal.has_remedy,
    "spinning": _spinning,
    "warning": lambda window: window.warnings.remedy() is not None,
    "timeline": lambda window: window.timeline_dock.isVisibleTo(window),
    "recordable": _recordable,
    "recording": lambda window: window.recording_badge.recorder is not None,
    "live": lambda window: window.bridge.playback is None,
    "recorded": lambda window: window.bridge.playback is not None,
    "dead": lambda window: window.bridge.state == "dead",
}


class Need(NamedTuple):
    """What many actions have in common: those of one ``Need`` are enabled and disabled together."""

    conditions: tuple[str, ...]
    asks_the_worker: bool
    mends_the_worker: bool

    @classmethod
    def of(cls, action: Action) -> "Need":
        return cls(action.needs, action.menu.startswith(("object", "selector")), action.id.startswith("worker."))


class Moment:
    """The conditions as they are now: each is looked at once, however many actions need it."""

    def __init__(self, window: "MainWindow"):
        self._window = window
        self._known: dict[str, bool] = {}

    def has(self, need: Need) -> bool:
        """Whether all that is needed is there. Without a living worker nothing can be asked of it."""
        if need.asks_the_worker and self._window.bridge.state == "dead":
            return need.mends_the_worker
        if need.asks_the_worker and self._window.bridge.playback is not None:
            return False  # a recording is only looked at
        return all(map(self._holds, need.conditions))

    def _holds(self, condition: str) -> bool:
        if condition not in self._known:
            self._known[condition] = CONDITIONS[condition](self._window)
        return self._known[condition]
