"""The session as a document: new, open, save; the question before something is lost; a dead worker's heir."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from selcore.backends import missing_backend
from selcore.history.store import Change

from ..actions.action_table import Do
from ..actions.menus import fill_recent
from ..bridge.bridge import MakePlayback, MakeProgram
from ..files.file_reader import close_unwanted
from ..kit.labels import cut
from ..kit.saying import say
from ..questions.files import choose_file, experiments
from ..questions.question import Question
from .context import ActionContext
from .document import Written
from .origin import Asking, Origin, when_allowed
from .panel import SessionBegun
from .reading import ExperimentRead, read_document, read_recording
from .room_actions import RoomActions
from .saving import LONGEST_NAME, Saving

if TYPE_CHECKING:
    from selcore.experiment.file import Experiment
    from selcore.recording import Recording
    from selcore.values.needs import Need

    from .reading import OpenedDocument


def tr(source: str) -> str:
    return QCoreApplication.translate("Experiments", source)


class SessionActions(RoomActions):
    """Actions on the document.

    ``chosen_backend()`` is the selector class that is chosen in the window, which ``close_window()`` closes;
    ``recorded_to()`` the file that this session is recorded into, if it is.
    """

    def __init__(
        self,
        context: ActionContext,
        chosen_backend: Callable[[], str],
        close_window: Callable[[], object],
        recorded_to: Callable[[], Path | None],
    ):
        super().__init__(context)
        self._chosen_backend, self._close_window, self._recorded_to = chosen_backend, close_window, recorded_to
        self._first_backend = context.document.backend
        self.closing = self._hurries = False
        self.saving = Saving(context)
        context.stepper.moved.connect(self._moved)

    def table(self) -> dict[str, Do]:
        return {
            "experiment.new": lambda _: self.begin_then(lambda: self.begin_session()),
            "experiment.open": lambda _: self.begin_then(self._choose),
            "experiment.open-paused": self._open_paused,
            "experiment.save": lambda _: self.saving.save(),
            "experiment.save-as": lambda _: self.saving.choose_target(),
            "worker.restart": lambda _: self.restart(),
            "app.quit": lambda _: self._close_window(),
        }

    def checks(self) -> dict[str, bool]:
        return {"experiment.open-paused": self._context.preferences.opens_paused}

    def more(self) -> dict[str, Do]:
        """Those of the experiments that ship with the program."""
        from selcore.experiment.examples import EXAMPLES

        return {f"example.{one.id}": partial(self._example, one.path) for one in EXAMPLES}

    # Losing nothing.

    def may_lose(self) -> bool:
        """Whether the window may close now; else the question is put, and the answer closes it."""
        if self.closing or not self._context.questions.can_be_answered:
            return True
        waits, self._hurries = self._context.writer.busy and not self._hurries, False
        if waits:
            self.saving.close_when_written(self._close_window, self._close_unwritten)
            return False
        if not self._context.document.modified:
            return True

        def close() -> None:
            self.closing = True
            self._close_window()

        self._then_unless_lost(close)
        return self.closing

    def _close_unwritten(self) -> None:
        """Close though something is still being written. What was done may still be asked about."""
        self._hurries = True
        self._close_window()

    def _after_saving(self, action: Callable[[], None], written: Written) -> None:
        """Go on, unless something was done while it was written."""
        if self._context.document.is_behind(written):
            self._then_unless_lost(action)
        else:
            action()

    def begin_then(self, action: Callable[[], None]) -> None:
        """What begins another session, unless something would be lost."""
        self.end_recording_then(lambda: self._then_unless_lost(action))

    def end_recording_then(self, action: Callable[[], None]) -> None:
        """What begins another session: a recording of this one ends with it, which is asked first."""
        path = self._recorded_to()
        if path is None:
            action()
            return
        words = tr("This session is recorded into {path}. Another session ends the recording.")
        question = Question(
            "recording.ends",
            words.format(path=path),
            (("end", tr("End the recording")), ("cancel", tr("Cancel"))),
        )
        self._context.questions.ask(question, lambda choice: action() if choice == "end" else None)

    def _then_unless_lost(self, action: Callable[[], None]) -> None:
        if not self._context.document.modified:
            action()
            return
        question = Question(
            "experiment.unsaved",
            tr("Save what you did in this session as an experiment first?"),
            (("save", tr("Save")), ("discard", tr("Discard")), ("cancel", tr("Cancel"))),
        )

        def answered(choice: str) -> None:
            if choice == "discard":
                action()
            elif choice == "save":
                self.saving.save(partial(self._after_saving, action, self._context.document.moment()))

        self._context.questions.ask(question, answered)

    # Opening.

    def _open_paused(self, on: bool) -> None:
        self._context.preferences.opens_paused = on

    def _choose(self) -> None:
        choose_file(self._context.parent, "experiment.source", tr("Open experiment"), experiments(), self.open_file)

    def _example(self, path: Path, _: bool = False) -> None:
        """Open one that ships with the program: it is not written back there."""
        from selcore.experiment.file import load

        self.begin_then(lambda: self.open_experiment(load(path)))

    def fill_recent(self, menu: QMenu) -> None:
        """What was opened or saved, the newest first."""
        fill_recent(menu, self._context.preferences.recent, self.open_recent)

    def open_recent(self, path: Path) -> None:
        """Open one again, unless something would be lost."""
        self.begin_then(lambda: self.open_file(path))

    def open_recording(self, path: Path) -> None:
        """Open what somebody calls a recording, unless something would be lost."""
        self.begin_then(lambda: self._open(path, read_recording))

    def open_file(self, path: Path) -> None:
        """Open an experiment or a recording; a file that is refused changes nothing."""
        self._open(path, read_document)

    def _open(self, path: Path, read: "Callable[[Path], OpenedDocument]") -> None:
        done = self._context.document.script.given

        def opened(found: "OpenedDocument") -> None:
            self._context.say("")
            if isinstance(found, Exception):
                self._context.questions.inform(_not_opened(path, found))
            elif self._context.document.script.given != done:
                # Something was done while it was read. The answer may be no, or never come: nothing is held meanwhile.
                close_unwanted(found)
                self.begin_then(lambda: self._open(path, read))
            else:
                self._show(found, path)

        self._context.say(tr("Opening {name} …").format(name=cut(path.name, LONGEST_NAME)))
        self._context.reader.read(partial(read, path), opened)

    def _show(self, found: "ExperimentRead | Recording", path: Path) -> None:
        if isinstance(found, ExperimentRead):
            self.open_experiment(found.experiment, path, found.needs)
        else:
            self._show_recording(found, path)

    def open_experiment(
        self, experiment: "Experiment", path: Path | None = None, needs: "list[Need] | None" = None
    ) -> None:
        """Play an experiment in a new session; what needs trust is asked for first."""
        missing = missing_backend(experiment.backend)
        if missing is not None:
            self._context.questions.inform(tr("It was not opened. {reason}").format(reason=say(missing)))
            return
        when_allowed(
            self._context.questions,
            experiment,
            Origin(path),
            lambda _: self.begin_session(experiment, path, until=self._pauses_at()),
            _asking(),
            needs,
        )

    def _pauses_at(self) -> int | None:
        """Before which command an experiment that is opened pauses: before the first, or before none."""
        return 0 if self._context.preferences.opens_paused else None

    def _show_recording(self, recording: "Recording", path: Path) -> None:
        """Show a recording in the place of the session, which ends."""
        from selcore.recording import Playback

        grouping = self._context.bridge.grouping
        self.begin_session(source=lambda notify: Playback(notify, recording, grouping))
        self._context.document.show_recorded(path)
        self._context.preferences.add_recent(path)

    def begin_session(
        self,
        experiment: "Experiment | None" = None,
        path: Path | None = None,
        source: MakePlayback | None = None,
        program: MakeProgram | None = None,
        until: int | None = None,
        unsaved: bool = False,
    ) -> None:
        """A new session, empty or playing an experiment; or a recording, or a program, in its place.

        The experiment is played up to the command of the number ``until``; ``unsaved`` where no file has it.
        """
        context = self._context
        context.reader.forget()
        backend = experiment.backend if experiment else self._first_backend
        if experiment is not None and backend == "default":
            backend = self._chosen_backend()  # it asks for none: on the one that is chosen
        context.bridge.restart(backend, source=source, program=program)
        context.sequences.forget()
        begun = SessionBegun(backend, path, is_recording=source is not None, watches=program is not None)
        begun = begun._replace(of_program=context.bridge.shows_program)
        context.document.begin(begun, experiment, unsaved)
        if experiment is None:
            context.stepper.begin(())
        else:
            title = experiment.title or (path.name if path is not None else tr("What was done here"))
            context.stepper.begin(experiment.commands, title, until)
        if path is not None:
            context.preferences.add_recent(path)

    def fold(self, change: Change) -> None:
        """Go on with the experiment that is being played."""
        self._context.stepper.fold(change)

    def _moved(self) -> None:
        """The document is what was done, once all of the experiment was."""
        stepper, document = self._context.stepper, self._context.document
        if stepper.is_at_end:
            document.played()
        else:
            document.stands_still(None if stepper.waits else stepper.rest())

    def restart(self) -> None:
        """A new selector in place of one whose thread has died; the history stays."""
        context = self._context
        status = context.store.status
        backend = status.backend if status is not None and status.backend else context.document.backend
        context.bridge.restart(backend, keep_history=True)
        context.sequences.forget()
        # What the dead one had open is gone: a new recipe begins.
        context.document.begin(SessionBegun(backend, keeps_history=True))
        context.stepper.begin(())


def _asking() -> Asking:
    return Asking(
        tr("{name} asks for more than the playground does by itself. Play it?"),
        tr("Play it"),
        tr("{name} asks for more than can be read. It is not played."),
    )


def _not_opened(path: Path, error: Exception) -> str:
    words = f"{type(error).__name__}: {error}" if isinstance(error, OSError) else str(error)
    return tr("{path} was not opened. {words}").format(path=path, words=words)
