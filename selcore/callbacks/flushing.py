"""Stands in for the data of a key while others have bytes for its object: sends them when there is room.

A selector tells of room only where it is asked for WRITE, and what is called then is the data of that key: so whatever
the key holds is lent out, served as before, and put back when nothing waits any more.
"""

from typing import Any, Protocol

from ..kinds.file_object import FileObject
from ..values.masks import WRITE
from ..values.outcomes import Effect
from ..values.spelling import Spelling
from ..values.text import Text, text
from .base import Callback, Context


class Supplier(Protocol):
    """What has bytes for an object."""

    def waiting_bytes(self) -> int: ...

    def flush(self, context: Context) -> Effect: ...

    def drop(self) -> None: ...


class Flushing(Callback):
    """In the place of ``inner``, a key's data, which was registered for ``asked``: 0 where there was no key."""

    id = "flush"
    title = text("flush: send what another object forwards, then put back what was there")
    asks = None

    @classmethod
    def python(cls, options: dict[str, Any], py: Spelling, name: str) -> str:
        return py.part("Lending")

    def __init__(self, inner: Any, asked: int):
        super().__init__(inner.values if isinstance(inner, Callback) else {}, asked)
        self.inner = inner
        self.sources: list[Supplier] = []

    def told(self) -> str:
        return self.inner.told() if isinstance(self.inner, Callback) else "none" if self.asked else "forward"

    def value(self) -> Any:
        return None if isinstance(self.inner, Callback) else self.inner

    def inner_mask(self) -> int:
        """What it is watched for without us."""
        return self.inner.watched if isinstance(self.inner, Callback) else self.asked

    def wanted(self) -> int:
        own = self.inner.wanted() if isinstance(self.inner, Callback) else self.asked
        return own | WRITE if self.sources else own

    def waiting_bytes(self) -> int:
        own = self.inner.waiting_bytes() if isinstance(self.inner, Callback) else 0
        return own + sum(source.waiting_bytes() for source in self.sources)

    def dropped(self) -> None:
        for source in self.sources:
            source.drop()
        self.sources.clear()

    def ready(self, this: FileObject, mask: int, context: Context) -> Effect | None:
        found = [source.flush(context) for source in [*self.sources]] if mask & WRITE else []
        self.sources = [source for source in self.sources if source.waiting_bytes()]
        own = mask & self.inner_mask()
        if isinstance(self.inner, Callback) and own and not this.closed:
            effect = self.inner.ready(this, own, context)
            found += [effect] if effect is not None else []
        self.settle(this, context)
        return _together(found)

    def serves(self, callback: Callback) -> None:
        """What was not watched while we came is so again, by this callback."""
        if self.inner is None and not self.asked:
            self.inner, self.values = callback, callback.values

    def settle(self, this: FileObject, context: Context) -> None:
        """Watch for what is needed now; without anything left to send, put back what was there."""
        if this.closed or context.data_of(this) is not self:
            return
        mask = self.inner_mask()
        context.put(this, mask | WRITE if self.sources else mask, self if self.sources else self.inner)


def lend(source: Supplier, this: FileObject, context: Context) -> None:
    """See to it that ``source`` is asked to flush when ``this`` has room."""
    data = context.data_of(this)
    flushing = data if isinstance(data, Flushing) else Flushing(data, context.watched(this))
    if source not in flushing.sources:
        flushing.sources.append(source)
    context.put(this, flushing.inner_mask() | WRITE, flushing)


def _together(found: list[Effect]) -> Effect | None:
    if not found:
        return None
    did: tuple[Text, ...] = tuple(words for effect in found for words in effect.did)
    error = next((effect.error for effect in found if effect.error is not None), None)
    opened = next((effect.opened for effect in found if effect.opened), "")
    received, sent = sum(one.received for one in found), sum(one.sent for one in found)
    return Effect(did, received, sent, error, any(one.eof for one in found), opened)
