"""Every outcome in a few words."""

from collections.abc import Callable
from typing import Any

from ..values.durations import duration
from ..values.masks import mask_text
from ..values.outcomes import Call, Done, Failed, Interrupted, Outcome, Refused, RunEnded
from ..values.spelling import variable
from ..values.text import Text, text


def answer(outcome: Outcome) -> Text:
    """What came of it, in a few words."""
    if isinstance(outcome, Refused):
        return text("{error}", error=str(outcome))
    if isinstance(outcome, Failed):
        return text("{error}", error=str(outcome.error))
    if isinstance(outcome, Interrupted):
        return stopped(outcome)
    if isinstance(outcome, RunEnded):
        return text(
            "{calls} calls, {results} results; ended by {by}",
            calls=f"{outcome.calls:,}",
            results=f"{outcome.results:,}",
            by=outcome.bounded_by,
        )
    return _done(outcome.value) if isinstance(outcome, Done) else returned(outcome.call)


ROUNDING = 0.005
"""Seconds by which a call may end before its timeout and still have timed out: clocks and rounding."""


def returned(call: Call) -> Text:
    """What a call returned, as the header of its rows says it."""
    waited = duration(call.waited)
    if len(call.results) == 1:
        return text("1 result, waited {waited}", waited=waited)
    if call.results:
        return text("{count} results, waited {waited}", count=len(call.results), waited=waited)
    if isinstance(call.timeout, str) or (call.timeout is not None and call.timeout <= 0):
        return text("[] nothing ready now")
    if call.timeout is None or call.waited + ROUNDING < call.timeout:
        # It has not timed out: what the kernel reported is registered no longer, or is masked away.
        return text("[] after {waited}: what was reported has no key", waited=waited)
    return text("[] timed out after {waited}", waited=waited)


def stopped(outcome: Interrupted) -> Text:
    """A call that had not returned."""
    waited = duration(outcome.call.waited)
    if outcome.by == "pause":
        return text("stopped by you after {waited}; it had not returned", waited=waited)
    return text("ended by {by} after {waited}; it had not returned", by=outcome.by, waited=waited)


def _done(value: dict[str, Any]) -> Text:
    for field, words in _ANSWERS.items():
        if field in value:
            return words(value)
    return text("None")


def _opened(value: dict[str, Any]) -> Text:
    opened = value["opened"]
    shown = ", ".join(f"{one['name']} fd {one['fd']}" for one in opened[:2])
    return (
        text("{shown}", shown=shown) if len(opened) <= 2 else text("{shown} … {n} in all", shown=shown, n=len(opened))
    )


def _key(value: dict[str, Any]) -> Text:
    key = value["key"]
    events = key["events"] if not isinstance(key["events"], list) else mask_text(tuple(key["events"]))
    return text("SelectorKey fd {fd}, {events}, data {data}", fd=key["fd"], events=events, data=_data(key))


def _data(key: dict[str, Any]) -> str:
    return "None" if key["callback"] == "none" else variable(key["callback"])


def _map(value: dict[str, Any]) -> Text:
    if value["map"] is None:
        return text("None")
    return text(
        "{count} keys: {names}", count=len(value["map"]), names=", ".join(key["name"] for key in value["map"][:20])
    )


def _received(value: dict[str, Any]) -> Text:
    if value["size"] is None:
        return text("None")
    if "hex" not in value:
        return text("{size} bytes", size=f"{value['size']:,}")
    if not value["size"]:
        return text("b'' (0 bytes)")
    shown = bytes.fromhex(value["hex"])[:60]
    more = " …" if value["size"] > len(shown) else ""
    if value["size"] == 1:
        return text("{shown} (1 byte)", shown=repr(shown))
    return text("{shown}{more} ({size} bytes)", shown=repr(shown), more=more, size=f"{value['size']:,}")


def _connected(value: dict[str, Any]) -> Text:
    return _error("0: connected", value["code"], value)


def _so_error(value: dict[str, Any]) -> Text:
    return _error("0: no error is pending", value["so_error"], value)


def _error(none: str, code: int, value: dict[str, Any]) -> Text:
    if not code:
        return text(none)
    return text("{code} {name}: {message}", code=code, name=value["error"] or "", message=value["message"])


def _option(value: dict[str, Any]) -> Text:
    if "refused" in value:
        refused = f"{value['refused']['type']}: {value['refused']['message']}"
        return text("{option} is set; reading it back: {refused}", option=value["option"], refused=refused)
    return text("{option} is {value} now", option=value["option"], value=repr(value["value"]))


def _waited(value: dict[str, Any]) -> Text:
    if value["running"]:
        return text("running")
    if "signal" in value:
        return text("{code}: ended by {signal}", code=value["returncode"], signal=value["signal"])
    return text("return code {code}", code=value["returncode"])


def _renamed(value: dict[str, Any]) -> Text:
    return text("{names}", names=", ".join(f"{one['from']} is {one['to']}" for one in value["renamed"][:4]))


def _sent(value: dict[str, Any]) -> Text:
    if "asked" in value:
        return text("{sent} of {asked} bytes taken", sent=f"{value['sent']:,}", asked=f"{value['asked']:,}")
    return text("1 byte") if value["sent"] == 1 else text("{sent} bytes", sent=f"{value['sent']:,}")


_ANSWERS: dict[str, Callable[[dict[str, Any]], Text]] = {
    "opened": _opened,
    "key": _key,
    "map": _map,
    "size": _received,
    "sent": _sent,
    "code": _connected,
    "so_error": _so_error,
    "option": _option,
    "running": _waited,
    "signal": lambda value: text("{signal} sent", signal=value["signal"]),
    "renamed": _renamed,
    "removed": lambda value: text("None; {path} is removed too", path=value["removed"]),
    "killed": lambda value: text("None; process {pid} is killed and reaped", pid=value["killed"]),
    "kept": lambda value: text("None; it stays open for those who use it too"),
    "fd": lambda value: text("fd {fd}", fd=value["fd"]),
    "carried": lambda value: text(
        "keys carried over: {n}, refused: {m}", n=len(value["carried"]), m=len(value["refused"])
    ),
}
