"""A plain Python object, registered in a traced selector and asked for once: as the record was made."""

from typing import Any

from selcore.backends import find_backend
from selcore.reference import ASKED, load
from selcore.tracing import traced_class
from selcore.values.masks import mask_letters
from tests.selcore.reference.replay import Answer, expected

BITS = {"R": 1, "W": 2, "RW": 3}
Probed = tuple[str, list[str] | None, tuple[str, str, int | None] | None]


def probe(backend: str, obj: Any, asked: str) -> Probed:
    """The mask, the flags by name, the error by where, type and errno."""
    with traced_class(backend)() as selector:
        at = "register"
        try:
            selector.register(obj, BITS[asked])
            at = "select"
            ready = selector.select(0)
        except Exception as error:
            return "", None, (at, type(error).__name__, getattr(error, "errno", None))
        if not ready:
            return "-", None if backend == "select" else [], None
        return mask_letters(ready[0][1]), flag_names(backend, selector.trace.raw[0][1]), None


def flag_names(backend: str, raw: int | None) -> list[str] | None:
    found = find_backend(backend)
    names = found.raw_names(raw) if found else None
    return None if names is None else [name.removeprefix("E").removeprefix("POLL") for name in names]


def assert_recorded(backend: str, id: str, asked: str, probed: Any) -> None:
    """It is what the record says; flags are compared where it has some."""
    recorded = expected(load().state(id), backend, asked)  # type: ignore[arg-type]
    mask, flags, error = probed
    answer = Answer(mask, None if flags is None else frozenset(flags), tuple(error) if error else None)
    assert (answer.mask, answer.error) == (recorded.mask, recorded.error), asked
    assert recorded.flags is None or answer.flags == recorded.flags, asked


def assert_state(backend: str, id: str, obj: Any) -> None:
    for asked in ASKED:
        assert_recorded(backend, id, asked, probe(backend, obj, asked))
