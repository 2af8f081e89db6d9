"""Names, and what is told of a step."""

import contextlib
import selectors
import threading
from collections.abc import Callable, Iterator
from typing import Any

names: dict[Any, str] = {}  # file object: its name in the experiment
accepted: dict[Any, list[Any]] = {}  # listener: its connections, in the order in which they were accepted


def name_of(fileobj: Any) -> str:
    """Its name; that of a connection is its listener's and a number."""
    if fileobj in names:
        return names[fileobj]
    for listener, connections in accepted.items():
        for number, connection in enumerate(connections, 1):
            if connection is fileobj:
                return f"{name_of(listener)}.{number}"
    return repr(fileobj)


def serve(sel: selectors.BaseSelector, ready: list[tuple[selectors.SelectorKey, int]]) -> list[tuple[str, int]]:
    """Call the callback of each key that is ready, its data. Return the names and masks, in the order of the call."""
    found = [(name_of(key.fileobj), mask) for key, mask in ready]
    for key, mask in ready:
        if callable(key.data) and (sel.get_map() or {}).get(key.fd) == key:  # no callback before it changed that
            key.data(sel, key.fileobj, mask)
    return found


def keys_of(found: Any) -> list[tuple[str, int]] | None:
    """The names and events of a key, or of all keys of a map."""
    if found is None:
        return None
    keys = [found] if isinstance(found, selectors.SelectorKey) else found.values()
    return [(name_of(key.fileobj), key.events) for key in keys]


def show(step: str, value: Any) -> None:
    """Print what a step returned."""
    long = isinstance(value, bytes | str) and len(value) > 100
    print(f"step {step}: {value[:100]!r} … {len(value):,} in all" if long else f"step {step}: {value!r}", flush=True)


def later(seconds: float, step: str, do: Callable[[], Any]) -> threading.Timer:
    """A timer that does it from another thread, while a call waits."""

    def run() -> None:
        with refused(step):
            show(step, do())

    return threading.Timer(seconds, run)


@contextlib.contextmanager
def refused(step: str, variables: dict[str, Any] | None = None, *made: str) -> Iterator[None]:
    """Print what is refused, and go on with the next step. What was opened by halves is closed and deleted."""
    try:
        yield
    except Exception as error:
        print(f"step {step}: {type(error).__name__}, errno {getattr(error, 'errno', None)}: {error}", flush=True)
        for one in [variables.pop(name, None) for name in made] if variables is not None else ():
            if hasattr(one, "close"):
                one.close()
