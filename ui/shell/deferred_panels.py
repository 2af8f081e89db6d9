"""Panels that stand behind others when the window comes: each is made when it is first needed, or soon after.

Whoever asks the window for one gets it whole: made, connected, dressed and in its dock.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from ..data.panel import DataPanel
    from ..kernel.panel import KernelPanel
    from ..timeline.panel import TimelinePanel
    from ..why.refusals_panel import RefusalsPanel
    from .main_window import MainWindow

NAMES = ("data", "refusals", "kernel", "timeline")
"""The names of their docks. The timeline is the last: numpy comes with it."""
TIMELINE = tuple(f"timeline.{do}" for do in ("follow", "zoom-out", "zoom-in", "zoom-fit", "save"))
"""The actions that are its buttons."""


class LatePanels:
    """They, and what connects them with the window."""

    def __init__(self, window: "MainWindow"):
        self._window = window
        self._made: dict[str, Any] = {}

    def __contains__(self, name: object) -> bool:
        """Whether it is made already."""
        return name in self._made

    def made(self) -> list[Any]:
        """Those there are."""
        return [*self._made.values()]

    def __getitem__(self, name: str) -> Any:
        """The panel of that dock."""
        if name not in self._made:
            makers: dict[str, tuple[Callable[[], QWidget], Callable[[Any], None]]] = {
                "data": (self._data, self._connect_data),
                "kernel": (self._kernel, self._connect_kernel),
                "refusals": (self._refusals, self._connect_refusals),
                "timeline": (self._timeline, self._connect_timeline),
            }
            make, connect = makers[name]
            panel: Any = self._made.setdefault(name, make())
            connect(panel)
            panel.dress()
            self._window.docks.put(name, panel)
            if name == "data":
                panel.fit()
            self._window.order_focus()
        return self._made[name]

    def in_sight(self, name: str, on: bool) -> None:
        """A dock comes into sight, or stands behind another now."""
        if on:
            self[name]
        if name == "refusals" and name in self:
            self[name].seen(on)

    def _data(self) -> "DataPanel":
        from ..data.panel import DataPanel

        return DataPanel(self._window.store)

    def _connect_data(self, panel: "DataPanel") -> None:
        panel.send_again.connect(self._window.handlers.objects.send_again)
        current = self._window.files.current()
        panel.show_object(current.name if current is not None else None)

    def _kernel(self) -> "KernelPanel":
        from ..kernel.panel import KernelPanel

        return KernelPanel(self._window.store)

    def _connect_kernel(self, panel: "KernelPanel") -> None:
        bridge = self._window.bridge
        panel.look.connect(lambda inside: bridge.look(kernel=True, inside=inside))
        bridge.looked.connect(panel.show_looked)

    def _refusals(self) -> "RefusalsPanel":
        from ..why.refusals_panel import RefusalsPanel

        return RefusalsPanel()

    def _connect_refusals(self, panel: "RefusalsPanel") -> None:
        panel.chosen.connect(self._window.history.show_serial)
        panel.counted.connect(self._window.count_refusals)

    def _timeline(self) -> "TimelinePanel":
        from ..timeline.panel import TimelinePanel

        store, bridge = self._window.store, self._window.bridge
        return TimelinePanel(store, bridge.feed.lanes, store.row, lambda: not bridge.resting)

    def _connect_timeline(self, panel: "TimelinePanel") -> None:
        window, handlers = self._window, self._window.handlers.timeline
        window.bridge.lanes_in_sight = panel.isVisible
        window.acts.draw(TIMELINE)  # it may be in sight before the others have their icons
        panel.fill(*(window.actions_by_id[id] for id in TIMELINE))
        panel.view.chosen.connect(handlers.chosen)
        panel.view.lane_chosen.connect(handlers.lane_chosen)
        panel.view.following_changed.connect(lambda on: window.refresh_actions())
        handlers.show_checks()
