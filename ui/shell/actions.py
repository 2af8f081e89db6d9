"""How things are shown: theme, columns' meaning of time, following, finding, copying."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from time import monotonic_ns, time_ns
from typing import TYPE_CHECKING

from ..kit import theme

if TYPE_CHECKING:
    from .main_window import MainWindow


class ViewHandlers:
    """Actions that change nothing but the view."""

    def __init__(self, window: "MainWindow"):
        self._window = window

    def table(self) -> dict[str, Callable[[bool], None]]:
        found: dict[str, Callable[[bool], None]] = {
            "history.copy": lambda _: self._window.history.copy(),
            "fileobjects.find": lambda _: self._find_object(),
            "history.find": lambda _: self._find(),
            "history.clear": lambda _: self._clear(),
            "history.hide-commands": self._hide_commands,
            "history.absolute": self._absolute,
            "fileobjects.hide-closed": self._hide_closed,
            # Not a toggle: whoever presses Ctrl+End wants to be at the end. Scrolling up is what ends it.
            "history.follow": lambda _: self._follow(),
            "view.reset": lambda _: self._window.docks.reset(),
        }
        return found | {f"view.{name}": partial(self.set_theme, name) for name in ("light", "dark", "system")}

    def _find(self) -> None:
        self._window.history.show()
        self._window.history.begin_find()

    def _find_object(self) -> None:
        self._window.left.show()
        self._window.left.raise_()
        self._window.files.finder.begin()

    def _follow(self) -> None:
        self._window.history.set_following(True)
        self.show_checks()

    def _clear(self) -> None:
        self._window.store.clear()
        self._window.history.model.reload()
        self._window.why.show_row(None)
        self._window.bridge.feed.clear()
        self._window.timeline.view.clear()

    def _hide_commands(self, on: bool) -> None:
        self._window.history.model.reload(hide_commands=on)
        self._window.history.set_following(self._window.history.following)

    def _hide_closed(self, on: bool) -> None:
        self._window.files.model.set_hide_closed(on)

    def _absolute(self, on: bool) -> None:
        model = self._window.history.model
        # Monotonic time orders what happened; the clock on the wall is for reading only and may be set.
        offset = time_ns() - monotonic_ns()
        model.absolute = (lambda at: _time_of_day(at + offset)) if on else None
        model.reload()
        if on:
            self._window.history.columns.show("time")

    def set_theme(self, name: str, _: bool = True) -> None:
        """Light, dark or as the system; kept between runs."""
        self._window.preferences.theme = name
        theme.apply(name)  # type: ignore[arg-type]
        self._window.dress()

    def show_checks(self) -> None:
        act, history = self._window.actions_by_id, self._window.history
        act["history.follow"].setChecked(history.following)
        act["history.hide-commands"].setChecked(history.model.hide_commands)
        act["fileobjects.hide-closed"].setChecked(self._window.files.model.hide_closed)
        act["history.absolute"].setChecked(history.model.absolute is not None)
        for name in ("light", "dark", "system"):
            act[f"view.{name}"].setChecked(self._window.preferences.theme == name)


def _time_of_day(ns: int) -> str:
    moment = datetime.fromtimestamp(ns // 1_000_000_000)
    return f"{moment:%H:%M:%S}.{ns % 1_000_000_000 // 1000:06d}"
