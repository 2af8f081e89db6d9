"""What would end the call that waits, for each event that it waits for: the answer of the worker's last look."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from selcore.values.masks import mask_words
from selcore.values.observed import Looked

from ..kit.saying import say

if TYPE_CHECKING:
    from selcore.explain.why_not import End, Silence


def tr(source: str) -> str:
    return QCoreApplication.translate("StateLine", source)


class Waiting:
    """Known from one look on; ``stale`` when something has changed since, and another look is due.

    ``asked``: a look has been asked for and not answered.
    """

    def __init__(self) -> None:
        self.asked = False
        self.stale = True
        self._silences: tuple[Silence, ...] | None = None
        self._best: Silence | None = None
        self._more = 0

    @property
    def known(self) -> bool:
        return self._silences is not None

    def forget(self) -> None:
        """The wait is over."""
        self._silences = self._best = None
        self.asked, self.stale = False, True

    def take(self, looked: Looked) -> None:
        """The answer of a look."""
        from selcore.explain.why_not import best, why_not

        self.asked = self.stale = False
        self._silences = why_not(looked.silent or (), looked.backend, "waits")
        self._best, self._more = best(self._silences), looked.unlooked

    @property
    def end(self) -> "End | None":
        """What a button can do to end the wait; None where there is nothing of that sort."""
        end = self._best.end if self._best is not None else None
        return end if end is not None and (end.by is not None or end.to) else None

    @property
    def never(self) -> bool:
        """Whether nothing ends it: each event that it waits for can never come."""
        asked = [one for one in self._silences or () if one.asked]
        return bool(asked) and not self._more and all(one.end is not None and one.end.never for one in asked)

    def words(self, timed: bool) -> str:
        """The best of the events in a line; ``timed``: the call ends by its timeout at the latest."""
        best = self._best
        if best is None:
            return ""
        others = len(self._silences or ()) + self._more - 1
        what = _what(best, tr(" (and {n} more)").format(n=others) if others else "")
        if self.never:
            end = tr("nothing but the timeout ends this") if timed else tr("this waits for ever")
            return f"{end} · {what}"
        if best.end is not None and self.end is None:
            what = f"{what} → {say(best.end.words)}"
        stop = tr("Stop waiting: Esc")
        return f"{what} · {stop}"

    def whole(self) -> str:
        """All of them, a line each, and what would end the wait for each."""
        lines = [f"{_what(one)} → {say(one.end.words)}" if one.end else _what(one) for one in self._silences or ()]
        if self._more:
            lines.append(tr("{n} more are watched, and were not looked at").format(n=f"{self._more:,}"))
        return "\n".join(lines)


def _what(one: "Silence", others: str = "") -> str:
    """``pair.a READ (and 2 more): nothing from pair.b is waiting``."""
    return tr("{name} {event}{others}: {cause}").format(
        name=one.name, event=mask_words(one.event), others=others, cause=say(one.cause)
    )
