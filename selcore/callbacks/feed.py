"""Send a number of bytes, as many at a time as there is room for, then stop watching WRITE."""

from typing import Any

from ..kinds.file_object import CHUNK, FileObject
from ..values.masks import WRITE
from ..values.options import Option
from ..values.outcomes import Effect, Refused
from ..values.spelling import Spelling
from ..values.text import Text, text
from .base import Callback, Context, attempt, gave_up, leave

AT_ONCE = 64
"""Pieces per call: an object that is never full must not keep the selector waiting."""


class FeedCallback(Callback):
    id = "feed"
    title = text("feed: send so many bytes as room is made")
    asks = None
    options = (
        Option(
            name="size", type="int", default=1 << 20, title=text("bytes to send"), asks="nothing", least=0, most=1 << 40
        ),
    )

    @classmethod
    def python(cls, options: dict[str, Any], py: Spelling, name: str) -> str:
        return f"{py.part('Feed')}({options['size']})"

    def __init__(self, options: dict[str, Any], asked: int):
        super().__init__(options, asked)
        self.left: int = options.get("size", 1 << 20)

    def ready(self, this: FileObject, mask: int, context: Context) -> Effect | None:
        if not mask & WRITE:
            return None
        before = this.sent
        refused = self._send(this)
        sent, this.pending = this.sent - before, self.left
        if refused is not None:
            return gave_up(refused, *self._did(sent), leave(this, context, refused), sent=sent)
        if self.left:
            return Effect(self._did(sent), 0, sent) if sent else None
        refused = self._done(this, context)
        did = (*self._did(sent), text("all sent: WRITE is no longer watched"))
        return gave_up(refused, *did, sent=sent) if refused else Effect(did, 0, sent)

    def _send(self, this: FileObject) -> Refused | None:
        for _ in range(AT_ONCE):
            if not self.left:
                return None
            sent = attempt(this.send, bytes(min(CHUNK, self.left)))
            if isinstance(sent, Refused):
                return None if sent.type in this.blocks else sent
            self.left -= sent
        return None

    def _done(self, this: FileObject, context: Context) -> Refused | None:
        self.watched = self.asked & ~WRITE
        return context.rewatch(this, self.watched) if self.watched else context.unwatch(this)

    def _did(self, sent: int) -> tuple[Text, ...]:
        return (text("{sent} out, {left} left", sent=sent, left=self.left),)

    def wanted(self) -> int:
        return self.asked if self.left else self.asked & ~WRITE

    def waiting_bytes(self) -> int:
        return self.left
