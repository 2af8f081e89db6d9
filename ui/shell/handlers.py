"""The actions of all rooms. Each room gets the shared services and its own panels."""

from collections.abc import Callable, Iterator
from typing import Any

from ..code.actions import CodeActions
from ..compare.actions import CompareActions
from ..data.actions import DataActions
from ..experiment.actions import ExperimentActions
from ..exporting.actions import ExportActions
from ..history.actions import HistoryActions
from ..history.filter_actions import FilterActions
from ..kernel.actions import KernelActions
from ..objects.actions import ObjectActions
from ..objects.opening import OpeningActions
from ..programs.actions import ProgramRunActions
from ..recording.actions import RecordingActions
from ..scaling.actions import ScalingActions
from ..selector.actions import SelectorActions
from ..session.actions import SessionActions
from ..session.context import ActionContext
from ..session.dropping import Drops
from ..session.panel import Deferred
from ..session.room_actions import RoomActions
from ..timeline.actions import TimelineActions
from ..unsaved.actions import UnsavedActions
from ..warnings.actions import WarningActions
from ..why.actions import WhyActions
from .panels import Panels


class Handlers:
    """The rooms' actions, by room. Iterated in the order in which they are told what happened."""

    def __init__(self, context: ActionContext, panels: Panels, close_window: Callable[[], object]):
        files, chosen = panels.files, panels.selector.backend.currentData
        self.experiments = SessionActions(context, chosen, close_window, panels.badge.recorded_to)
        self.recordings = RecordingActions(context, panels.badge, panels.banner, self.experiments)
        self.unsaved = UnsavedActions(context, panels.cards.offer, self.experiments)
        self.stepping = ExperimentActions(context, self.experiments)
        self.programs = ProgramRunActions(context, self.experiments, panels.state_line)
        self.opening = OpeningActions(context, files)
        self.objects = ObjectActions(context, files)
        self.selector = SelectorActions(context, panels.selector, panels.state_line)
        self.compare = CompareActions(context)
        self.exports = ExportActions(context)
        self.explain = WhyActions(context, panels.why, files.hindrance)
        self.kernel = KernelActions(context)
        self.code = CodeActions(context)
        self.data = DataActions(context, self.objects.send_again)
        self.warnings = WarningActions(context, panels.warnings, files.warn)
        self.history = HistoryActions(context, panels.history)
        self.filters = FilterActions(context, panels.history)
        self.scaling = ScalingActions(context)
        self.timeline = TimelineActions(context)
        self.dropping = Drops(
            context.questions,
            context.reader,
            context.say,
            self.experiments.open_recent,
            self.opening.open_path,
            self.programs.open_form,
        )
        context.actions.register(*self)

    def __iter__(self) -> Iterator[RoomActions]:
        yield from (self.recordings, self.opening, self.objects, self.experiments, self.stepping)
        yield from (
            self.selector,
            self.compare,
            self.exports,
            self.explain,
            self.kernel,
            self.code,
            self.data,
            self.warnings,
            self.history,
            self.filters,
        )
        yield from (self.scaling, self.timeline, self.programs, self.unsaved)

    def deferred(self) -> dict[str, Deferred[Any]]:
        """The panels that are made late, by the names of their docks."""
        return {
            "experiment": self.stepping.panel,
            "data": self.data.panel,
            "refusals": self.explain.refusals,
            "kernel": self.kernel.panel,
            "code": self.code.panel,
            "timeline": self.timeline.panel,
            "output": self.programs.output,
            "turns": self.programs.turns,
        }
