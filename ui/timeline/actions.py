"""The timeline: shown or not, zoomed, followed, saved; what is selected there is selected in the history, and back."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from selcore.history.store import Row

if TYPE_CHECKING:
    from ..shell.main_window import MainWindow
    from .timeline import Timeline


def tr(source: str) -> str:
    return QCoreApplication.translate("TimelineHandlers", source)


class TimelineHandlers:
    """Actions that change nothing but what is seen."""

    def __init__(self, window: "MainWindow"):
        self._window = window

    def table(self) -> dict[str, Callable[[bool], None]]:
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

    @property
    def _view(self) -> "Timeline":
        return self._window.timeline.view

    def _zoom(self, steps: int) -> None:
        from .timeline import ZOOM

        self._view.zoom(ZOOM**steps)

    def _show(self, on: bool) -> None:
        dock = self._window.timeline_dock
        if not on and dock.isAncestorOf(self._window.focusWidget() or dock):
            self._window.history.view.setFocus()  # or Qt chooses, perhaps a button that does something
        dock.setVisible(on)
        if on:
            dock.raise_()
            self._window.timeline.view.setFocus()

    def show_row(self, row: Row | None) -> None:
        """A row of the history is current: mark it, if the timeline is in sight."""
        if self._in_sight():
            self._window.timeline.view.show_row(row)

    def object_chosen(self) -> None:
        """Another file object is current: so is its lane."""
        state = self._window.files.current()
        if state is not None and self._in_sight():
            self._window.timeline.view.set_current(state.name)

    def _in_sight(self) -> bool:
        return "timeline" in self._window.late and self._window.timeline.isVisible()

    def chosen(self, serial: int) -> None:
        """A segment was chosen: its row, if it is kept and shown."""
        history = self._window.history
        if history.model.find(serial) < 0:
            self._window.counts.say(tr("Its row is hidden or no longer kept in the history"))
        history.show_serial(serial)

    def lane_chosen(self, name: str) -> None:
        """A lane is current: so is its file object."""
        if name and name in self._window.store.objects:
            self._window.files.select(name)

    def _choose_target(self) -> None:
        from ..questions.files import choose_target

        title, filter = tr("Save the timeline"), tr("Pictures (*.png *.svg)")
        choose_target(self._window, "timeline.target", title, "timeline.png", filter, self.save_to)

    def save_to(self, path: Path) -> bool:
        """Write the picture; whether it could be written. If not, the reason is said."""
        from .saving import save

        try:
            save(self._window.timeline.view, path)
        except (OSError, ValueError) as error:
            self._window.counts.say(tr("Not saved: {error}").format(error=f"{type(error).__name__}: {error}"))
            return False
        self._window.counts.say(tr("Saved {path}").format(path=str(path)))
        return True

    def show_checks(self) -> None:
        act = self._window.actions_by_id
        act["view.timeline"].setChecked(self._window.timeline_dock.isVisibleTo(self._window))
        if "timeline" in self._window.late:
            act["timeline.follow"].setChecked(self._view.following)
            act["timeline.all-lanes"].setChecked(self._view.every_lane)
