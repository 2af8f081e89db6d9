"""Calls the callbacks of ready keys during a run, and numbers the different results.

This is the fast path. Anything unusual (a name that is not known, a connection being made, an object that somebody else
closed) goes through ``SelectCaller.serve_one``.
"""

from collections.abc import Callable
from typing import Any

from ..callbacks import Callback
from ..kinds.file_object import FileObject
from ..values.call_block import ResultTable
from ..values.observed import State
from ..values.outcomes import Effect, Result
from ..world.lost_descriptors import CLOSED_ELSEWHERE
from ..world.registrations import value_of
from ..world.target import Target

Ready = list[tuple[Any, int]]
Raw = list[tuple[int, int | None]]
Serve = Callable[[Ready, int], list[int]]
"""``(ready, moment) -> ids``: serves the keys; the ids of their results in the result table."""

_UNUSUAL: frozenset[State] = frozenset(("connecting", CLOSED_ELSEWHERE))


def flagged(raw: Raw, ready: Ready) -> Raw:
    """The descriptor and the kernel's flags of each ready key, in the order of ``ready``."""
    if not raw or raw[0][1] is None:
        return [(key.fd, None) for key, _ in ready]
    if len(raw) == len(ready) and [fd for fd, _ in raw] == [key.fd for key, _ in ready]:
        return raw
    # One pass along the raw list: it may hold descriptors without a key, and kqueue reports READ and WRITE of one
    # descriptor as two events.
    rest = iter(raw)
    return [(key.fd, next((flags for found, flags in rest if found == key.fd), None)) for key, _ in ready]


ServeOne = Callable[[str, Any, int, int], Effect | None]
"""``(name, key, mask, version) -> effect``: ``SelectCaller.serve_one``."""


def make_dispatcher(
    target: Target, context: Any, by_name: dict[str, FileObject], serve_one: ServeOne, results: ResultTable
) -> Serve:
    """Make the function that serves ready keys and returns the ids of their results in ``results``.

    The callback and object of a descriptor are cached in ``registry.usual`` until ``moment`` or a registration changes;
    then the descriptor is checked again. Bytes moved are counted later, when the results are handed over.
    """
    registry, trace = target.registry, target.trace
    usual, known_of, kinds = registry.usual, results.ids.get, results.kinds
    usual.clear()
    now = -1

    def long_way(name: str, key: Any, fd: int, mask: int, flags: int | None, version: int) -> int:
        this, effect = by_name.get(name), None
        if this is not None and (key.data is not None or this.state in _UNUSUAL):
            effect = serve_one(name, key, mask, version)
        id = kind(name, fd, mask, flags, effect, key.data)
        if this is not None and this.state not in _UNUSUAL and version == registry.version:
            ready = key.data.ready if isinstance(key.data, Callback) else _nothing
            usual[fd] = ready, this, name, mask, flags, effect, id
        return id

    def kind(name: str, fd: int, mask: int, flags: int | None, effect: Effect | None, data: Any) -> int:
        like = (fd, mask, flags, name, effect and effect.received, effect and effect.sent)
        id = known_of(like)
        data = value_of(data)
        if id is None or kinds[id].effect != effect or kinds[id].data is not data:
            id = results.add(like, Result(name, fd, mask, flags, effect, data=data))
        return id

    def serve(ready: Ready, moment: int) -> list[int]:
        nonlocal now
        raw, version, ids, found = trace.raw, registry.version, [], usual.get
        if moment != now:
            usual.clear()
            now = moment
        # Of each pair that the kernel returned select() makes one key or none, in the same order.
        if len(raw) != len(ready) or raw[0][1] is None:
            raw = flagged(raw, ready)
        # As they are before the first callback is called: it may change what is registered under which name.
        names, registry.pinned = registry.names, True
        for (key, mask), (fd, flags) in zip(ready, raw):  # noqa: B905 - of the same length, and each pair is paid for
            one = found(fd)
            if one is None:
                ids.append(long_way(names.get(fd, ""), key, fd, mask, flags, version))
                continue
            callback, this, name, last_mask, last_flags, last, id = one
            effect = callback(this, mask, context)
            if (effect is not last and effect != last) or mask != last_mask or flags != last_flags:
                id = kind(name, fd, mask, flags, effect, key.data)
                if fd in usual:
                    usual[fd] = callback, this, name, mask, flags, effect, id
            ids.append(id)
        return ids

    return serve


def _nothing(this: Any, mask: int, context: Any) -> None:
    return None
