"""F6 and Shift+F6 go from one panel in sight to the next, to where the keyboard was in it when it was left."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from shiboken6 import isValid

from ..actions.action_table import Do
from ..session.context import ActionContext
from ..session.room_actions import RoomActions


class PanelWalk(RoomActions):
    """``places()`` are the panels in the order of the walk; one that is hidden or behind another is passed over."""

    def __init__(self, context: ActionContext, places: Callable[[], Sequence[QWidget]]):
        super().__init__(context)
        self._places = places
        self._left: dict[QWidget, QWidget] = {}

    def table(self) -> dict[str, Do]:
        return {"view.next-panel": partial(self._go, 1), "view.previous-panel": partial(self._go, -1)}

    def _go(self, step: int, _: bool = False) -> None:
        places, focused = [*self._places()], QApplication.focusWidget()
        here = next((number for number, place in enumerate(places) if _contains(place, focused)), None)
        if here is not None and focused is not None:
            self._left[places[here]] = focused
        start = here if here is not None else (-1 if step > 0 else 0)
        for distance in range(1, len(places) + 1):
            if self._enter(places[(start + step * distance) % len(places)]):
                return

    def _enter(self, place: QWidget) -> bool:
        """Give the keyboard to that panel; whether anything in it takes it."""
        left = self._left.get(place)
        target = left if left is not None and isValid(left) and _takes_keys(left) else _first(place)
        if target is None:
            return False
        target.window().activateWindow()  # a dock may float
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True


def _contains(place: QWidget, widget: QObject | None) -> bool:
    return widget is place or (widget is not None and place.isAncestorOf(widget))  # type: ignore[arg-type]


def _takes_keys(widget: QWidget) -> bool:
    takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled()
    return takes and widget.isVisible() and not widget.visibleRegion().isEmpty()


def _first(place: QWidget) -> QWidget | None:
    """Its list, if it has one: that is what one looks at. Otherwise what stands first as one reads."""
    found = [widget for widget in (place, *place.findChildren(QWidget)) if _takes_keys(widget)]
    lists = [widget for widget in found if isinstance(widget, QAbstractItemView)]
    return min(lists or found, key=lambda widget: _position(widget, place), default=None)


def _position(widget: QWidget, place: QWidget) -> tuple[int, int]:
    at = widget.mapTo(place, QPoint(0, 0)) if widget is not place else QPoint(0, 0)
    return at.y(), at.x()
