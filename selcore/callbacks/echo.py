"""Send back what was received, a datagram to whoever sent it.

What cannot be sent yet waits for EVENT_WRITE in a bounded buffer. A full buffer stops READ, and at EOF the rest is sent
before closing. Nothing is lost or reordered.
"""

from typing import Any

from ..kinds.file_object import CHUNK, FileObject
from ..values.masks import READ, WRITE
from ..values.outcomes import Effect, Refused
from ..values.spelling import Spelling
from ..values.text import Text, text
from .base import Callback, Context, at_end, attempt, gave_up, leave, met_end
from .outgoing import Outgoing, about_packet, destination


class EchoCallback(Callback):
    id = "echo"
    title = text("echo: send back what was received")
    asks = None

    @classmethod
    def python(cls, options: dict[str, Any], py: Spelling, name: str) -> str:
        return f"{py.part(echo_part(py, name))}()"

    def __init__(self, options: dict[str, Any], asked: int):
        super().__init__(options, asked)
        self.waiting = Outgoing()
        self.ended = False
        self._at_rest = asked & (READ | WRITE)
        self._usual: Effect | None = None

    def transform(self, data: bytes) -> bytes:
        """The bytes to send back for ``data``."""
        return data

    def ready(self, this: FileObject, mask: int, context: Context) -> Effect | None:
        received, sent = this.received, this.sent
        did = self._receive(this) if mask & READ and self._room() else []
        about, refused = ([], did) if isinstance(did, Refused) else (did, self.waiting.send(this))
        this.pending = self.waiting.size
        received, sent = this.received - received, this.sent - sent
        if refused is not None:
            return self._give_up(this, context, refused, received, sent)
        return self._settle(this, context, received, sent, about)

    def _room(self) -> int:
        return 0 if self.ended else self.waiting.room()

    def _receive(self, this: FileObject) -> Refused | list[Text]:
        """What is to be said of what was received, beside its size."""
        apart = this.apart
        data = attempt(this.receive, CHUNK if apart or not self.waiting.size else min(CHUNK, self._room()))
        self.ended = met_end(this, data)
        if self.ended:
            return []
        if isinstance(data, Refused):
            return [] if data.type in this.blocks else data
        to = destination(this) if apart else None
        self.waiting.add(self.transform(data), to)
        return about_packet(data, this, to) if apart else []

    def _settle(self, this: FileObject, context: Context, received: int, sent: int, about: list[Text]) -> Effect | None:
        usual = self._usual
        if not about and usual is not None and usual.received == received and usual.sent == sent and self._goes_on():
            return usual
        unsent, words = self.waiting.take_lost()
        did = [*_moved(received, sent), *about, *words]
        over = self.ended and not self.waiting
        if over:
            refused, words_of_end, over = at_end(this, context)
            did.append(words_of_end)
        else:
            refused = self._rewatch(this, context)
            if self.waiting:
                did.append(text("{n} {n:byte waits|bytes wait} for WRITE", n=self.waiting.size))
        if refused:
            return gave_up(refused, *did, received=received, sent=sent, eof=over)
        effect = Effect(tuple(did), received, sent, unsent, eof=over) if did else None
        self._usual = effect if self._goes_on() and not about and not unsent else None
        return effect

    def _goes_on(self) -> bool:
        """Whether everything was sent and nothing changed, so that the same input would have an equal effect."""
        return self.watched == self._at_rest and not self.ended and not self.waiting

    def _rewatch(self, this: FileObject, context: Context) -> Refused | None:
        wanted = self.wanted()
        if wanted == self.watched:
            return None
        self.watched = wanted
        return context.rewatch(this, wanted)

    def waiting_bytes(self) -> int:
        return self.waiting.size

    def wanted(self) -> int:
        """READ while there is room and no EOF, WRITE while something waits, and WRITE if the user asked for it."""
        return (self.asked & READ if self._room() else 0) | (WRITE if self.waiting else self.asked & WRITE)

    def _give_up(self, this: FileObject, context: Context, error: Refused, received: int, sent: int) -> Effect:
        did = _moved(received, sent)
        if self.waiting:
            did.append(text("{n} {n:byte|bytes} could not be sent", n=self.waiting.size))
        did.append(leave(this, context, error))
        return gave_up(error, *did, received=received, sent=sent)


def echo_part(py: Spelling, name: str) -> str:
    """Of what keeps apart what is sent apart, a script echoes each piece by itself."""
    from ..kinds import find_kind

    kind = find_kind(py.kind_of(name))
    return "EchoPackets" if kind is not None and kind.makes.apart else "Echo"


class EchoUpper(EchoCallback):
    id = "echo-upper"
    title = text("echo-upper: send it back in capitals")
    asks = None

    @classmethod
    def python(cls, options: dict[str, Any], py: Spelling, name: str) -> str:
        return f"{py.part(echo_part(py, name))}(bytes.upper)"

    def transform(self, data: bytes) -> bytes:
        return data.upper()


def _moved(received: int, sent: int) -> list[Text]:
    """The bytes received and sent, in words."""
    if received and sent:
        return [text("{received} in, {sent} out", received=received, sent=sent)]
    if received:
        return [text("{received} in", received=received)]
    return [text("{sent} out", sent=sent)] if sent else []
