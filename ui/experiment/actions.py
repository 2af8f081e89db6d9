"""Playing an experiment by the step, up to a command, and again from an empty world up to what is chosen.

Again is one action: what is chosen is a command of the list or a row of the history. Nothing is allowed by it that was
not allowed before, and what was done by hand stays in the list unless somebody wants it out.
"""

from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication

from selcore.experiment.until_call import until_call
from selcore.history.row import Row
from selcore.history.store import Store
from selcore.values.commands import Run

from ..actions.action_table import Do
from ..actions.conditions import Condition
from ..kit.saying import counted
from ..questions.question import Question
from ..session.actions import SessionActions
from ..session.context import ActionContext
from ..session.origin import Asking, when_allowed
from ..session.panel import Deferred, SessionBegun
from ..session.room_actions import RoomActions
from ..session.saving import from_outside
from ..session.selection import NO_ROW, Selection

if TYPE_CHECKING:
    from selcore.experiment.file import Experiment

    from .panel import ExperimentPanel

DOCK = "experiment"


def tr(source: str) -> str:
    return QCoreApplication.translate("ExperimentActions", source)


def _asking() -> Asking:
    return Asking(
        tr("{name} asks for more than the playground does by itself. Play it again up to here?"),
        tr("Play it again"),
        tr("{name} asks for more than can be read. It is not played."),
    )


class ExperimentActions(RoomActions):
    """``session`` begins the sessions in which it is played."""

    def __init__(self, context: ActionContext, session: SessionActions):
        super().__init__(context)
        self._session, self._stepper = session, context.stepper
        self._row: Row | None = None
        self._number: int | None = None
        self._serial, self._first = NO_ROW, 0
        self.panel = Deferred(self._make, self._connect)
        self._stepper.listed.connect(self._show_or_hide)

    def table(self) -> dict[str, Do]:
        stepper = self._stepper
        return {
            "experiment.step": lambda _: stepper.step(),
            "experiment.play": lambda _: stepper.play(),
            "experiment.pause": lambda _: stepper.pause(),
            "experiment.run-to": lambda _: stepper.play((self._number or 0) + 1),
            "experiment.again": lambda _: self._again_here(),
            "experiment.back": lambda _: self.again(stepper.place - 1),
            "experiment.from-start": lambda _: self.again(0),
            "view.experiment": self._show,
        }

    def conditions(self) -> dict[str, Condition]:
        stepper, bridge = self._stepper, self._context.bridge
        return {
            "listed": lambda: bool(stepper.commands),
            "still": lambda: not stepper.waits and bridge.state != "dead",
            "unplayed": lambda: not stepper.is_at_end,
            "played": lambda: stepper.place > 0,
            "playing": lambda: stepper.goes_on,
            "ahead": self._is_ahead,
            "repeatable": lambda: self._number is not None or self._row is not None,
        }

    def checks(self) -> dict[str, bool]:
        return {"view.experiment": self._context.navigate.is_open(DOCK)}

    # What is chosen.

    def show_selection(self, selection: Selection) -> None:
        """Another row of the history is chosen, or none: its command is marked, where it is listed."""
        serial = selection.serial if selection.about == "row" else NO_ROW
        if serial == self._serial:
            return
        self._serial = serial
        row = self._context.store.row(serial) if serial >= self._first else None
        self._row = row if row is not None and row.step >= 0 else None
        if self._row is not None or not self._is_ahead():
            self._number = None if self._row is None else self._stepper.number_of(_step(self._row))
        if self.panel.made is not None:
            self.panel.made.mark(self._number)
        self._context.refresh_actions()

    def choose(self, number: int) -> None:
        """A command of the list is chosen: its row of the history too, where it has one."""
        self._number = number
        reply = self._stepper.reply(number)
        serial = self._context.store.serial_of(reply.step) if reply is not None else None
        if serial is None:
            self._context.selection.follow()
        else:
            self._context.selection.row(self._context.store.row(serial))
        self._context.refresh_actions()

    def _is_ahead(self) -> bool:
        return self._number is not None and self._number >= self._stepper.place

    def begin(self, begun: SessionBegun) -> None:
        """Rows that are kept from a worker that died are not of this session: none of them can be played again."""
        self._row, self._number, self._serial = None, None, NO_ROW
        self._first = self._context.store.next_serial if begun.keeps_history else 0

    # Again.

    def _again_here(self) -> None:
        row = self._row
        if self._number is not None:
            self.again(self._number + 1, row)
        elif row is not None:
            document = self._context.document
            self._play(document.whole(self._stepper.rest()), document.script.count_up_to(_step(row)), True, row)

    def again(self, count: int, row: Row | None = None) -> None:
        """The first ``count`` commands of the list in a new session, which then pauses. What was done by hand is
        asked about. Of a run it is played up to the call of that ``row``, if one is given."""
        document, stepper = self._context.document, self._stepper
        if not document.by_hand:
            self._play(document.listed(stepper.commands), count, False, row)
            return
        words = tr("You did {n} {n:thing|things} by hand, which the list does not have. Put them into it?")
        choices = (
            ("keep", tr("Put them into the list")),
            ("leave", tr("Leave them out")),
            ("cancel", tr("Cancel")),
        )
        question = Question("experiment.again", counted(words, n=f"{document.by_hand:,}"), choices)

        def answered(choice: str) -> None:
            if choice == "keep":
                self._play(document.whole(stepper.rest()), self._count_with_hand(count), True, row)
            elif choice == "leave":
                self._play(document.listed(stepper.commands), count, False, row)

        self._context.questions.ask(question, answered)

    def _count_with_hand(self, count: int) -> int:
        """How many of what was done, and then of what is still to come, these first commands of the list are."""
        stepper, script = self._stepper, self._context.document.script
        last = stepper.reply(count - 1) if count else None
        if count and last is None:  # it has not been played: after all that was done
            return len(self._context.document.whole(()).commands) + count - stepper.place
        return script.count_up_to(last.step) if last is not None else 0

    def _up_to_call(
        self, experiment: "Experiment", count: int, with_hand: bool, row: Row
    ) -> "tuple[Experiment, int] | None":
        """The experiment with its run split after the call of that row, and how many commands that is; None where it
        is not known which of the run's calls that would be."""
        script, step = self._context.document.script, _step(row)
        pieces = script.count_up_to(step) - script.count_up_to(step - 1) if with_hand else 1
        calls = _calls_up_to(self._context.store, row)
        found = until_call(experiment.commands, count - pieces, count, calls) if calls else None
        return None if found is None else (replace(experiment, commands=found[0]), found[1])

    def _play(self, experiment: "Experiment", count: int, with_hand: bool, row: Row | None = None) -> None:
        """In a new session, once it is allowed, and a recording of this one may end."""
        context, session = self._context, self._session
        document, outside = context.document, from_outside(context.store.objects.values())
        unsaved, whole = document.modified if with_hand else document.unsaved, False
        if row is not None and row.is_call and count and isinstance(experiment.commands[count - 1], Run):
            found = self._up_to_call(experiment, count, with_hand, row)
            experiment, count = found or (experiment, count)
            whole = found is None

        def play(trust: bool) -> None:
            session.begin_session(experiment, document.path, until=count, unsaved=unsaved)
            if whole:
                context.say(tr("The run of that call was played whole: where it would be at that call is not known."))
            if outside:
                words = tr("What {n} {n:connection|connections} from outside did cannot be repeated.")
                context.say(counted(words, n=f"{len(outside):,}"))

        def allowed() -> None:
            when_allowed(context.questions, experiment, document.origin, play, _asking())

        session.end_recording_then(allowed)

    # Its panel.

    def _make(self) -> "ExperimentPanel":
        from .panel import ExperimentPanel

        return ExperimentPanel(self._stepper, self._context.store)

    def _connect(self, panel: "ExperimentPanel") -> None:
        actions = self._context.actions
        actions.draw(id for id in actions.by_id if id.startswith("experiment."))  # it may be in sight before them
        panel.fill(actions.by_id)
        panel.chosen.connect(self.choose)

    def _show_or_hide(self) -> None:
        """It comes with an experiment, and goes with it."""
        if self._stepper.commands:
            self._context.navigate.show_dock(DOCK)
        elif self._context.navigate.is_open(DOCK):
            self._context.navigate.hide_dock(DOCK)
        self._context.refresh_actions()

    def _show(self, on: bool) -> None:
        if on:
            self._context.navigate.show_dock(DOCK)
            self.panel().view.setFocus()
        else:
            self._context.navigate.hide_dock(DOCK)


def _calls_up_to(store: Store, row: Row) -> int | None:
    """How many calls its run had made with it, those that are grouped in its row too; None where that is not kept."""
    first = store.serial_of(row.step)
    if row.call is None or first is None or (first > 0 and store.row(first - 1) is None):
        return None  # the oldest that are kept may be in the midst of it
    began = store.row(first)
    return None if began is None or began.call is None else row.call + row.count - began.call


def _step(row: Row) -> int:
    """Of what was given during a call, that call's: one cannot stop within it."""
    return row.step if row.parent is None else row.parent
