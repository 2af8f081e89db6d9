"""Accept one connection and register it for ``events`` with the callback ``then``."""

import errno
from typing import Any

from ..kinds.file_object import FileObject
from ..values.masks import mask_text
from ..values.options import Option
from ..values.outcomes import Effect, Refused
from ..values.spelling import Spelling
from ..values.text import text
from .base import Callback, Context, gave_up
from .drain import DrainCallback
from .echo import EchoCallback, EchoUpper
from .none import NoCallback

_THEN: dict[str, type[Callback]] = {one.id: one for one in (NoCallback, EchoCallback, EchoUpper, DrainCallback)}


class AcceptCallback(Callback):
    id = "accept"
    title = text("accept: take the connection and register it")
    asks = None
    options = (
        Option(
            name="then",
            type="choice",
            default="none",
            title=text("callback of the connection"),
            asks="nothing",
            choices=tuple(_THEN),
        ),
        Option(name="events", type="events", default=["read"], title=text("watch the connection for"), asks="nothing"),
    )

    @classmethod
    def python(cls, options: dict[str, Any], py: Spelling, name: str) -> str:
        given = _THEN[options["then"]].python({}, py, f"{name}.1")
        return f"{py.part('accept')}(lambda: {given}, {mask_text(tuple(options['events']))})"

    def ready(self, this: FileObject, mask: int, context: Context) -> Effect | None:
        found = context.adopt(this)
        if isinstance(found, Refused):
            return self._refused(this, found, context)
        did = text("accepted {name}", name=found.name)
        if not self.values["events"]:
            return Effect((did,), opened=found.name)
        refused = context.watch(found.name, tuple(self.values["events"]), self.values["then"])
        return gave_up(refused, did, opened=found.name) if refused else Effect((did,), opened=found.name)

    def _refused(self, this: FileObject, found: Refused, context: Context) -> Effect | None:
        if found.type in this.blocks:
            return None  # another process may have taken the connection, or it went away before it was accepted
        if found.errno in (errno.EMFILE, errno.ENFILE) and not context.pause(this):
            return gave_up(found, text("paused: unregistered until a descriptor is free"))
        return gave_up(found)
