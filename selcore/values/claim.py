"""What the next call on a file object will do, as a value that can be checked: make the call and compare."""

from typing import Any, Literal

import msgspec

Do = Literal["receive", "send", "accept", "connect", "read-line"]
"""The verb of the call that is announced; ``receive`` and ``send`` are a read and a write of what is no socket too."""
Outcome = Literal["returns", "raises", "would-block"]
Bound = Literal["at most", "at least"]


class Claim(msgspec.Struct, frozen=True, omit_defaults=True):
    """One announced call. Its sentence is made of it at one place (``explain/claim_words.py``).

    ``call`` is the name of Python's own function. ``outcome`` is None where the OS leaves it open: then no more is
    claimed than that it is this call that tells. ``size`` is in bytes: those that a read of any size can return, or
    that a write takes of more than fit; ``bound`` says that it is not exact. ``end``: the read is empty, ``b''``.
    ``whole``: a datagram, a packet or a message, which is no stream of bytes. ``fixed``: a number of ``size`` bytes, as
    an eventfd's counter, or entries of that size: a read or a write of fewer is refused (EINVAL). ``error`` is the
    exception's type, ``errno`` its number; empty and None where it raises and the OS does not tell beforehand what.
    ``stays``: whether every further call does the same (True), or the next no more (False); None where nothing is said
    of it. ``then`` is what comes after: of a read, when all is read.
    """

    do: Do
    call: str
    outcome: Outcome | None = None
    size: int | None = None
    bound: Bound | None = None
    end: bool = False
    whole: bool = False
    fixed: bool = False
    error: str = ""
    errno: int | None = None
    stays: bool | None = None
    then: "Claim | None" = None

    def line(self) -> dict[str, Any]:
        """As it stands in a line of ``run --json``: what is not said is left out."""
        found: dict[str, Any] = msgspec.to_builtins(self)
        return found


def returns(do: Do, call: str, size: int | None = None, bound: Bound | None = None, **more: Any) -> Claim:
    """The call returns at once; ``more`` are other fields of a claim."""
    return Claim(do, call, "returns", size, bound, **more)


def ends(call: str, stays: bool | None = True, **more: Any) -> Claim:
    """An empty read."""
    return Claim("receive", call, "returns", 0, end=True, stays=stays, **more)


def raises(do: Do, call: str, number: int | None, error: str = "", stays: bool | None = None) -> Claim:
    """The call raises; without a name the exception is the one that Python makes of the error number."""
    made = error or ("" if number is None else type(OSError(number, "")).__name__)
    return Claim(do, call, "raises", error=made, errno=number, stays=stays)


def waits(do: Do, call: str) -> Claim:
    """A blocking object would wait; another raises BlockingIOError."""
    return Claim(do, call, "would-block")


def waits_for_more(call: str, size: int) -> Claim:
    """A blocking read would wait, though bytes are there: one that asks for no more than these returns them."""
    return Claim("receive", call, "would-block", size)
