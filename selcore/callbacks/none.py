"""No callback: the key's data is None, and nothing is done when it is ready."""

from typing import Any

from ..kinds.file_object import FileObject
from ..values.outcomes import Effect
from ..values.spelling import Spelling
from ..values.text import text
from .base import Callback, Context


class NoCallback(Callback):
    id = "none"
    title = text("none: nothing is done when it is ready")
    asks = None

    @classmethod
    def python(cls, options: dict[str, Any], py: Spelling, name: str) -> str:
        return "None"

    def ready(self, this: FileObject, mask: int, context: Context) -> Effect | None:
        return None
