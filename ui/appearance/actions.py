"""How the window looks: its theme, how large its words are, its panels where they stand at first, a presentation."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from ..actions.action_table import Do
from ..kit import text_size, theme
from ..session.context import ActionContext
from ..session.room_actions import RoomActions

if TYPE_CHECKING:
    from .presentation import Presentation

THEMES = ("light", "dark", "system")


class AppearanceActions(RoomActions):
    """``apply_theme()`` shows the window in the theme that the application has by then, ``fit()`` makes room for its
    words, ``put_back()`` moves panels; ``presentation()`` makes one, when somebody wants it first.
    """

    def __init__(
        self,
        context: ActionContext,
        apply_theme: Callable[[], None],
        fit: Callable[[], None],
        put_back: Callable[[], None],
        presentation: "Callable[[], Presentation]",
    ):
        super().__init__(context)
        self._apply_theme, self._fit = apply_theme, fit
        self._put_back, self._make_presentation = put_back, presentation
        self._presentation: Presentation | None = None

    def table(self) -> dict[str, Do]:
        found: dict[str, Do] = {f"view.{name}": partial(self.set_theme, name) for name in THEMES}
        return found | {
            "view.reset": lambda _: self._put_back(),
            "view.larger": lambda _: self._set_size(self._context.preferences.text_size + 1),
            "view.smaller": lambda _: self._set_size(self._context.preferences.text_size - 1),
            "view.normal-size": lambda _: self._set_size(0),
            "view.presentation": self._present,
        }

    def checks(self) -> dict[str, bool]:
        found = {f"view.{name}": self._context.preferences.theme == name for name in THEMES}
        return found | {"view.presentation": self._presents()}

    def _presents(self) -> bool:
        return self._presentation is not None and self._presentation.on

    def set_theme(self, name: str, _: bool = True) -> None:
        """Light, dark or as the system; kept between runs."""
        self._context.preferences.theme = name
        theme.apply(name)  # type: ignore[arg-type]
        self._apply_theme()

    def _set_size(self, step: int) -> None:
        """Kept between runs; a presentation is larger by as much as before."""
        least, most = text_size.STEPS
        self._context.preferences.text_size = min(max(step, least), most)
        self._renew()

    def _present(self, on: bool) -> None:
        if self._presentation is None:
            self._presentation = shown = self._make_presentation()
            shown.resized.connect(self._renew)
            shown.left.connect(lambda: self._context.actions.trigger("view.presentation"))
        self._presentation.set_on(on, self._context.preferences.text_size)
        self._renew()

    def _renew(self) -> None:
        shown = self._presentation
        larger = shown.larger if shown is not None and shown.on else 0
        if text_size.apply(self._context.preferences.text_size + larger):
            self._apply_theme()
            self._fit()
