"""The hooks in `selectors`: in ``select()`` of each class, and where a selector's map changes."""

from typing import Any

from . import keys, layout, rewriting
from .recorder import CallRecorder

_GIVEN, _BEGUN = "_selector_playground_timeout", "_selector_playground_begun"
_CLASSES = (
    ("SelectSelector", layout.SELECT),
    ("EpollSelector", layout.EPOLL),
    ("KqueueSelector", layout.KQUEUE),
)


class SelectorHooks:
    """Puts the hooks in. Each function that is not as it is known stays as it is, and is not seen."""

    def __init__(self, recorder: CallRecorder):
        self._recorder = recorder

    def put_into(self, selectors: Any, source: "list[str]") -> None:
        """Of the module `selectors` and its source, line by line."""
        base, polling = selectors._BaseSelectorImpl, selectors._PollLikeSelector
        for name, kind in _CLASSES:
            if hasattr(selectors, name):
                self._call(getattr(selectors, name).select, source, kind)
        # PollSelector and DevpollSelector have no select() of their own.
        self._call(polling.select, source, layout.POLL)
        registered, unregistered = keys.changing(self._recorder)
        for owner in (base.register, base.modify, polling.modify):
            self._key(owner, source, registered)
        self._key(base.unregister, source, unregistered)
        self._first(base.__init__, source, self._recorder.made)
        self._first(base.close, source, self._recorder.closed)

    def _call(self, function: Any, source: "list[str]", kind: int) -> None:
        recorder = self._recorder
        told = recorder.returning(kind)

        def returned_sets(selector: Any, timeout: Any, start: int, readers: Any, writers: Any) -> None:
            told(selector, timeout, start, [*((fd, 1) for fd in readers), *((fd, 2) for fd in writers)])

        def returned_events(selector: Any, timeout: Any, start: int, events: Any) -> None:
            told(selector, timeout, start, [(one.ident, one.filter & 0xFFFFFFFF) for one in events])

        def failed(selector: Any, start: int) -> None:
            recorder.failed(selector, start, kind)

        returned = {layout.SELECT: returned_sets, layout.KQUEUE: returned_events}.get(kind, told)
        hooks = {"entering": recorder.entering, "returned": returned, "failed": failed}
        rewriting.rewrite(function, source, _around_the_call, _marked(hooks))

    def _key(self, function: Any, source: "list[str]", hook: Any) -> None:
        rewriting.rewrite(function, source, _before_the_key, _marked({"key": hook}))

    def _first(self, function: Any, source: "list[str]", hook: Any) -> None:
        rewriting.rewrite(function, source, _first_of_all, _marked({"first": hook}))


def _mark(name: str) -> str:
    return f"\0selector playground: {name}"


def _marked(hooks: "dict[str, Any]") -> "dict[str, Any]":
    return {_mark(name): hook for name, hook in hooks.items()}


def _around_the_call(definition: Any) -> bool:
    """What was given and when, first; ``returned`` after the one statement that asks the system; ``failed`` if that
    raises. What ``returned`` answers, None, stands for the time from then on: what raises later is no failed call."""
    body, like = definition.body, definition.body[0]
    found = rewriting.before_each(body, _asks, _told, after=True)
    given = rewriting.kept(_GIVEN, rewriting.name("timeout", like))
    begun = rewriting.kept(_BEGUN, rewriting.call(_mark("entering"), like))
    failed = rewriting.call(_mark("failed"), like, "self", _BEGUN)
    definition.body = [given, begun, rewriting.guarded(body, failed)]
    return found == 1


def _asks(one: Any) -> bool:
    """Whether it is ``fd_event_list = self._selector.poll(...)``, or the like of it."""
    function = getattr(getattr(one, "value", None), "func", None)
    return type(one).__name__ == "Assign" and getattr(function, "attr", "") in ("poll", "_select", "control")


def _told(one: Any) -> Any:
    target = one.targets[0]
    names = [item.id for item in target.elts[:2]] if hasattr(target, "elts") else [target.id]
    return rewriting.kept(_BEGUN, rewriting.call(_mark("returned"), one, "self", _GIVEN, _BEGUN, *names))


def _before_the_key(definition: Any) -> bool:
    """Before each ``return key``."""

    def told(one: Any) -> Any:
        return rewriting.statement(rewriting.call(_mark("key"), one, "self", "key"))

    return rewriting.before_each(definition.body, _returns_key, told) > 0


def _returns_key(one: Any) -> bool:
    return type(one).__name__ == "Return" and getattr(one.value, "id", "") == "key"


def _first_of_all(definition: Any) -> bool:
    like = definition.body[0]
    definition.body.insert(0, rewriting.statement(rewriting.call(_mark("first"), like, "self")))
    return True
