"""What each action does, found by its id. A handler builds commands and sends them; it touches nothing live."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl

from selcore.history.store import Change
from selcore.values.commands import Run, Select
from selcore.values.outcomes import Failed, Refused

from ..compare.actions import CompareHandlers
from ..history.actions import HistoryHandlers
from ..history.filter_actions import FilterHandlers
from ..objects.actions import ObjectHandlers
from ..recording.actions import RecordingHandlers
from ..scaling.actions import ScalingHandlers
from ..selector.actions import SelectorHandlers
from ..session.actions import ExperimentHandlers
from ..session.dropping import DropHandlers
from ..timeline.actions import TimelineHandlers
from ..warnings.actions import WarningHandlers
from ..why.actions import ExplainHandlers
from .actions import ViewHandlers
from .dialogs import DialogHandlers

if TYPE_CHECKING:
    from .main_window import MainWindow


class Handlers:
    """All of them."""

    def __init__(self, window: "MainWindow"):
        self.window = window
        self.objects = ObjectHandlers(window)
        self.selector = SelectorHandlers(window)
        self.experiments = ExperimentHandlers(window)
        self.dropping = DropHandlers(window)
        self.view = ViewHandlers(window)
        self.compare = CompareHandlers(window)
        self.recordings = RecordingHandlers(window)
        self.dialogs = DialogHandlers(window)
        self.explain = ExplainHandlers(window)
        self.warnings = WarningHandlers(window)
        self.filters = FilterHandlers(window)
        self.history = HistoryHandlers(window)
        self.scaling = ScalingHandlers(window)
        self.timeline = TimelineHandlers(window)
        rooms = (
            *(self.objects, self.selector, self.experiments, self.view, self.dialogs, self.history),
            *(self.compare, self.explain, self.warnings, self.filters, self.scaling, self.timeline),
        )
        self._table: dict[str, Callable[[bool], None]] = {}
        for room in (*rooms, self.recordings):
            self._table |= room.table()

    def more(self) -> None:
        """Know the actions that the window makes last, too (``actions.more_actions``)."""
        self._table |= self.objects.more() | self.experiments.more()

    def do(self, id: str, checked: bool) -> None:
        """Do what the action of that id does."""
        self.window.acts.fill()
        self._table[id](checked)
        self.window.refresh_actions()

    def fold(self, change: Change) -> None:
        """Show what was refused, and forget it once something else was done."""
        self.window.recording_banner.refresh(self.window.bridge.playback)
        if self.window.bridge.playback is None:
            self._show_refused(change)
        self.objects.fold(change)
        self.experiments.fold(change)

    def _show_refused(self, change: Change) -> None:
        """The strip has what the last of these commands left there: to show each takes a thousand times as long."""
        last: tuple[object, Refused | None] | None = None
        for entry in change.entries:
            outcome = entry.outcome
            refused = (
                outcome if isinstance(outcome, Refused) else outcome.error if isinstance(outcome, Failed) else None
            )
            if entry.during is not None:
                continue
            if refused is None:
                if not isinstance(entry.command, Select | Run):  # calling select() is no answer to what was refused
                    last = entry.command, None
            elif not self.objects.refused_in_form(entry.command, refused):
                last = entry.command, refused
        self._show_last(last)

    def _show_last(self, last: "tuple[object, Refused | None] | None") -> None:
        strip = self.window.files.refusal
        if last is not None and last[1] is not None:
            strip.show_refusal(last[0], last[1])  # type: ignore[arg-type]
        elif last is not None:
            strip.dismiss()

    def show_checks(self) -> None:
        """Tick the actions that are on."""
        self.objects.show_checks()
        self.selector.show_checks()
        self.view.show_checks()
        self.filters.show_checks()
        self.timeline.show_checks()
        self.history.show_checks()

    # What panels ask directly.

    def tick(self, name: str, event: str, on: bool) -> None:
        self.objects.tick(name, event, on)

    def use_backend(self, id: str) -> None:
        self.selector.use_backend(id)

    def set_pace(self, pace: float | None) -> None:
        self.selector.set_pace(pace)

    def may_lose(self) -> bool:
        return self.experiments.may_lose()

    def drop(self, urls: list[QUrl]) -> None:
        self.dropping.drop(urls)
