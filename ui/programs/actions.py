"""Running a program of somebody's: from the form, the command line; again; what it shows meanwhile, and its end."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import monotonic_ns
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from selcore.history.store import Change, Row
from selcore.values.text import in_short

from ..actions.action_table import Do
from ..actions.conditions import Condition
from ..kit.rate import Rate
from ..selector.state_line import StateLine
from ..session.actions import SessionActions
from ..session.context import ActionContext
from ..session.panel import Deferred, SessionBegun
from ..session.room_actions import RoomActions
from ..session.selection import Selection
from .file_watch import FileWatch
from .recent import RecentPrograms

if TYPE_CHECKING:
    from selcore.programs.program import CannotRun, Prepared, Program
    from selcore.values.watched import Turn

    from .form import RunForm
    from .output_panel import OutputPanel
    from .turns_panel import TurnsPanel

NAME = 60
"""Characters of a program's name in the line at the bottom."""


def tr(source: str) -> str:
    return QCoreApplication.translate("Programs", source)


class ProgramRunActions(RoomActions):
    """Actions on the program that is watched; ``line`` says how it is."""

    def __init__(self, context: ActionContext, session: SessionActions, line: StateLine):
        super().__init__(context)
        self._session, self._line = session, line
        self._program: Program | None = None
        self._form: RunForm | None = None
        self._rate = Rate()
        self._file = FileWatch(context.parent)
        self._file.changed.connect(self._file_changed)
        self._on_change = False
        self.recent = RecentPrograms(context, self.run)
        self.output: Deferred[OutputPanel] = Deferred(self._make_output, self._connect_output)
        self.turns: Deferred[TurnsPanel] = Deferred(self._make_turns, self._connect_turns)
        line.told = self._told

    def table(self) -> dict[str, Do]:
        return {
            "program.run": lambda _: self.open_form(),
            "program.again": lambda _: self.again(),
            "program.on-change": self._set_on_change,
            "program.end": lambda _: self._end(),
            "program.close": lambda _: self._session.begin_session(),
        }

    def more(self) -> dict[str, Do]:
        """Those of the programs to begin with."""
        from selcore.programs.program import Program
        from selcore.programs.starters import STARTERS, path_of

        ours = {one.id: Program(str(path_of(one))) for one in STARTERS}
        return {f"starter.{id}": partial(self._start, program) for id, program in ours.items()}

    def conditions(self) -> dict[str, Condition]:
        bridge = self._context.bridge
        return {
            "watched": lambda: bridge.program is not None,
            "own": lambda: not bridge.shows_program,
            "runs": lambda: bridge.program is not None and bridge.program.alive,
            "rerun": lambda: self._program is not None,
        }

    def checks(self) -> dict[str, bool]:
        return {"program.on-change": self._on_change}

    def begin(self, begun: SessionBegun) -> None:
        if self._context.bridge.shows_program:
            self._context.navigate.show_dock("turns")
        if not begun.watches:
            self._program = None
            self._file.watch("")

    def fold(self, change: Change) -> None:
        if change.status:
            self._context.refresh_actions()

    # Beginning.

    def open_form(self, path: Path | None = None) -> None:
        """The form, for that program; else as it was the last time."""
        from selcore.programs.program import Program

        from .form import RunForm

        given = self._program if path is None else self.recent.as_before(Program(str(path)))
        self._form = form = RunForm(given, self._context.parent)
        form.submitted.connect(lambda program: self._prepare(program, form.refuse))
        form.find_wanted.connect(self._find)
        form.finished.connect(self._form_closed)
        form.open()

    def _form_closed(self) -> None:
        form, self._form = self._form, None
        if form is not None:
            form.deleteLater()

    def _find(self, program: "Program") -> None:
        from selcore.programs.looking import found_python

        self._context.reader.look(partial(found_python, program), self._show_found)

    def _show_found(self, python: str) -> None:
        if self._form is not None:
            self._form.show_found(python)

    def run(self, program: "Program", refuse: Callable[[str], object] | None = None) -> None:
        """Run what somebody has typed, or what is ours: nothing is asked."""
        self._prepare(program, refuse or self._context.questions.inform)

    def _start(self, program: "Program", _: bool = False) -> None:
        self.run(program)

    def _prepare(self, program: "Program", refuse: Callable[[str], object]) -> None:
        """Find its interpreter and ask that, on another thread; then begin, or say why not."""
        from selcore.programs.looking import try_to_prepare

        def prepared(found: "Prepared | CannotRun") -> None:
            self._context.say("")
            if isinstance(found, Exception):
                refuse(str(found))
            else:
                if self._form is not None:
                    self._form.accept()
                self._session.begin_then(lambda: self._begin(program, found))

        self._context.say(tr("Looking at {name} …").format(name=in_short(program.name, NAME)))
        self._context.reader.look(partial(try_to_prepare, program), prepared)

    def _begin(self, program: "Program", prepared: "Prepared") -> None:
        from selcore.programs.kept_program import identity, in_words, kept, target_of
        from selcore.programs.watched_program import WatchedProgram

        grouping, name = self._context.bridge.grouping, in_words(program)
        self._program = program
        self._session.begin_session(program=lambda notify: WatchedProgram(notify, prepared, name, grouping))
        self._context.document.show_recorded(Path(program.name))
        self._context.preferences.add_program(kept(program), identity(program))
        self._file.watch("" if program.module else target_of(program))
        self._context.navigate.show_dock("output")
        self._context.refresh_actions()

    def again(self, refuse: Callable[[str], object] | None = None) -> None:
        """Run the same once more; the one that runs is ended."""
        if self._program is not None:
            self.run(self._program, refuse)

    def _set_on_change(self, on: bool) -> None:
        self._on_change = on

    def _file_changed(self) -> None:
        if self._on_change and self._context.bridge.program is not None:
            self.again(self._context.say)  # nobody has asked for it: nothing to be answered comes in between

    # While it runs.

    def _end(self) -> None:
        program = self._context.bridge.program
        if program is not None:
            program.end()

    def _told(self) -> "tuple[str, bool, bool] | None":
        """For the line of the state: words, whether they are an alarm, whether it runs."""
        program, store = self._context.bridge.program, self._context.store
        if program is None:
            return None
        from .words import state_words

        self._rate.take(store.totals)
        watched = sum(one.registered is not None for one in store.objects.values())
        behind = program.behind(monotonic_ns())
        told = state_words(program.state, self._rate.calls, watched, bool(program.state.pid), store.dropped, behind)
        return told.words, told.alarm, program.alive and not program.state.over

    def note_words(self, row: Row) -> str:
        """More about a note of the history, as HTML: it may be a long turn of the program."""
        from selcore.values.watched import Turn

        if not isinstance(row.about, Turn):
            return ""
        from .turn_words import turn_html

        return turn_html(row.about, self._source(row.about))

    def _source(self, turn: "Turn") -> str:
        """The line of the def of who ran longest in it; of a program that runs here alone."""
        program = self._context.bridge.program
        return program.sources.line(turn.longest.function) if program is not None and turn.longest is not None else ""

    def _make_turns(self) -> "TurnsPanel":
        from .turns_panel import TurnsPanel

        return TurnsPanel(self._source)

    def _connect_turns(self, panel: "TurnsPanel") -> None:
        context = self._context
        panel.chosen.connect(lambda serial: context.selection.row(context.store.row(serial)))
        panel.counted.connect(lambda count: context.navigate.show_count("turns", count))

    def show_selection(self, selection: Selection) -> None:
        """Its turn, where one is chosen."""
        if self.turns.made is not None:
            self.turns.made.show_selection(selection)

    def _make_output(self) -> "OutputPanel":
        from .output_panel import OutputPanel

        return OutputPanel(lambda: self._context.bridge.program)

    def _connect_output(self, panel: "OutputPanel") -> None:
        panel.sent.connect(self._send)
        panel.end_wanted.connect(self._end_input)

    def _send(self, words: str) -> None:
        program = self._context.bridge.program
        if program is not None and program.streams.send(words):
            self.output().taken()
        else:
            self._context.say(tr("The program takes no more now: it has not read what was sent before"))

    def _end_input(self) -> None:
        program = self._context.bridge.program
        if program is not None:
            program.streams.end_input()
