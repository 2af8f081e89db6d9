"""Why, and what was refused: which row is shown, looks at an object, their answers, and what the panels offer."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from selcore.history.finding import newest_result, newest_value
from selcore.history.store import Change, Row
from selcore.values.commands import Command, GetKey, GetMap, Modify, Register, Unregister
from selcore.values.outcomes import Done

from ..actions.action_table import Do
from ..kit.throttle import Rarely
from ..session.context import ActionContext
from ..session.end_of_wait import command_of
from ..session.panel import Deferred, SessionBegun
from ..session.room_actions import RoomActions
from ..session.selection import NO_ROW, Selection
from .panel import WhyPanel

if TYPE_CHECKING:
    from selcore.explain.why_not import End

    from .refusals_panel import RefusalsPanel


ASKING, CHANGING = (GetKey, GetMap), (Register, Modify, Unregister)
"""Methods of the selector: those that are called for what they return, and those that return it beside what they do."""

LOOPING = 1.0
"""Seconds between two looks at the newest result of a loop: to lay its words out takes some 5 ms of a frame, and four
times a second that was the longest gap of one frame in ten."""


class WhyActions(RoomActions):
    """The panels' questions to the worker, its answers to the panels.

    The newest result is shown, as soon as it is there and of a loop once a second, until a row is chosen: that of
    a call, of ``get_key()`` or ``get_map()``, and before the first call what other methods of the selector returned. An
    object that was chosen is shown until there is a newer one, which somebody asked for; those of a loop, which come
    all the time, do not take it away. ``hindrance(name)``: why that object cannot be watched, in words.
    """

    def __init__(self, context: ActionContext, panel: WhyPanel, hindrance: Callable[[str], str]):
        super().__init__(context)
        self._panel = panel
        panel.ask_hindrance(hindrance)
        self._newest, self._shown, self._behind = NO_ROW, Selection(), False
        self._show_rarely = Rarely(self._show_newest, panel, LOOPING)
        self.refusals = Deferred(_make_refusals, self._connect_refusals)
        panel.look.connect(lambda name: context.bridge.look(name, silent=True))
        panel.end_wanted.connect(self._end_wait)
        panel.remedy.connect(self.remedy)
        panel.compare.connect(lambda: context.actions.trigger("experiment.compare"))
        panel.pin.wanted.connect(self._toggle)
        panel.seen.connect(self._show)
        context.bridge.looked.connect(panel.show_looked)

    def table(self) -> dict[str, Do]:
        return {"why.look-now": lambda _: self._panel.ask_now(), "why.follow": self._toggle}

    def checks(self) -> dict[str, bool]:
        return {"why.follow": self._context.selection.value.about == "newest"}

    def begin(self, begun: SessionBegun) -> None:
        if not begun.keeps_history:
            self._newest = NO_ROW
            self._context.navigate.raise_dock("details")

    def clear(self) -> None:
        """The history was cleared: there is no newest result any more."""
        self._newest = NO_ROW
        self._context.selection.follow()
        self._panel.show_row(None)

    # Which row is shown.

    def fold(self, change: Change) -> None:
        """A newer result has come, or the newest has grown."""
        store, selection = self._context.store, self._context.selection
        came = newest_result(store, store.next_serial - change.added) if change.added else NO_ROW
        if self._has_values(change):
            came = max(came, newest_value(store, store.next_serial - change.added))
        grown = max((first + rows - 1 for first, rows in change.grown), default=NO_ROW)
        newest = max(came, grown, *(row.serial for row in change.refused), NO_ROW)
        if newest < max(self._newest, 0):
            if self._behind and not self._loops():  # the last of a loop, which has ended since
                self._show_rarely.now()
            return
        self._newest, self._behind = newest, True
        if selection.value.about == "object" and not self._loops():
            selection.follow()
        elif selection.value.about == "newest":
            (self._show_rarely if self._loops() else self._show_rarely.now)()

    def _has_values(self, change: Change) -> bool:
        """Whether a method of the selector returned something that is to be shown now."""
        shown = ASKING if self._context.store.totals.calls else (*ASKING, *CHANGING)
        found = (one.outcome for one in change.entries if isinstance(one.command, shown))
        return not self._loops() and any(isinstance(one, Done) and one.shown is not None for one in found)

    def _loops(self) -> bool:
        status = self._context.store.status
        return status is not None and status.state in ("running", "spinning")

    def _show_newest(self) -> None:
        if self._context.selection.value.about != "newest" or not self._panel.in_sight:
            return
        if self._panel.is_copied:
            self._follow(False)
            return
        self._behind = False
        self._panel.follow(self._context.store.row(self._newest), self._loops())

    def show_selection(self, selection: Selection) -> None:
        self._panel.show_pin(selection)
        self._context.refresh_actions()
        before, self._shown = self._shown, selection
        if (before.about, before.serial) != (selection.about, selection.serial) or selection.about == "object":
            self._show()

    def _show(self) -> None:
        """What is chosen, if somebody sees it."""
        chosen, panel = self._shown, self._panel
        if not panel.in_sight:
            return
        if chosen.about == "object":
            panel.show_object(chosen.name)
        elif chosen.about == "newest":
            panel.show_row(self._context.store.row(self._newest), looks=not self._loops())
        elif panel.is_copied and panel.row is not None and panel.row.serial == chosen.serial:
            return  # with new words in it nothing would be selected any more
        elif (row := self._context.store.row(chosen.serial)) is not None:
            panel.show_row(row)

    def _toggle(self, _: bool) -> None:
        """By what is chosen now: what a button or a menu shows of it may be a frame old, if keys come fast."""
        self._follow(self._context.selection.value.about != "newest")

    def _follow(self, on: bool) -> None:
        """Follow the newest result; or stay at what is shown, if anything is."""
        if on:
            self._context.selection.follow()
        else:
            self._context.selection.row(self._panel.row)

    # What the panels offer.

    def remedy(self, row: Row, command: Command) -> None:
        """In place of what was refused; or, of something ready, by itself."""
        given: Any = command
        if row.error is not None and row.command is not None:
            self._context.sequences.remedy(row.command, given)
        else:
            self._context.bridge.send(given)

    def _end_wait(self, end: "End") -> None:
        command = command_of(self._context.store, end)
        if command is not None:
            self._context.bridge.send(command)  # type: ignore[arg-type]

    def _connect_refusals(self, panel: "RefusalsPanel") -> None:
        context = self._context
        panel.chosen.connect(lambda serial: context.selection.row(context.store.row(serial)))
        panel.counted.connect(lambda count: context.navigate.show_count("refusals", count))
        panel.cramped.connect(lambda: context.navigate.give_room("refusals"))


def _make_refusals() -> "RefusalsPanel":
    from .refusals_panel import RefusalsPanel

    return RefusalsPanel()
