"""The experiment is written into its file beside the window; what is written is waited for when the window closes."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from selcore.values.facts import ObjectState

from ..kit.labels import cut
from ..kit.saying import counted
from ..questions.files import choose_target, experiments
from ..questions.question import Question
from .context import ActionContext
from .document import Written
from .reading import may_be_replaced

if TYPE_CHECKING:
    from selcore.experiment.file import Experiment

LONGEST_NAME = 60
"""Characters of a file's name in a passing remark."""
PATIENCE = 3000
"""Milliseconds after which somebody who closes the window is asked whether it still waits for a disk."""
Then = Callable[[], object]


def tr(source: str) -> str:
    return QCoreApplication.translate("Saving", source)


class NoExperiment(ValueError):
    """Something else has the name by now."""


class Saving(QObject):
    """Saves the document, a moment of it at a time, whatever is done meanwhile."""

    def __init__(self, context: ActionContext):
        super().__init__(context.parent)
        self._context = context
        self._on_its_way: tuple[Written, Path] | None = None
        self._closes: tuple[Then, Then] | None = None
        self._failed = 0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._ask_to_close)
        context.writer.busy_changed.connect(self._close)

    def save(self, then: Then = lambda: None) -> None:
        """Into its file, or one that is asked for; ``then`` once it is written, if the session still goes on."""
        path = self._target()
        if path is None:
            self.choose_target(then)
        else:
            self.save_to(path, then, only_experiments=True)

    def _target(self) -> Path | None:
        """Where it is being written by now; else its file."""
        document = self._context.document
        if self._on_its_way is not None and document.is_of_now(self._on_its_way[0]):
            return self._on_its_way[1]
        return document.path

    def choose_target(self, then: Then = lambda: None) -> None:
        """Ask for a file, and save into that."""
        name, title = "experiment.selector.json", tr("Save experiment")
        chosen = partial(self.save_to, then=then)
        choose_target(self._context.parent, "experiment.target", title, name, experiments(), chosen)

    def save_to(self, path: Path, then: Then = lambda: None, only_experiments: bool = False) -> None:
        """Write it there. What was there stays if it cannot be written, and the reason is said."""
        context, written = self._context, self._context.document.moment()
        content = partial(_content, context.document.experiment(), path, only_experiments)
        outsiders = len(from_outside(context.store.objects.values()))

        def done(error: BaseException | None) -> None:
            if self._on_its_way == (written, path):
                self._on_its_way = None
            context.say("")
            if error is not None:
                self._not_saved(path, written, error, then)
            else:
                self._saved(path, written, outsiders, then)

        self._on_its_way = written, path
        say_saving(context, path)
        context.writer.write(path, content, done)

    def _not_saved(self, path: Path, written: Written, error: BaseException, then: Then) -> None:
        questions = self._context.questions
        if not isinstance(error, NoExperiment):
            questions.inform(tr("Not saved: {error}").format(error=f"{type(error).__name__}: {error}"))
            return
        words = tr("{path} is no longer an experiment. It was not replaced: choose another place.")
        questions.inform(words.format(path=path))
        if self._context.document.is_of_now(written):
            self.choose_target(then)

    def _saved(self, path: Path, written: Written, outsiders: int, then: Then) -> None:
        context = self._context
        context.document.saved(path, written)
        context.preferences.add_recent(path)
        if outsiders:
            words = tr(
                "Saved. What peers from outside did ({n} {n:connection|connections}) is not in it: "
                "it cannot be repeated."
            )
            context.say(counted(words, n=f"{outsiders:,}"))
        if context.document.is_of_now(written):
            then()

    # Closing the window.

    def close_when_written(self, close: Then, close_now: Then) -> None:
        """Close once nothing is being written, unless it could not be; if that takes long, ask, and ``close_now``."""
        if self._closes is None:
            self._closes, self._failed = (close, close_now), self._context.writer.failed
            self._context.say(tr("Saving {names} … Then the window closes.").format(names=self._names()))
            self._timer.start(PATIENCE)

    def _close(self) -> None:
        if self._closes is None or self._context.writer.busy:
            return
        close, _ = self._wait_no_longer(self._closes)
        if self._context.writer.failed == self._failed:
            close()

    def _wait_no_longer(self, closes: tuple[Then, Then]) -> tuple[Then, Then]:
        self._closes = None
        self._timer.stop()
        return closes

    def _ask_to_close(self) -> None:
        words = tr("Still being written: {names}. If the window closes now, what stood there before stays.")
        question = Question(
            "file.unwritten",
            words.format(names=self._names()),
            (("close", tr("Close all the same")), ("cancel", tr("Keep the window open"))),
        )
        self._context.questions.ask(question, self._answered)

    def _answered(self, choice: str) -> None:
        if self._closes is None:
            return  # it was written meanwhile
        _, close_now = self._wait_no_longer(self._closes)
        if choice == "close":
            close_now()

    def _names(self) -> str:
        return ", ".join(cut(path.name, LONGEST_NAME) for path in self._context.writer.places)


def say_saving(context: ActionContext, path: Path) -> None:
    """In the bottom line, for as long as it may take."""
    context.say(tr("Saving {name} …").format(name=cut(path.name, LONGEST_NAME)))


def _content(experiment: "Experiment", path: Path, only_experiments: bool) -> bytes:
    """What is written; it can be read again. Raises NoExperiment, ValueError, Unreadable."""
    from selcore.experiment.file import dump, parse

    if only_experiments and not may_be_replaced(path):
        raise NoExperiment
    parse(content := dump(experiment))
    return content


def from_outside(objects: Iterable[ObjectState]) -> list[str]:
    """The connections whose other end is nothing that was opened here."""
    ends = [(one, *one.address.partition(" -> ")[::2]) for one in objects]
    ours = {here for one, here, _ in ends if one.kind != "connection"}
    return [one.name for one, _, there in ends if one.kind == "connection" and there and there not in ours]
