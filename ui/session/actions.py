"""The session as a document: new, open, save; the question before something is lost; a dead worker's heir."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from selcore.backends import missing_backend
from selcore.history.store import Change
from selcore.values.commands import AnyCommand
from selcore.values.facts import ObjectState

from ..bridge.bridge import MakePlayback
from ..bridge.sequence import Sequence
from ..kit.labels import cut
from ..kit.saying import say
from ..questions.files import choose_file, choose_target, experiments
from ..questions.question import Question
from .file_reader import close_unwanted
from .origin import HERE, Asking, Origin, when_allowed
from .reading import ExperimentRead, read_document, read_recording

if TYPE_CHECKING:
    from selcore.experiment.file import Experiment
    from selcore.recording import Recording
    from selcore.values.needs import Need

    from ..shell.main_window import MainWindow
    from .reading import OpenedDocument

LONGEST_NAME = 60
"""Characters of a file's name in a passing remark."""


def tr(source: str) -> str:
    return QCoreApplication.translate("Experiments", source)


class ExperimentHandlers:
    """Actions on the document."""

    def __init__(self, window: "MainWindow"):
        self._window = window
        self._replay: Sequence | None = None
        self.closing = False

    def table(self) -> dict[str, Callable[[bool], None]]:
        return {
            "experiment.new": lambda _: self._then_unless_lost(lambda: self.begin()),
            "experiment.open": lambda _: self._then_unless_lost(self._choose),
            "experiment.save": lambda _: self.save(),
            "experiment.save-as": lambda _: self._choose_target(),
            "app.quit": lambda _: self._quit(),
        }

    def more(self) -> dict[str, Callable[[bool], None]]:
        """Those of the experiments that ship with the program."""
        from selcore.experiment.examples import EXAMPLES

        return {f"example.{one.id}": partial(self._example, one.path) for one in EXAMPLES}

    def _quit(self) -> None:
        self._window.close()

    # Losing nothing.

    def may_lose(self) -> bool:
        """Whether the window may close now; else the question is put, and the answer closes it."""
        if self.closing or not self._window.document.modified or not self._window.questions.can_be_answered:
            return True

        def close() -> None:
            self.closing = True
            self._window.close()

        self._then_unless_lost(close)
        return self.closing

    def _then_unless_lost(self, action: Callable[[], None]) -> None:
        if not self._window.document.modified:
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
                self.save(action)

        self._window.questions.ask(question, answered)

    # Saving.

    def save(self, then: Callable[[], None] = lambda: None) -> None:
        """Into its file, or one that is asked for."""
        path = self._window.document.path
        if path is None:
            self._choose_target(then)
        elif self.save_to(path):
            then()

    def _choose_target(self, then: Callable[[], None] = lambda: None) -> None:
        def chosen(path: Path) -> None:
            if self.save_to(path):
                then()

        name, title = "experiment.selector.json", tr("Save experiment")
        choose_target(self._window, "experiment.target", title, name, experiments(), chosen)

    def save_to(self, path: Path) -> bool:
        """Write it; whether it could be written. What was there stays if not, and the reason is said."""
        from selcore.experiment.file import Unreadable

        try:
            self._window.document.save(path)
        except (OSError, ValueError, Unreadable) as error:  # the latter two: it could not be read again
            self._window.questions.inform(tr("Not saved: {error}").format(error=f"{type(error).__name__}: {error}"))
            return False
        self._window.preferences.add_recent(path)
        outsiders = len(from_outside(self._window.store.objects.values()))
        if outsiders:
            words = tr("Saved. What peers from outside did ({n} connections) is not in it: it cannot be repeated.")
            self._window.counts.say(words.format(n=f"{outsiders:,}"))
        return True

    # Opening.

    def _choose(self) -> None:
        choose_file(self._window, "experiment.source", tr("Open experiment"), experiments(), self.open_file)

    def _example(self, path: Path, _: bool = False) -> None:
        """Open one that ships with the program: it is not written back there."""
        from selcore.experiment.file import load

        self._then_unless_lost(lambda: self.open_experiment(load(path)))

    def open_recent(self, path: Path) -> None:
        """Open one again, unless something would be lost."""
        self._then_unless_lost(lambda: self.open_file(path))

    def open_recording(self, path: Path) -> None:
        """Open what somebody calls a recording, unless something would be lost."""
        self._then_unless_lost(lambda: self._open(path, read_recording))

    def open_file(self, path: Path) -> None:
        """Open an experiment or a recording; a file that is refused changes nothing."""
        self._open(path, read_document)

    def _open(self, path: Path, read: "Callable[[Path], OpenedDocument]") -> None:
        done = self._window.document.script.given

        def opened(found: "OpenedDocument") -> None:
            self._window.counts.clearMessage()
            if isinstance(found, Exception):
                self._window.questions.inform(_not_opened(path, found))
            elif self._window.document.script.given != done:
                # Something was done while it was read. The answer may be no, or never come: nothing is held meanwhile.
                close_unwanted(found)
                self._then_unless_lost(lambda: self._open(path, read))
            else:
                self._show(found, path)

        self._window.counts.say(tr("Opening {name} …").format(name=cut(path.name, LONGEST_NAME)))
        self._window.opening.read(partial(read, path), opened)

    def _show(self, found: "ExperimentRead | Recording", path: Path) -> None:
        if isinstance(found, ExperimentRead):
            self.open_experiment(found.experiment, path, found.needs)
        else:
            self._window.handlers.recordings.show(found, path)

    def open_experiment(
        self, experiment: "Experiment", path: Path | None = None, needs: "list[Need] | None" = None
    ) -> None:
        """Play an experiment in a new session; what needs trust is asked for first."""
        missing = missing_backend(experiment.backend)
        if missing is not None:
            self._window.questions.inform(tr("It was not opened. {reason}").format(reason=say(missing)))
            return
        when_allowed(
            self._window.questions, experiment, Origin(path), lambda _: self.begin(experiment, path), _asking(), needs
        )

    def begin(
        self, experiment: "Experiment | None" = None, path: Path | None = None, source: MakePlayback | None = None
    ) -> None:
        """A new session, empty or playing an experiment; or a recording in its place."""
        window = self._window
        window.opening.forget()
        backend = experiment.backend if experiment else window.first_backend
        if experiment is not None and backend == "default":
            backend = window.selector.backend.currentData()  # it asks for none: on the one that is chosen
        window.bridge.restart(backend, source=source)
        commands: tuple[AnyCommand, ...] = experiment.commands if experiment else ()
        window.document.begin(backend, path, experiment, HERE if source is None else Origin())
        window.handlers.selector.keep_settings()
        window.sequences.forget()
        window.files.model.clear()
        window.files.refusal.dismiss()
        window.refusals.clear()
        window.handlers.warnings.clear()
        window.kernel.show_view(None)
        window.timeline.view.begin()
        window.history.model.origin = None
        window.history.model.reload()
        window.why.show_row(None)
        window.files.send_box.clear()
        window.history.end_find()
        window.files.finder.hide()
        window.history.set_following(True)
        window.right.raise_()
        window.files.dress()
        window.current_changed()
        window.selector.backend.setCurrentIndex(max(window.selector.backend.findData(backend), 0))
        self._replay = Sequence(window.bridge, list(commands), keep_going=True) if commands else None
        if not commands:
            window.document.played()
        if path is not None:
            window.preferences.add_recent(path)
        window.recording_banner.refresh(window.bridge.playback)
        window.status_line.recorded = source is not None
        for box in (window.selector.backend, window.selector.timeout, window.selector.pace):
            box.setEnabled(source is None)  # what was recorded is over

    def fold(self, change: Change) -> None:
        """Go on with the experiment that is being played."""
        if self._replay is not None and self._replay.fold(change):
            self._replay = None
            self._window.document.played()

    def restart(self) -> None:
        """A new selector in place of one whose thread has died; the history stays."""
        status = self._window.store.status
        backend = status.backend if status is not None and status.backend else self._window.document.backend
        self._window.files.model.clear()
        self._window.handlers.warnings.clear()
        self._window.bridge.restart(backend, keep_history=True)
        self._window.document.begin(backend)  # what the dead one had open is gone: a new recipe begins
        self._window.handlers.selector.keep_settings()
        self._window.sequences.forget()


def _asking() -> Asking:
    return Asking(
        tr("{name} asks for more than the playground does by itself. Play it?"),
        tr("Play it"),
        tr("{name} asks for more than can be read. It is not played."),
    )


def _not_opened(path: Path, error: Exception) -> str:
    words = f"{type(error).__name__}: {error}" if isinstance(error, OSError) else str(error)
    return tr("{path} was not opened. {words}").format(path=path, words=words)


def from_outside(objects: Iterable[ObjectState]) -> list[str]:
    """The connections whose other end is nothing that was opened here."""
    ends = [(one, *one.address.partition(" -> ")[::2]) for one in objects]
    ours = {here for one, here, _ in ends if one.kind != "connection"}
    return [one.name for one, _, there in ends if one.kind == "connection" and there and there not in ours]
