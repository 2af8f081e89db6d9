"""Panels that are behind others when the window opens: each is made when it is first needed, or soon after.

Whoever asks the window for one gets it complete: made, connected, themed, and in its dock.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from ..session.panel import Deferred, Panel
from .docks import Docks

NAMES = ("experiment", "data", "refusals", "kernel", "code", "output", "turns", "timeline")
"""The names of their docks. The timeline is the last: numpy comes with it."""


class DeferredPanels:
    """The deferred panels by the names of their docks. ``placed()`` is called whenever another one has been put in its
    dock.

    ``arrived``: the window was painted. Before that a dock in sight stays empty: its panel would hold the window up.
    """

    def __init__(self, panels: Mapping[str, Deferred[Any]], docks: Docks, placed: Callable[[], None]):
        self._panels, self._docks, self._placed = panels, docks, placed
        self.arrived = False
        self._seen = set[str]()
        for name in NAMES:
            panels[name].place = partial(self._place, name)
            docks[name].visibilityChanged.connect(partial(self._in_sight, name))

    def __getitem__(self, name: str) -> Any:
        """That one; it is made if it is not there yet."""
        return self._panels[name]()

    def all(self) -> list[Panel]:
        """All of them; those that are not there yet are made."""
        return [self[name] for name in NAMES]

    def made(self) -> dict[str, Panel]:
        """Those that are there."""
        return {name: panel.made for name in NAMES if (panel := self._panels[name]).made is not None}

    def _place(self, name: str, panel: Any) -> None:
        panel.apply_theme()
        self._docks.put(name, panel)
        panel.fit()
        panel.set_in_sight(name in self._seen)
        self._placed()

    def _in_sight(self, name: str, on: bool) -> None:
        (self._seen.add if on else self._seen.discard)(name)
        if on and self.arrived:
            self[name]
        panel = self._panels[name].made
        if panel is not None:
            panel.set_in_sight(on)
