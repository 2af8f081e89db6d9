"""Send what was received to another object: a proxy with one of them each way, a chat.

What the other does not take yet waits in a bounded buffer, until a selector says that there is room. A full buffer
stops READ here. The end of the stream is passed on when everything was sent.
"""

from typing import Any

from ..kinds.file_object import CHUNK, FileObject
from ..values.masks import READ
from ..values.options import Option
from ..values.outcomes import Effect, Refused
from ..values.spelling import Spelling
from ..values.text import Text, text
from .base import Callback, Context, attempt, gave_up, leave, met_end
from .flushing import lend
from .outgoing import Outgoing, about_packet


class ForwardCallback(Callback):
    id = "forward"
    title = text("forward: send what was received to another")
    asks = None
    options = (Option(name="to", type="name", default="", title=text("to (the name of another)"), asks="name"),)

    @classmethod
    def python(cls, options: dict[str, Any], py: Spelling, name: str) -> str:
        to = py.variable(options["to"])
        return f"{py.part('Forward')}({f'lambda: {to}' if '[' in to else to})"

    def __init__(self, options: dict[str, Any], asked: int):
        super().__init__(options, asked)
        self.outgoing = Outgoing()
        self.ended = self.over = False
        self._ends: tuple[FileObject, FileObject] | None = None

    def wanted(self) -> int:
        return self.asked if not self.ended and self.outgoing.room() else self.asked & ~READ

    def waiting_bytes(self) -> int:
        return self.outgoing.size

    def dropped(self) -> None:
        """Somebody unregistered this side: what waits is not sent any more."""
        self.outgoing.clear()
        self.over = True

    def drop(self) -> None:
        """Somebody unregistered the other side: what waits is lost, and nothing tells of room there any more."""
        self.outgoing.clear()
        if self._ends is not None and not self.watched:
            self.over = True
            self._ends[0].warning = str(text("stopped: {to} is not registered any more", to=self._ends[1].name))

    def ready(self, this: FileObject, mask: int, context: Context) -> Effect | None:
        target = self._target(this, context)
        if isinstance(target, Refused):
            context.put(this, 0, self)
            return gave_up(target, text("unregistered"))
        self._ends = this, target
        if not mask & READ or self.ended or not self.outgoing.room():
            return None
        data = attempt(this.receive, CHUNK if this.apart else min(CHUNK, self.outgoing.room()))
        self.ended = met_end(this, data)
        if self.ended:
            return self._pass_on(context, [], 0)
        if isinstance(data, Refused):
            return None if data.type in this.blocks else gave_up(data, leave(this, context, data))
        self.outgoing.add(data)
        return self._pass_on(context, [text("{received} in", received=len(data)), *_about(data, this)], len(data))

    def flush(self, context: Context) -> Effect:
        """There is room again."""
        if self.over:
            return Effect()
        return self._pass_on(context, [], 0)

    def _target(self, this: FileObject, context: Context) -> FileObject | Refused:
        found = self._ends[1] if self._ends is not None else context.find(self.values["to"])
        if isinstance(found, Refused):
            return found
        if found is this:
            return _bad_target(text("{name} forwards to itself: that is echo", name=this.name))
        if found.closed:
            return _bad_target(text("{name} is closed", name=found.name))
        return found

    def _pass_on(self, context: Context, did: list[Text], received: int) -> Effect:
        assert self._ends is not None
        this, target = self._ends
        before = target.sent
        refused = self.outgoing.send(target)
        if sent := target.sent - before:
            context.touch(target)
        unsent, words = self.outgoing.take_lost()
        did += ([text("{sent} to {to}", sent=sent, to=target.name)] if sent else []) + words
        if refused is not None:
            return self._give_up(context, refused, did, received, sent)
        if self.outgoing:
            did.append(text("{n} {n:byte waits|bytes wait} for {to}", n=self.outgoing.size, to=target.name))
            lend(self, target, context)
        elif self.ended:
            did += self._end(this, target, context)
        this.pending = self.outgoing.size
        self._watch(this, context)
        return Effect(tuple(did), received, sent, unsent, eof=self.ended and this.closed)

    def _watch(self, this: FileObject, context: Context) -> None:
        """READ while there is room for more. A mask of nothing is none: it is unregistered until then."""
        if this.closed or self.over or self.wanted() == self.watched:
            return
        self.watched = self.wanted()
        context.settle(this, self)
        full = self._ends is not None and not self.ended and not self.watched & READ
        this.warning = str(text("waits: {to} takes no more", to=self._ends[1].name)) if self._ends and full else ""

    def _give_up(self, context: Context, error: Refused, did: list[Text], received: int, sent: int) -> Effect:
        assert self._ends is not None
        this = self._ends[0]
        if self.outgoing:
            did.append(text("{n} {n:byte|bytes} could not be sent", n=self.outgoing.size))
        self.outgoing.clear()
        self.over = True
        this.pending = self.watched = 0
        context.settle(this, self)
        return gave_up(error, *did, text("unregistered"), received=received, sent=sent)

    def _end(self, this: FileObject, target: FileObject, context: Context) -> list[Text]:
        """The other end of ``target`` reads the end too. What has ended in both directions is closed."""
        if not target.halves:
            # shutdown() of an SSLSocket drops TLS: what comes after it is read as it is, encrypted.
            refused = None
            did = text("EOF not passed on: Python ends the TLS of {to} in both directions or in none", to=target.name)
        elif target.style.ends and hasattr(target.obj, "shutdown"):
            refused = attempt(target.shutdown, "write")
            did = text("EOF passed on to {to}", to=target.name)
        elif target.style.ends:
            refused = context.end(target)
            did = text("EOF: {to} closed", to=target.name)
        else:
            refused, did = None, text("EOF; {to} knows no end", to=target.name)
        self.watched, self.over = 0, True
        found = [did, *([text("{error}", error=str(refused))] if refused else [])]
        if ("w" in this.shut or not this.halves) and target.state == "eof":
            for one in (this, target):
                context.end(one)
            return [*found, text("both directions have ended: closed")]
        context.settle(this, self)
        return [*found, text("unregistered")]


def _about(data: bytes, this: FileObject) -> list[Text]:
    return about_packet(data, this, None) if this.apart else []


def _bad_target(why: Text) -> Refused:
    return Refused("BadTarget", str(why), by="playground")
