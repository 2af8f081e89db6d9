"""An option is declared once; forms, checks, the command line and the catalogues are built from the declaration."""

from typing import Any, Literal

import msgspec

from .commands import AnyCommand
from .needs import Asks
from .text import Text, text

OptionType = Literal["text", "int", "bool", "choice", "path", "name", "events", "words"]


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


def _unknown(name: str, known: list[str]) -> Text:
    if not known:
        return text("there is no option {name} here; it takes none", name=repr(name))
    return text("there is no option {name}; there is: {known}", name=repr(name), known=", ".join(known))


def _checked(option: Option, value: Any) -> Any:
    reason = _CHECKS[option.type](option, value)
    if reason is not None:
        raise BadOption(option.name, reason)
    return value


def _check_text(option: Option, value: Any) -> Text | None:
    if not isinstance(value, str):
        return text("{name} takes text, not {value}", name=option.name, value=repr(value))
    return None


def _check_int(option: Option, value: Any) -> Text | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return text("{name} takes a whole number, not {value}", name=option.name, value=repr(value))
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
        return text("{name} is true or false, not {value}", name=option.name, value=repr(value))
    return None


def _check_choice(option: Option, value: Any) -> Text | None:
    if value not in option.choices:
        known = ", ".join(option.choices)
        return text("{name} is one of {known}, not {value}", name=option.name, known=known, value=repr(value))
    return None


def _check_events(option: Option, value: Any) -> Text | None:
    if not isinstance(value, list | tuple) or any(event not in ("read", "write") for event in value):
        return text('{name} is a list of "read" and "write", not {value}', name=option.name, value=repr(value))
    return None


def _check_words(option: Option, value: Any) -> Text | None:
    if isinstance(value, str) or (isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)):
        return None
    return text("{name} takes text or a list of texts, not {value}", name=option.name, value=repr(value))


_CHECKS = {
    "text": _check_text,
    "path": _check_text,
    "name": _check_text,
    "int": _check_int,
    "bool": _check_bool,
    "choice": _check_choice,
    "events": _check_events,
    "words": _check_words,
}
