"""What a warning leads to: its panel, its object, its row of the history, and the command that mends it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..kit.saying import say

if TYPE_CHECKING:
    from selcore.lints import News, Warning

    from ..shell.main_window import MainWindow


class WarningHandlers:
    """Actions on warnings."""

    def __init__(self, window: "MainWindow"):
        self._window = window

    def table(self) -> dict[str, Callable[[bool], None]]:
        return {"view.warnings": lambda _: self._show_panel(), "warning.remedy": lambda _: self._remedy()}

    def fold(self, news: "News") -> None:
        """Show what was noticed, in the panel and at the objects' own rows."""
        window = self._window
        window.warnings.fold(news)
        window.files.warn({name: self._said(name) for name in dict.fromkeys(one.name for one in news.told)})
        window.refresh_actions()

    def _said(self, name: str) -> str:
        """All that stands of this object; empty where nothing does."""
        from selcore.lints import LINTS

        active = self._window.bridge.linter.active
        found = (active.get((lint.id, name)) for lint in LINTS)
        return "\n".join(say(one.message) for one in found if one is not None)

    def clear(self) -> None:
        """A session begins anew."""
        self._window.warnings.clear()

    def _show_panel(self) -> None:
        dock = self._window.warnings_dock
        dock.show()
        dock.raise_()
        self._window.warnings.list.setFocus()

    def show(self, warning: "Warning") -> None:
        """Its object becomes current, and the row of the call that it began with."""
        self._window.files.select(warning.name, "name")
        if warning.since:
            self._window.history.show_call(warning.since)

    def _remedy(self) -> None:
        found = self._window.warnings.remedy()
        if found is not None:
            self.do_remedy(found)

    def do_remedy(self, warning: "Warning") -> None:
        """An ordinary command, noted like any other."""
        if warning.remedy is not None:
            self._window.bridge.send(warning.remedy)  # type: ignore[arg-type]
