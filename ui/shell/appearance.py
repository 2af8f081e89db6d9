"""How the window looks: its theme, and the panels where they stand at first."""

from collections.abc import Callable
from functools import partial

from ..actions.action_table import Do
from ..kit import theme
from ..session.context import ActionContext
from ..session.room_actions import RoomActions

THEMES = ("light", "dark", "system")


class AppearanceActions(RoomActions):
    """``apply_theme()`` shows the window in the theme that the application has by then, ``put_back()`` moves panels."""

    def __init__(self, context: ActionContext, apply_theme: Callable[[], None], put_back: Callable[[], None]):
        super().__init__(context)
        self._apply_theme, self._put_back = apply_theme, put_back

    def table(self) -> dict[str, Do]:
        found: dict[str, Do] = {f"view.{name}": partial(self.set_theme, name) for name in THEMES}
        return found | {"view.reset": lambda _: self._put_back()}

    def checks(self) -> dict[str, bool]:
        return {f"view.{name}": self._context.preferences.theme == name for name in THEMES}

    def set_theme(self, name: str, _: bool = True) -> None:
        """Light, dark or as the system; kept between runs."""
        self._context.preferences.theme = name
        theme.apply(name)  # type: ignore[arg-type]
        self._apply_theme()
