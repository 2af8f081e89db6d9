"""A callback is what a key's ``data`` holds: it is called when the key is ready and says what it did."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from queue import Empty
from typing import Any, ClassVar, Literal, Protocol

from ..kinds.file_object import FileObject
from ..system.nonblocking import is_theirs
from ..values.commands import Events
from ..values.needs import Need
from ..values.options import Option
from ..values.outcomes import Effect, Refused
from ..values.spelling import Spelling
from ..values.text import Text, in_short, text

LONGEST = 10_000
"""Characters of a message, about: an ``asyncio.Queue`` that is refused tells all that is in it."""


class Context(Protocol):
    """What a callback may do to the session. Refusals by Python and the OS are returned, never raised."""

    def adopt(self, listener: FileObject) -> FileObject | Refused:
        """Accept a connection of this listener: the file object that it has become."""

    def watch(self, name: str, events: Events, callback: str) -> Refused | None:
        """Register the file object of that name for these events, with the callback of that id."""

    def rewatch(self, this: FileObject, mask: int) -> Refused | None:
        """Watch what is registered for another mask; its data stay."""

    def unwatch(self, this: FileObject) -> Refused | None:
        """Unregister it, and leave it open."""

    def finish(self, this: FileObject) -> Refused | None:
        """Unregister it, then close it: what is registered has met its end."""

    def pause(self, this: FileObject) -> Refused | None:
        """Unregister a listener until a descriptor is free again."""

    def find(self, name: str) -> FileObject | Refused:
        """The file object of that name, also by a name that it had before."""

    def touch(self, this: FileObject) -> None:
        """Note that it has changed, where it is not the one that is served."""

    def data_of(self, this: FileObject) -> Any:
        """The data of its key; None where it is not registered."""

    def watched(self, this: FileObject) -> int:
        """The mask that is registered; 0 where it is not."""

    def put(self, this: FileObject, mask: int, data: Any) -> Refused | None:
        """Watch it for this mask with these data in place of its own for a while; 0 does not watch it."""

    def settle(self, this: FileObject, callback: "Callback") -> Refused | None:
        """Watch it for what this callback of its own wants now, whatever data stand in its place for a while."""

    def end(self, this: FileObject) -> Refused | None:
        """Close it; unregister it first where it is registered."""


class Callback(ABC):
    """The callback of one registration, with its unfinished work.

    ``asked`` is the mask that the user asked for, ``watched`` the one that is registered. ``asks`` is what a stranger's
    file asks for before it registers this callback; each says it, None too. Its options ask for nothing.
    """

    id: ClassVar[str]
    title: ClassVar[Text]
    options: ClassVar[tuple[Option, ...]] = ()
    asks: ClassVar[Need | None]

    def __init_subclass__(cls) -> None:
        if "id" in vars(cls) and not hasattr(cls, "asks"):
            raise TypeError(
                f"the callback {cls.id} does not say what a stranger's file asks for: asks = None, or a Need"
            )

    def __init__(self, options: dict[str, Any], asked: int):
        self.values = options
        self.asked = self.watched = asked

    @classmethod
    @abstractmethod
    def python(cls, options: dict[str, Any], py: Spelling, name: str) -> str:
        """What a script gives as the data of the key of ``name``: an expression, of ``parts`` that it brings along."""

    def wanted(self) -> int:
        """The mask that it needs now; differs from ``asked`` only while it has work of its own."""
        return self.asked

    def waiting_bytes(self) -> int:
        """Bytes that would be lost if it were dropped now."""
        return 0

    def told(self) -> str:
        """The id that is told of the key whose data it is."""
        return self.id

    def value(self) -> Any:
        """The data that it stands in for, where that is a value and no callback."""
        return None

    def dropped(self) -> None:  # noqa: B027 - most have nothing to do then
        """It was unregistered, or replaced by another: what it had still to do is not done."""

    @abstractmethod
    def ready(self, this: FileObject, mask: int, context: Context) -> Effect | None:
        """Serve ``this``, which is ready for ``mask``. None if there was nothing to do."""


def refusal(error: BaseException, hint: Text | None = None) -> Refused:
    """The exception as a Refused, in its own words."""
    by: Literal["python", "playground"] = getattr(error, "by", "python")
    return Refused(type(error).__name__, in_short(str(error), LONGEST), getattr(error, "errno", None), by, hint=hint)


def attempt(action: Callable[..., Any], *given: Any) -> Any:
    """What ``action`` returns, or as a Refused what it raised: what a call into the OS or into the file object raised,
    whatever that is, and what selectors and queues raise. Anything else is a fault of ours, and goes on."""
    try:
        return action(*given)
    except (OSError, ValueError, LookupError, AttributeError, RuntimeError, EOFError, Empty) as error:
        return refusal(error)
    except Exception as error:
        if not is_theirs(error):
            raise
        return refusal(error)


def met_end(this: FileObject, data: bytes | Refused) -> bool:
    """Whether what a read gave says that there is no more to come: empty bytes where they mean that, or of a
    ``multiprocessing`` Connection an EOFError."""
    return data.type == "EOFError" if isinstance(data, Refused) else bool(this.ended)


ENDED = text("EOF: unregistered, closed")
"""The text for an EOF that a callback met."""


def gave_up(
    error: Refused, *did: Text, received: int = 0, sent: int = 0, eof: bool = False, opened: str = ""
) -> Effect:
    """The effect of a callback that was stopped by a refusal."""
    return Effect((*did, text("{error}", error=str(error))), received, sent, error, eof, opened)


def at_end(this: FileObject, context: Context) -> tuple[Refused | None, Text, bool]:
    """Leave what has met its end: what is refused of that, its words, and whether it was closed.

    A FIFO without a writer is unregistered alone, for another may come to it.
    """
    if this.ended == "now":
        return context.unwatch(this), text("no writer is left: unregistered; another may come"), False
    return context.finish(this), ENDED, True


def leave(this: FileObject, context: Context, error: Refused) -> Text:
    """Stop watching what failed, or it would fail for ever; close it too if the connection is gone."""
    if error.type in ("ConnectionResetError", "BrokenPipeError", "ConnectionAbortedError"):
        context.finish(this)
        return text("unregistered, closed")
    context.unwatch(this)
    return text("unregistered")
