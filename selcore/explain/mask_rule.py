"""How ``selectors`` turns what the OS returned into a mask and limits it to the events asked for (Lib/selectors.py).

The rule is the same in every version, its lines are not: 3.13 has one expression where 3.11 has two ifs. So it is the
rule that is written out here, and tests compare what it gives with what the classes of this Python return.
"""

from ..values.flags import bare
from ..values.masks import READ, WRITE, mask_name
from ..values.observed import Observed
from ..values.text import Text, text


def fold(backend: str, flags: list[str] | None, mask: int, seen: Observed | None) -> tuple[Text, ...]:
    """The rule as lines of Python, with this result's values; ``flags`` are names of the ``select`` module."""
    lines = _of_lists(mask) if flags is None else _LINES.get(backend, _of_flags)(flags)
    asked = seen.events if seen is not None else None
    if asked is not None:
        lines.append(text("key.events = {asked}", asked=mask_name(asked)))
    return (*lines, text("mask = events & key.events  # {mask}", mask=mask_name(mask)))


def _of_flags(flags: list[str]) -> list[Text]:
    prefix = (flags[0].removesuffix(bare(flags[0])) if flags else "") or "POLL"
    lines = [text("event = {flags}", flags=_joined(flags))]
    for way, event in (("IN", "WRITE"), ("OUT", "READ")):
        rest = [name for name in flags if name != prefix + way]
        lines.append(text("if event & ~{name}:  # {rest}", name=prefix + way, rest=_joined(rest)))
        lines.append(_gives(event) if rest else _not(event))
    return lines


def _gives(event: str) -> Text:
    return text("    events |= EVENT_{event}", event=event)


def _not(event: str) -> Text:
    return text("    pass  # so it is not EVENT_{event}", event=event)


def _joined(names: list[str]) -> str:
    return " | ".join(names) or "0"


def _of_lists(mask: int) -> list[Text]:
    """select() has three lists and no flags; a descriptor cannot be in a list that was not asked for."""
    lines = [text("r, w, _ = select.select(readers, writers, [], timeout)")]
    if mask & READ:
        lines += [text("if fd in r:"), text("    events |= EVENT_READ")]
    if mask & WRITE:
        lines += [text("if fd in w:"), text("    events |= EVENT_WRITE")]
    return lines


def _of_filter(flags: list[str]) -> list[Text]:
    event = "READ" if "KQ_FILTER_READ" in flags else "WRITE"
    return [text("if kev.filter == {flags}:", flags=_joined(flags)), _gives(event)]


_LINES = {"kqueue": _of_filter}
