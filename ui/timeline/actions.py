"""Actions on the timeline: show it, zoom, follow, save. What is chosen there is chosen everywhere, and vice versa."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from ..actions.action_table import Do
from ..actions.conditions import Condition
from ..session.context import ActionContext
from ..session.panel import Deferred
from ..session.room_actions import RoomActions
from ..session.saving import say_saving
from ..session.selection import Selection

if TYPE_CHECKING:
    from .panel import TimelinePanel
    from .timeline import Timeline

KEYS = (("+", "timeline.zoom-in"), ("=", "timeline.zoom-in"), ("-", "timeline.zoom-out"), ("0", "timeline.zoom-fit"))
"""While the timeline has the keyboard."""
BUTTONS = tuple(f"timeline.{do}" for do in ("follow", "zoom-out", "zoom-in", "zoom-fit", "save"))
"""The actions that are its buttons."""


def tr(source: str) -> str:
    return QCoreApplication.translate("TimelineHandlers", source)


class TimelineActions(RoomActions):
    """Actions that change only what is shown."""

    def __init__(self, context: ActionContext):
        super().__init__(context)
        self.panel = Deferred(self._make, self._connect)

    def table(self) -> dict[str, Do]:
        return {
            "view.timeline": self._show,
            "timeline.follow": lambda on: self._view.set_following(on),
            "timeline.all-lanes": lambda on: self._view.show_all_lanes(on),
            "timeline.zoom-in": lambda _: self._zoom(-2),
            "timeline.zoom-out": lambda _: self._zoom(2),
            "timeline.zoom-fit": lambda _: self._view.fit(),
            "timeline.previous": lambda _: self._view.step_edge(False),
            "timeline.next": lambda _: self._view.step_edge(True),
            "timeline.save": lambda _: self._choose_target(),
        }

    def conditions(self) -> dict[str, Condition]:
        return {"timeline": self._is_open}

    def checks(self) -> dict[str, bool]:
        found = {"view.timeline": self._is_open()}
        if self.panel.made is not None:
            found |= {"timeline.follow": self._view.following, "timeline.all-lanes": self._view.every_lane}
        return found

    # Its panel.

    def _make(self) -> "TimelinePanel":
        from .panel import TimelinePanel

        store, bridge = self._context.store, self._context.bridge
        return TimelinePanel(store, bridge.feed.lanes, store.row, lambda: not bridge.resting)

    def _connect(self, panel: "TimelinePanel") -> None:
        context = self._context
        context.bridge.lanes_in_sight = panel.isVisible
        context.actions.draw(BUTTONS)  # it may be in sight before the others have their icons
        panel.fill(*(context.actions[id] for id in BUTTONS))
        for keys, id in KEYS:
            context.actions.add_key(keys, panel.view, id)
        panel.view.chosen.connect(self.chosen)
        panel.view.lane_chosen.connect(self.lane_chosen)
        panel.view.following_changed.connect(lambda on: context.refresh_actions())
        self.show_selection(context.selection.value)
        context.refresh_actions()

    @property
    def _view(self) -> "Timeline":
        return self.panel().view

    def _is_open(self) -> bool:
        return self._context.navigate.is_open("timeline")

    def _show(self, on: bool) -> None:
        if on:
            self._context.navigate.show_dock("timeline")
            self._view.setFocus()
        else:
            self._context.navigate.hide_dock("timeline")

    def _zoom(self, steps: int) -> None:
        from .timeline import ZOOM

        self._view.zoom(ZOOM**steps)

    # What is chosen here and elsewhere.

    def show_selection(self, selection: Selection) -> None:
        """The lane of the chosen object, and what belongs to the chosen row."""
        if self.panel.made is not None:
            row = self._context.store.row(selection.serial) if selection.serial >= 0 else None
            self.panel.made.show_chosen(selection.name, row)

    def clear(self) -> None:
        """The history was cleared, and with it what the lanes were made of."""
        if self.panel.made is not None:
            self._view.clear()

    def chosen(self, serial: int) -> None:
        """A segment was chosen: so is its row, if it is kept."""
        row = self._context.store.row(serial)
        self._context.selection.row(row)
        if row is None:
            self._context.say(tr("Its row is no longer kept in the history"))

    def lane_chosen(self, name: str) -> None:
        """A lane was chosen: so is its file object."""
        if name in self._context.store.objects:
            self._context.selection.objects((name,))

    # Saving it.

    def _choose_target(self) -> None:
        from ..questions.files import choose_target

        title, filter = tr("Save the timeline"), tr("Pictures (*.png *.svg)")
        choose_target(self._context.parent, "timeline.target", title, "timeline.png", filter, self.save_to)

    def save_to(self, path: Path) -> None:
        """Write the picture. If it could not be written, the reason is said."""
        from .saving import picture

        try:
            made = picture(self._view, path.suffix)
        except ValueError as error:
            self._not_saved(error)
            return
        say_saving(self._context, path)
        self._context.writer.write(path, lambda: made, partial(self._saved, path))

    def _saved(self, path: Path, error: BaseException | None) -> None:
        if error is not None:
            self._not_saved(error)
        else:
            self._context.say(tr("Saved {path}").format(path=str(path)))

    def _not_saved(self, error: BaseException) -> None:
        self._context.say(tr("Not saved: {error}").format(error=f"{type(error).__name__}: {error}"))
