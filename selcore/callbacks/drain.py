"""Receive and throw away; at EOF unregister and close. An empty packet, or a Ctrl-D at a terminal, is no end."""

from typing import Any

from ..kinds.file_object import CHUNK, FileObject
from ..values.masks import READ
from ..values.outcomes import Effect, Refused
from ..values.spelling import Spelling
from ..values.text import text
from .base import Callback, Context, at_end, attempt, gave_up, leave, met_end
from .outgoing import about_packet


class DrainCallback(Callback):
    id = "drain"
    title = text("drain: receive and throw away")
    asks = None

    @classmethod
    def python(cls, options: dict[str, Any], py: Spelling, name: str) -> str:
        return py.part("drain")

    def ready(self, this: FileObject, mask: int, context: Context) -> Effect | None:
        if not mask & READ:
            return None
        data = attempt(this.receive, CHUNK)
        if met_end(this, data):
            refused, words, closed = at_end(this, context)
            return gave_up(refused, words, eof=closed) if refused else Effect((words,), eof=closed)
        if isinstance(data, Refused):
            if data.type in this.blocks:
                return None
            return gave_up(data, leave(this, context, data))
        return Effect((text("{received} in", received=len(data)), *about_packet(data, this, None)), len(data))
