"""Export…: the session, the experiment or the recording that is shown, as one of the formats, into a file."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt

from selcore.values.text import Text, text

from ..actions.action_table import Do
from ..actions.conditions import Condition
from ..kit.labels import cut
from ..kit.saying import say
from ..questions.files import choose_target
from ..session.context import ActionContext
from ..session.origin import HERE, Asking, when_allowed
from ..session.room_actions import RoomActions
from ..session.saving import LONGEST_NAME
from .job import ExportJob, MakeSource, NotExported

if TYPE_CHECKING:
    from selcore.experiment.file import Experiment
    from selcore.exports import ExportFormat, ExportSource

    from .dialog import ExportDialog

FIRST = "markdown"


def tr(source: str) -> str:
    return QCoreApplication.translate("Export", source)


def _asking() -> Asking:
    return Asking(
        tr("{name} asks for more than the playground does by itself, once for each selector class. Play it for this?"),
        tr("Play it"),
        tr("{name} asks for more than can be read. It is not exported."),
    )


class ExportActions(RoomActions):
    """The action, its dialog, and what is being written for it."""

    def __init__(self, context: ActionContext):
        super().__init__(context)
        self._dialog: ExportDialog | None = None
        self._jobs: list[ExportJob] = []
        self._first = FIRST

    def table(self) -> dict[str, Do]:
        return {"experiment.export": lambda _: self._open()}

    def conditions(self) -> dict[str, Condition]:
        context = self._context
        return {"exportable": lambda: bool(context.store.rows) or context.document.is_playing}

    # What is exported.

    def _kind(self) -> str:
        return "recording" if self._context.bridge.playback is not None else "session"

    def _what(self) -> str:
        context, name = self._context, cut(self._name(), LONGEST_NAME)
        if context.bridge.playback is not None:
            return tr("The recording {name}, as:").format(name=name)
        if context.bridge.program is not None:
            return tr("What was seen of the program, as:")
        return tr("What was done in this session, as:")

    def _name(self) -> str:
        document, playback = self._context.document, self._context.bridge.playback
        if playback is not None:
            return playback.recording.path.name
        return document.path.name if document.path is not None else document.title

    def _source(self, experiment: "Experiment | Text", trust: bool) -> MakeSource:
        """What is shown now; a recording is read again from its file. ``experiment`` is what was allowed."""
        from selcore.exports.session_source import SessionSource
        from selcore.history.snapshot import HistorySnapshot

        context = self._context
        wait = context.preferences.longest_wait or 10.0
        if context.bridge.playback is not None:
            path = context.bridge.playback.recording.path
            return partial(_recorded, path, trust, wait, None if isinstance(experiment, Text) else experiment)
        title = context.document.title or self._name() or tr("A session")
        watched = "" if context.bridge.program is None else context.bridge.program.state.name
        found: SessionSource = SessionSource(
            title, HistorySnapshot(context.store), experiment, context.store.dropped, watched, trust, wait
        )
        return lambda: found

    def _experiment(self) -> "Experiment | Text":
        from selcore.exports.formats import PROGRAMS_OWN

        if self._context.bridge.shows_program:
            return PROGRAMS_OWN
        return self._context.document.experiment()

    # From the choice to the file.

    def _open(self) -> None:
        from selcore.exports import FORMATS

        from .dialog import ExportDialog

        formats = [one for one in FORMATS if self._kind() in one.takes]
        self._dialog = dialog = ExportDialog(self._what(), formats, self._first, self._context.parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self._choose_target)
        dialog.finished.connect(self._finished)
        dialog.open()

    def _finished(self) -> None:
        self._dialog = None

    def _choose_target(self, format: "ExportFormat") -> None:
        self._first = format.id
        suggested = f"{file_stem(self._name())}{format.suffix}"
        filter = f"{format.id} (*{format.suffix})"
        owner = self._dialog or self._context.parent
        chosen = partial(self.export, format)
        choose_target(owner, "export.target", tr("Export"), suggested, filter, chosen)

    def export(self, format: "ExportFormat", path: Path) -> None:
        """Write it there, once what it would play is allowed."""
        document = self._context.document
        experiment = self._experiment()
        if not format.plays or document.origin == HERE or isinstance(experiment, Text):
            self._write(format, path, experiment, document.origin == HERE)
            return
        # A recording may still be read while the question stands: what is played is what was asked about.
        play: Callable[[bool], None] = partial(self._write, format, path, experiment)
        when_allowed(self._context.questions, experiment, document.origin, play, _asking())

    def _write(self, format: "ExportFormat", path: Path, experiment: "Experiment | Text", trust: bool) -> None:
        job = ExportJob(format, self._source(experiment, trust))
        self._jobs.append(job)
        words = tr("Exporting {name} …").format(name=cut(path.name, LONGEST_NAME))
        self._context.say(words)
        if self._dialog is not None:
            self._dialog.follow(job, words)
        self._context.writer.write(path, job.pieces, partial(self._written, job, path))

    def _written(self, job: ExportJob, path: Path, error: BaseException | None) -> None:
        self._jobs.remove(job)
        self._context.say("")
        stopped = isinstance(error, NotExported) and error.reason is None
        if error is None:
            self._say_written(job, path)
        elif stopped:
            self._context.say(tr("The export was stopped: nothing was written."))
        else:
            self._say_failed(tr("Not exported: {error}").format(error=_reason(error)))

    def _say_written(self, job: ExportJob, path: Path) -> None:
        words = tr("Exported: {path}").format(path=path)
        self._context.say(words)
        if self._dialog is not None:
            self._dialog.written(words, [say(one) for one in job.left_out])

    def _say_failed(self, words: str) -> None:
        if self._dialog is not None:
            self._dialog.failed(words)
        else:
            self._context.questions.inform(words)

    def close(self) -> None:
        """The window ends: what plays something for an export is ended first."""
        for job in self._jobs:
            job.stop()


def _recorded(path: Path, trust: bool, wait: float, experiment: "Experiment | None") -> "ExportSource":
    """The recording anew; what would be played of it is what was allowed."""
    from selcore.exports import CannotExport
    from selcore.exports.sources import RecordingSource
    from selcore.recording import Recording, UnreadableRecording

    try:
        return RecordingSource(Recording(path), trust, wait, experiment=experiment)
    except UnreadableRecording as error:
        raise CannotExport(text("{reason}", reason=str(error))) from error


def _reason(error: BaseException) -> str:
    if isinstance(error, NotExported):
        return say(error.reason)
    return f"{type(error).__name__}: {error}"


def file_stem(name: str) -> str:
    """What the file of an export is called, before its ending: as what is exported, of plain letters."""
    stem = re.sub(r"(\.selector)?\.(json|sqlite3?|db)$", "", name)
    return re.sub(r"[^\w-]+", "-", stem).strip("-")[:LONGEST_NAME] or "session"
