"""How ``selectors`` makes a mask of what the OS returned, and masks it with what was asked: Lib/selectors.py."""

from ..observed import Observed
from ..text import Text, text


def fold(backend: str, flags: list[str] | None, mask: int, seen: Observed | None) -> tuple[Text, ...]:
    """The lines of Python with the values of this result in them; ``flags`` are named as in the ``select`` module."""
    lines, events = _of_lists(mask) if flags is None else _LINES.get(backend, _of_flags)(flags)
    asked = seen.events if seen is not None else None
    if asked is None:
        return (*lines, text("events & key.events == {mask}", mask=mask_name(mask)))
    return (
        *lines,
        text(
            "{events} & key.events ({asked}) == {mask}",
            events=mask_name(events),
            asked=mask_name(asked),
            mask=mask_name(mask),
        ),
    )


def fold_flags(flags: list[str]) -> int:
    """The events of PollSelector and EpollSelector: a flag besides IN gives WRITE, one besides OUT gives READ."""
    beside_in = any(not name.endswith("LLIN") for name in flags)
    beside_out = any(not name.endswith("LLOUT") for name in flags)
    return (2 if beside_in else 0) | (1 if beside_out else 0)


def mask_name(mask: int) -> str:
    """``EVENT_READ | EVENT_WRITE``; a number that is no such mask as it is."""
    names = [name for bit, name in ((1, "EVENT_READ"), (2, "EVENT_WRITE")) if mask & bit]
    return " | ".join(names) if names and not mask & ~3 else str(mask)


def _of_flags(flags: list[str]) -> tuple[list[Text], int]:
    prefix = "EPOLL" if flags and flags[0].startswith("EPOLL") else "POLL"
    rest = {way: [name for name in flags if name != prefix + way] for way in ("IN", "OUT")}
    lines = [
        text("event = {flags}", flags=_joined(flags)),
        text(
            "event & ~{name} == {rest}{events}",
            name=f"{prefix}IN",
            rest=_joined(rest["IN"]),
            events=_gives(rest["IN"], "WRITE"),
        ),
        text(
            "event & ~{name} == {rest}{events}",
            name=f"{prefix}OUT",
            rest=_joined(rest["OUT"]),
            events=_gives(rest["OUT"], "READ"),
        ),
    ]
    return lines, fold_flags(flags)


def _joined(names: list[str]) -> str:
    return " | ".join(names) or "0"


def _gives(rest: list[str], event: str) -> str:
    return f"  → EVENT_{event}" if rest else ""


def _of_lists(mask: int) -> tuple[list[Text], int]:
    """select() has no flags, but three lists; what is in one that was not asked for cannot be."""
    lines = [text("r, w, _ = select.select(readers, writers, [], timeout)")]
    if mask & 1:
        lines.append(text("fd in r  → EVENT_READ"))
    if mask & 2:
        lines.append(text("fd in w  → EVENT_WRITE"))
    return lines, mask


def _of_filter(flags: list[str]) -> tuple[list[Text], int]:
    event = 1 if "KQ_FILTER_READ" in flags else 2
    return [text("kev.filter == {flags}  → {event}", flags=_joined(flags), event=mask_name(event))], event


_LINES = {"kqueue": _of_filter}
