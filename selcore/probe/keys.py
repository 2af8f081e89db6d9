"""What notes that a key was registered, modified or unregistered: called for each connection that comes and goes."""

from collections.abc import Callable
from time import monotonic_ns
from typing import Any

from .layout import RECORD, REGISTERED, UNREGISTERED
from .recorder import LOW, MASK, SWALLOWED, CallRecorder, ThreadNotes

_pack = RECORD.pack_into


Told = Callable[[Any, Any], None]


def changing(recorder: CallRecorder) -> "tuple[Told, Told]":
    """The functions that are told of a selector and its key: that is new, or another one than before; that is gone."""
    ring, here, numbers, named = recorder.ring, recorder.here, recorder.numbers, recorder.names.of_both

    def changed(selector: Any, fd: int, kind: int, name: int, writer: int, events: int) -> None:
        number = numbers.get(id(selector)) or recorder.number(selector)
        try:
            me: ThreadNotes = here.notes
        except AttributeError:
            me = recorder.thread()
        seq = ring.next()
        given = (seq, kind, number, me.number, name, monotonic_ns(), writer, 0.0, fd, events, seq)
        _pack(ring.slots, (seq & MASK) << 6, *given)

    def registered(selector: Any, key: Any) -> None:
        name = writer = 0
        try:
            if key[3] is not None:
                name, writer = named(key[3])
        except SWALLOWED:
            pass  # a key without a name is a key
        try:
            changed(selector, key[1], REGISTERED, name, writer, key[2] & LOW)
        except SWALLOWED:
            pass

    def unregistered(selector: Any, key: Any) -> None:
        try:
            changed(selector, key[1], UNREGISTERED, 0, 0, 0)
        except SWALLOWED:
            pass

    return registered, unregistered
