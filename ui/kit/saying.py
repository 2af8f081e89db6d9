"""Sentences of the core as the window says them: translated, then filled in."""

from PySide6.QtCore import QCoreApplication

from selcore.values.text import Text


def say(text: Text | str | None) -> str:
    """A sentence of the core, translated and filled in, with those that stand in its places."""
    if text is None or isinstance(text, str):
        return text or ""
    if any(isinstance(value, Text) for value in text.values.values()):
        text = Text(text.template, {name: _said(value) for name, value in text.values.items()})
    return text.fill(QCoreApplication.translate("Core", text.template))


def _said(value: object) -> object:
    return say(value) if isinstance(value, Text) else value


def counted(template: str, **values: object) -> str:
    """A sentence of the window's own, filled in: ``counted(tr("{n} {n:row|rows}"), n="1,234")``."""
    return Text(template, values).fill(template)
