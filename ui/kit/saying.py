"""Sentences of the core as the window says them: translated, then filled in."""

from PySide6.QtCore import QCoreApplication

from selcore.values.text import Text


def say(text: Text | str | None) -> str:
    """A sentence of the core, translated and filled in."""
    if text is None or isinstance(text, str):
        return text or ""
    return text.fill(QCoreApplication.translate("Core", text.template))
