"""Prose that the core wants said is a template and its values; whoever shows it translates and fills it in."""

import re
from typing import Any

import msgspec

_PLACE = re.compile(r"\{([A-Za-z_]\w*)(?::([^{}|]*)\|([^{}|]*))?\}")


class Text(msgspec.Struct, frozen=True, gc=False):
    """A sentence: ``template`` in English with ``{name}`` places, ``values`` for them.

    ``{name:byte|bytes}`` is the first word where that value is 1 (a number, or one written with its commas), else the
    second: so is all that is counted said, here and in the window.
    """

    template: str
    values: dict[str, Any] = {}

    def __str__(self) -> str:
        return self.fill(self.template)

    def fill(self, template: str) -> str:
        """This template, which may be a translation, with the values in its places.

        Not ``str.format``: a place is a name in braces, with no attribute, index or width; all else stands for itself.
        """
        return _PLACE.sub(self._filled, template)

    def _filled(self, found: re.Match[str]) -> str:
        if found[1] not in self.values:
            return found[0]
        value = str(self.values[found[1]])
        if found[2] is None:
            return value
        return found[2] if value == "1" else found[3]


def text(template: str, **values: Any) -> Text:
    """Mark a sentence for translation; ``values`` fill its places."""
    return Text(template, values)


def places(template: str) -> set[str]:
    """The names of its places."""
    return {found[1] for found in _PLACE.finditer(template)}


def in_short(words: str, most: int) -> str:
    """At most about ``most`` characters: the middle gives way, for the end may be what matters."""
    if len(words) <= most:
        return words
    return f"{words[: most // 2]} … {len(words) - most // 2 * 2:,} characters … {words[-(most // 2) :]}"
