"""An option is declared once; forms, checks, the command line and the catalogues are built from the declaration."""

from typing import Any, Literal

import msgspec

from .commands import AnyCommand
from .needs import Asks
from .text import Text, text

OptionType = Literal["text", "int", "bool", "choice", "path", "folder", "name", "events", "words"]


LONGEST = {"text": 1000, "path": 5000, "folder": 5000, "name": 300}
"""Characters of an option: more than any takes that is right, so that such ones can be tried too."""
WORDS = 1000
LONGEST_WORDS = 200_000
"""Of a command's words together, in characters."""
LONGEST_FILTER = 2000
"""Characters of an expression: here, for the window needs it before ``filters``, which imports numpy."""
SHOWN = 100
"""Characters of a value that a reason quotes."""


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """What may be given: ``type`` and limits, and the ``default`` that makes it optional.

    Limits that are ``advice`` are a form's: the core passes such a value on, because Python has an answer of its own.
    ``asks`` is what a value of it may do, for which a stranger's file asks first; ``unless`` another option is given,
    in whose place this one is not looked at.
    """

    name: str
    type: OptionType
    default: Any
    title: Text
    asks: Asks
    unless: str = ""
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    advice: bool = False


class BadOption(ValueError):
    """The value given for ``option`` is not one it takes."""

    def __init__(self, option: str, reason: Text, remedy: AnyCommand | None = None):
        super().__init__(str(reason))
        self.option = option
        self.reason = reason
        self.remedy = remedy


def fill(options: tuple[Option, ...], given: dict[str, Any]) -> dict[str, Any]:
    """The values of all ``options``: those given, checked, and the defaults of the others.

    Raises BadOption for an option that is not declared or a value that its type does not take.
    """
    known = {option.name: option for option in options}
    for name in given:
        if name not in known:
            raise BadOption(name, _unknown(name, list(known)))
    return {name: _checked(option, given[name]) if name in given else option.default for name, option in known.items()}


def takes(option: Option, value: Any) -> bool:
    """Whether it may be given that value."""
    return _CHECKS[option.type](option, value) is None


def _unknown(name: str, known: list[str]) -> Text:
    if not known:
        return text("there is no option {name} here; it takes none", name=_quoted(name))
    return text("there is no option {name}; there is: {known}", name=_quoted(name), known=", ".join(known))


def _checked(option: Option, value: Any) -> Any:
    reason = _CHECKS[option.type](option, value)
    if reason is not None:
        raise BadOption(option.name, reason)
    return value


def _check_text(option: Option, value: Any) -> Text | None:
    if not isinstance(value, str):
        return text("{name} takes text, not {value}", name=option.name, value=_quoted(value))
    return _check_length(option, value, LONGEST[option.type])


def _check_length(option: Option, value: str, most: int) -> Text | None:
    if len(value) <= most:
        return None
    return text("{name} has {n} characters; at most {most}", name=option.name, n=f"{len(value):,}", most=f"{most:,}")


def _quoted(value: Any) -> str:
    return _cut(repr(value))


def _cut(words: str) -> str:
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}…"


def _check_int(option: Option, value: Any) -> Text | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return text("{name} takes a whole number, not {value}", name=option.name, value=_quoted(value))
    return None if option.advice else check_range(option, value)


def check_range(option: Option, value: int) -> Text | None:
    """What is wrong with ``value`` where the option has limits; None where nothing is."""
    if (option.least is not None and value < option.least) or (option.most is not None and value > option.most):
        if option.most is None:
            return text("{name} {value} is below {least}", name=option.name, value=value, least=option.least)
        return text(
            "{name} {value} is not between {least} and {most}",
            name=option.name,
            value=value,
            least=option.least,
            most=option.most,
        )
    return None


def _check_bool(option: Option, value: Any) -> Text | None:
    if not isinstance(value, bool):
        return text("{name} is true or false, not {value}", name=option.name, value=_quoted(value))
    return None


def _check_choice(option: Option, value: Any) -> Text | None:
    if value not in option.choices:
        known = ", ".join(option.choices)
        return text("{name} is one of {known}, not {value}", name=option.name, known=known, value=_quoted(value))
    return None


def _check_events(option: Option, value: Any) -> Text | None:
    if not isinstance(value, list | tuple) or any(event not in ("read", "write") for event in value):
        return text('{name} is a list of "read" and "write", not {value}', name=option.name, value=_quoted(value))
    return None


def _check_words(option: Option, value: Any) -> Text | None:
    if isinstance(value, str):
        return _check_length(option, value, LONGEST_WORDS)
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        if len(value) > WORDS:
            return text("{name} has {n} words; at most {most}", name=option.name, n=f"{len(value):,}", most=WORDS)
        return _check_length(option, "".join(value), LONGEST_WORDS)
    return text("{name} takes text or a list of texts, not {value}", name=option.name, value=_quoted(value))


_CHECKS = {
    "text": _check_text,
    "path": _check_text,
    "folder": _check_text,
    "name": _check_text,
    "int": _check_int,
    "bool": _check_bool,
    "choice": _check_choice,
    "events": _check_events,
    "words": _check_words,
}
