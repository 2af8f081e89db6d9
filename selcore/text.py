"""Prose that the core wants said is a template and its values; whoever shows it translates and formats it."""

from typing import Any

import msgspec


class Text(msgspec.Struct, frozen=True):
    """A sentence: ``template`` in English with ``{name}`` places, ``values`` for them."""

    template: str
    values: dict[str, Any] = {}

    def __str__(self) -> str:
        return self.template.format(**self.values)


def text(template: str, **values: Any) -> Text:
    """Mark a sentence for translation; ``values`` fill its places."""
    return Text(template, values)
