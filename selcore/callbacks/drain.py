"""Receive and throw away; at EOF unregister and close."""

from ..kinds.file_object import CHUNK, FileObject
from ..values.masks import READ
from ..values.outcomes import Effect, Refused
from ..values.text import text
from .base import ENDED, Callback, Context, attempt, gave_up, leave
from .outgoing import about_packet


class DrainCallback(Callback):
    id = "drain"
    title = text("drain: receive and throw away")
    asks = None

    def ready(self, this: FileObject, mask: int, context: Context) -> Effect | None:
        if not mask & READ:
            return None
        data = attempt(this.receive, CHUNK)
        if isinstance(data, Refused):
            if data.type in this.blocks:
                return None
            return gave_up(data, leave(this, context, data))
        if data or not this.style.ends:
            did = (text("{received} in", received=len(data)), *about_packet(data, this, None))
            return Effect(did, len(data))
        refused = context.finish(this)
        return gave_up(refused, ENDED, eof=True) if refused else Effect((ENDED,), eof=True)
