"""Comparing: what this session has done, an example or a file, on every selector class, in a window of its own."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QMenu

from ..actions.action_table import Do
from ..kit.saying import say
from ..session.context import ActionContext
from ..session.origin import HERE, Asking, Origin, when_allowed
from ..session.room_actions import RoomActions

if TYPE_CHECKING:
    from selcore.compare import Comparison
    from selcore.compare.outside import Stranger
    from selcore.experiment.file import Experiment
    from selcore.values.commands import AnyCommand

    from ..session.reading import ExperimentRead
    from .dialog import CompareDialog


def tr(source: str) -> str:
    return QCoreApplication.translate("CompareHandlers", source)


def _remark(one: "Stranger") -> str:
    return tr("{name} came from outside: what it did cannot be repeated.").format(name=one.name)


def _asking() -> Asking:
    return Asking(
        tr("{name} asks for more than the playground does by itself, once for each selector class. Compare it?"),
        tr("Compare it"),
        tr("{name} asks for more than can be read. It is not compared."),
    )


class CompareActions(RoomActions):
    """The action, and the window it opens."""

    def __init__(self, context: ActionContext):
        super().__init__(context)
        self._dialog: CompareDialog | None = None
        self._playing: list[Comparison] = []
        self._last: Callable[[], None] = self.session
        self._allowed: tuple[AnyCommand, ...] | None = None

    def table(self) -> dict[str, Do]:
        return {"experiment.compare": lambda _: self.session()}

    def session(self) -> None:
        """What was done here, as it would be saved; or what a recording shows, which nobody has allowed yet."""
        from selcore.compare.outside import strangers, with_bytes

        self._last = self.session
        document, store = self._context.document, self._context.store
        experiment = document.experiment()
        if not experiment.commands:
            self._context.questions.inform(
                tr("Nothing was done in this session yet: do something, or open an example from the File menu."),
            )
            return
        title = document.title or (document.path.name if document.path else tr("This session"))
        found = strangers(store.objects.values(), store.data)
        whole = with_bytes(experiment, found) if found else None

        origin = document.origin  # of a later "with bytes" too, whatever document is there by then

        def play(trust: bool) -> None:
            self._play(experiment, title, trust, tuple(map(_remark, found)))
            if self._dialog is not None and whole is not None:
                self._dialog.offer(lambda: self._with_bytes(whole, title, origin))

        self._when_allowed(experiment, origin, play)

    def _with_bytes(self, experiment: "Experiment", title: str, origin: Origin) -> None:
        self._last = partial(self._with_bytes, experiment, title, origin)
        remark = tr("What came from outside is sent by clients of our own here, all of it before the first call.")
        self._when_allowed(experiment, origin, lambda trust: self._play(experiment, title, trust, (remark,)))

    def _when_allowed(self, experiment: "Experiment", origin: Origin, play: Callable[[bool], None]) -> None:
        """Play it; what was allowed the last time is not asked for again."""

        def allowed(trust: bool) -> None:
            self._allowed = experiment.commands
            play(trust)

        known = HERE if experiment.commands == self._allowed else origin
        when_allowed(self._context.questions, experiment, known, allowed, _asking())

    def example(self, path: Path) -> None:
        """One that ships with the program."""
        from selcore.experiment.file import load

        self._last = partial(self.example, path)
        experiment = load(path)
        self._play(experiment, experiment.title, False)

    def file(self, path: Path) -> None:
        """An experiment's file; what needs trust is asked for first."""
        from ..session.reading import read_experiment

        self._last = partial(self.file, path)

        def opened(found: "ExperimentRead | Exception") -> None:
            if isinstance(found, Exception):
                words = f"{type(found).__name__}: {found}" if isinstance(found, OSError) else str(found)
                self._context.questions.inform(tr("{path} was not compared. {words}").format(path=path, words=words))
                return
            experiment = found.experiment
            title = experiment.title or path.name

            def play(trust: bool) -> None:
                self._play(experiment, title, trust)

            when_allowed(self._context.questions, experiment, Origin(path), play, _asking(), found.needs)

        self._context.reader.read(partial(read_experiment, path), opened)

    def _choose(self) -> None:
        from ..questions.files import choose_file, experiments

        choose_file(self._context.parent, "compare.file", tr("Compare an experiment"), experiments(), self.file)

    def _play(self, experiment: "Experiment", title: str, trust: bool, remarks: tuple[str, ...] = ()) -> None:
        from selcore.compare import Comparison

        wait = self._context.preferences.longest_wait or 10.0
        comparison = Comparison(experiment, trust=trust, max_wait=wait)
        self._playing = [one for one in self._playing if not one.ended] + [comparison]
        dialog = self._open()
        dialog.play(comparison, title, remarks)

    def _open(self) -> "CompareDialog":
        from .dialog import CompareDialog

        if self._dialog is None:
            self._dialog = CompareDialog(self._sources(), QApplication.clipboard().setText, self._context.parent)
            self._dialog.again.connect(lambda: self._last())
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()
        return self._dialog

    def _sources(self) -> QMenu:
        from selcore.experiment.examples import EXAMPLES

        menu = QMenu(self._context.parent)
        menu.setObjectName("menu.compare")
        menu.addAction(tr("This session")).triggered.connect(lambda _=False: self.session())
        examples = menu.addMenu(tr("Examples"))
        for one in EXAMPLES:
            examples.addAction(say(one.title)).triggered.connect(partial(self._example, one.path))
        menu.addAction(tr("File…")).triggered.connect(lambda _=False: self._choose())
        return menu

    def _example(self, path: Path, _: bool = False) -> None:
        self.example(path)

    def close(self) -> None:
        """The window ends: no child may outlive it."""
        if self._dialog is not None:
            self._dialog.end()
        for one in self._playing:
            one.cancel()  # all at once, so that they close what they have open side by side
        for one in self._playing:
            one.close()
        self._playing = []
