"""What was not returned, as rich text: a card for each event where nothing was, a line beneath what was returned."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from selcore.values.masks import READ, mask_words

from ..kit import theme
from ..kit.rich import escape
from ..kit.saying import say
from .blocks import card, heading, prose, quiet

if TYPE_CHECKING:
    from selcore.explain.why_not import Silence


def tr(source: str) -> str:
    return QCoreApplication.translate("WhyPanel", source)


def cards(silences: Sequence["Silence"], more: int = 0) -> str:
    """Each event with its reason, what the next call would do, and what would end a wait for it."""
    return "".join(map(_card, silences)) + _more(more)


def _card(one: "Silence") -> str:
    meaning = "read" if one.event == READ else "write"
    body = f"<p style='margin:0'>{_name(one, theme.colour(meaning).name())}: {prose(say(one.cause))}</p>"
    if one.next is not None:
        body += f"<p style='margin:4px 0 0'>→&nbsp;{prose(say(one.next))}</p>"
    if one.end is not None:
        ends = tr("What would end a wait for it: {end}").format(end=say(one.end.words))
        body += quiet(ends)
    return card(meaning if one.holds else "quiet", body)


def lines(silences: Sequence["Silence"], more: int = 0) -> str:
    """The same in short, under a heading."""
    if not silences and not more:
        return ""
    said = "".join(
        f"<p style='margin:2px 0'>{_name(one, theme.colour('quiet').name())}: {prose(say(one.cause))}</p>"
        for one in silences
    )
    return heading(tr("Watched and not returned")) + said + _more(more)


def _name(one: "Silence", colour: str) -> str:
    return f"<b>{escape(one.name)}</b> <b style='color:{colour}'>{escape(mask_words(one.event))}</b>"


def _more(more: int) -> str:
    return quiet(tr("{n} more are watched, and were not looked at").format(n=f"{more:,}")) if more else ""


def of_object(name: str, silences: Sequence["Silence"] | None, watched: bool | None, hindrance: str = "") -> str:
    """An object as it is now. ``watched``: whether it has a key; None where the answer has not come yet.

    ``hindrance`` is what stands in the way of watching it, in words; empty where nothing is known to.
    """
    head = f"<p style='margin:0 0 2px'><b>{escape(tr('{name}, now').format(name=name))}</b></p>"
    if watched is None:
        return head
    if not watched:
        unwatched = tr("It is not registered: select() says nothing of it.")
        return head + quiet(f"{unwatched} {hindrance or tr('Tick READ or WRITE to watch it.')}")
    return head + (cards(silences or ()) or quiet(tr("Its mask asks for nothing.")))
