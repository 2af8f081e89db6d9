"""What cannot be registered: it has no descriptor, one that is not open, or one that the kernel does not watch."""

import errno

from ...values.commands import Modify, Register, Run, Select, Unregister, UseBackend
from ...values.text import text
from ..refusal_case import Advice, Asked

_KEYS = (Register, Modify, Unregister)


def never_by_epoll(asked: Asked) -> Advice | None:
    if asked.refused.errno != errno.EPERM or asked.backend != "epoll":
        return None
    if asked.command is not None and not asked.does(Register, Modify):
        return None
    hint = text("epoll never takes regular files, directories and some devices; this is not about file permissions")
    return Advice(hint, UseBackend(backend="poll"), "file / regular text file, data left")


def not_open(asked: Asked) -> Advice | None:
    """epoll looks at the number when it is registered; select and poll when they are called."""
    if asked.refused.errno != errno.EBADF or (asked.command is not None and not asked.does(*_KEYS)):
        return None
    hint = text(
        "the descriptor is not open, or was opened with O_PATH: epoll looks at once, the others at the next call"
    )
    if asked.backend != "epoll":
        hint = text("the descriptor is not open")
    remedy = Unregister(name=asked.name) if asked.registered else None
    return Advice(hint, remedy, "object / int of a closed fd (900)")


def itself(asked: Asked) -> Advice | None:
    if (
        asked.refused.errno != errno.EINVAL
        or asked.backend != "epoll"
        or not (asked.command is None or asked.does(*_KEYS))
    ):
        return None
    hint = text("this is the epoll's own descriptor: an epoll cannot watch itself")
    return Advice(hint, None, "object / int of a just-closed fd whose number the new epoll fd itself reuses")


def circle(asked: Asked) -> Advice | None:
    if asked.refused.errno != errno.ELOOP or (asked.command is not None and not asked.does(*_KEYS)):
        return None
    hint = text("selectors in selectors: at most five deep, and never in a circle")
    return Advice(hint, None, "nested epoll selectors: depth and loops")


def no_descriptor(asked: Asked) -> Advice | None:
    """selectors asks int(obj.fileno()) and turns AttributeError, TypeError and ValueError into one of its own."""
    if not asked.says("Invalid file object"):
        return None
    if asked.known is not None and asked.known.closed:
        return Advice(text("it is closed: a closed object has no descriptor"), None, "object / closed file object")
    if asked.says("queue", "Queue"):
        hint = text("a queue has no descriptor: write a byte into a pipe or socket pair beside it, and watch that")
        return Advice(hint, None, "object / queue.Queue")
    hint = text("its fileno() gives no number: the operating system knows nothing of it, no selector can watch it")
    return Advice(hint, None, "object / io.BytesIO")


def in_memory(asked: Asked) -> Advice | None:
    if asked.refused.type != "UnsupportedOperation" or not asked.says("fileno"):
        return None
    hint = text("it is in memory only: there is no descriptor. What stands in for stdin in editors is such an object")
    return Advice(hint, None, "stdio / sys.stdin replaced by StringIO (IDE, pytest)")


def no_number(asked: Asked) -> Advice | None:
    if not asked.says(
        "argument must be an int, or have a fileno() method",
        "returned a non-integer",
        "needs an argument",
        "is not callable",
        "has no attribute 'fileno'",
    ):
        return None
    if asked.says("Selector'"):
        hint = text("only epoll, kqueue and devpoll have a descriptor of their own: select and poll have none")
        return Advice(hint, None, "special / PollSelector object (no fileno)")
    hint = text("what is watched is an int or has a fileno() that returns one; this has not")
    return Advice(hint, None, "object / fileno() -> 'abc'")


def too_large(asked: Asked) -> Advice | None:
    if asked.command is not None and not asked.does(*_KEYS, Select, Run, UseBackend):
        return None
    watched = asked.known.too_large if asked.known is not None else ()
    said = asked.says("too large to convert to C int", "signed integer is greater than maximum")
    if not said and not (watched and asked.says("int too large")):
        return None
    if asked.does(Select, Run) and asked.known is not None and not watched:
        return None
    hint = text("the number is larger than any descriptor can be (a C int); select notices only when it is called")
    if watched and asked.known is not None:
        return Advice(hint, Unregister(name=watched[0], inside=asked.known.selector or None), "object / int 2**31")
    return Advice(hint, Unregister(name=asked.name) if asked.registered else None, "object / int 2**31")


def fileno_raised(asked: Asked) -> Advice | None:
    """Whatever else it is, it came out of the object's own fileno()."""
    if asked.refused.type not in ("RuntimeError", "AttributeError", "ValueError", "OSError", "Exception"):
        return None
    made_to = asked.says("boom", "nope") or asked.refused.message == "x"
    if not (asked.does(*_KEYS) or made_to) or asked.refused.errno is not None:
        return None
    hint = text("the object's own fileno() raised this, and selectors passes it on: {type}", type=asked.refused.type)
    return Advice(hint, None, "object / fileno() raises RuntimeError")


FIRST = (too_large,)
"""What other rules would take for something else by its words."""
RULES = (
    never_by_epoll,
    not_open,
    itself,
    circle,
    no_descriptor,
    in_memory,
    no_number,
    fileno_raised,
)
