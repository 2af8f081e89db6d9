"""What a killed program had kept is offered: restored as a stranger's experiment is opened, or discarded."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from ..actions.action_table import Do
from ..actions.conditions import Condition
from ..kit.saying import counted, say
from ..questions.question import Question
from ..session.actions import SessionActions
from ..session.context import ActionContext
from ..session.origin import Asking, Origin, when_allowed
from ..session.panel import SessionBegun
from ..session.room_actions import RoomActions
from ..welcome.offer import UnsavedOffer
from .keeping import Keeping

if TYPE_CHECKING:
    from selcore.unsaved.found import UnsavedSession

FOLDER = "unsaved"
"""Beside the settings."""


def tr(source: str) -> str:
    return QCoreApplication.translate("Unsaved", source)


def _asking() -> Asking:
    return Asking(
        tr("{name} asks for more than the playground does by itself. Restore it?"),
        tr("Restore it"),
        tr("{name} asks for more than can be read. It is not restored."),
    )


class UnsavedActions(RoomActions):
    """``session`` begins the session in which it is restored. Where no folder is given for what is kept, nothing is."""

    def __init__(self, context: ActionContext, offer: UnsavedOffer, session: SessionActions):
        super().__init__(context)
        self._offer, self._session = offer, session
        folder = context.preferences.folder
        self._within = Path() if folder is None else folder / FOLDER
        self.keeping = None if folder is None else Keeping(context, self._within)
        self._offered: UnsavedSession | None = None
        self._restored: list[UnsavedSession] = []
        if self.keeping is not None:
            self.keeping.rests.connect(self._forget_restored)

    def table(self) -> dict[str, Do]:
        return {
            "unsaved.restore": lambda _: self._session.begin_then(self._restore),
            "unsaved.discard": lambda _: self._ask_to_discard(),
        }

    def conditions(self) -> dict[str, Condition]:
        return {
            "unsaved": lambda: self._offered is not None,
            "restorable": lambda: self._offered is not None and self._offered.experiment is not None,
        }

    def begin(self, begun: SessionBegun) -> None:
        """What was done with a worker that died is offered at the next start: here it is gone."""
        if begun.keeps_history and self.keeping is not None:
            self.keeping.leave()

    # What is offered.

    def look(self) -> None:
        """Look whether something was left behind, and offer it."""

        def found() -> "UnsavedSession | None":
            from selcore.unsaved.found import newest_unsaved

            return newest_unsaved(self._within)

        if self.keeping is not None:
            self._context.reader.look(found, self._show)

    def _show(self, found: "UnsavedSession | None") -> None:
        self._offered = found
        restorable = found is not None and found.experiment is not None
        self._offer.show_offer("" if found is None else _words(found), restorable)
        self._context.refresh_actions()

    def _taken(self) -> "UnsavedSession":
        """What was offered is offered no longer; the next one is."""
        taken = self._offered
        assert taken is not None
        self._show(None)
        self.look()
        return taken

    def _restore(self) -> None:
        offered = self._offered
        if offered is None or offered.experiment is None or self.keeping is None:
            return  # while a question was answered it was decided otherwise
        experiment, keeping = offered.experiment, self.keeping

        def play(trust: bool) -> None:
            if self._offered is not offered:
                return
            self._restored.append(self._taken())
            self._session.begin_session(experiment, until=0, unsaved=True)
            keeping.write()

        when_allowed(self._context.questions, experiment, Origin(), play, _asking(), offered.needs)

    def _ask_to_discard(self) -> None:
        question = Question(
            "unsaved.discard",
            tr("Discard it for ever? {words}").format(words=_words(self._offered) if self._offered else ""),
            (("discard", tr("Discard")), ("cancel", tr("Cancel"))),
        )
        self._context.questions.ask(question, lambda choice: self._discard() if choice == "discard" else None)

    def _discard(self) -> None:
        if self._offered is not None:
            self._remove(self._taken())

    def _forget_restored(self) -> None:
        """What was restored is kept by this window now, or saved, or discarded."""
        while self._restored:
            self._remove(self._restored.pop())

    def _remove(self, one: "UnsavedSession") -> None:
        self._context.reader.look(one.discard, lambda _: None)

    # The end.

    def close(self, asked: bool) -> None:
        """The window ends; idempotent. What nobody has decided about is offered again."""
        keeping, self.keeping = self.keeping, None
        done = keeping is None or keeping.close(asked)
        for one in self._restored:
            one.discard() if done else one.close()
        if self._offered is not None:
            self._offered.close()
        self._restored, self._offered = [], None


def _words(found: "UnsavedSession") -> str:
    when = _date(found.when)
    if found.experiment is None:
        words = tr("What was kept of a session that ended on {when} cannot be restored: {why}.")
        return words.format(when=when, why=say(found.why))
    from selcore.unsaved.found import counts

    given, calls = counts(found.experiment.commands)
    if calls:
        words = tr(
            "Not saved when the program ended, {when}: {n} {n:command|commands}, {calls} {calls:call|calls} of runs."
        )
        said = counted(words, when=when, n=f"{given:,}", calls=f"{calls:,}")
    else:
        said = counted(
            tr("Not saved when the program ended, {when}: {n} {n:command|commands}."), when=when, n=f"{given:,}"
        )
    more = tr("{n} earlier {n:session|sessions} after this one.")
    return f"{said} {counted(more, n=found.others)}" if found.others else said


def _date(when: float) -> str:
    """A file may have any time: some systems keep what no calendar of Python's has."""
    try:
        return datetime.fromtimestamp(when).strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError, OSError):
        return tr("a day that no calendar has")
