"""The selector classes, one file each. To add one: a file, and a line in BACKENDS."""

import selectors

from ..values.text import Text
from .base import Backend
from .devpoll import DEVPOLL
from .epoll import EPOLL
from .kqueue import KQUEUE
from .poll import POLL
from .select_ import SELECT

BACKENDS: tuple[Backend, ...] = (SELECT, POLL, EPOLL, DEVPOLL, KQUEUE)


TOLD_AT_EACH_CALL = ("select", "poll", "devpoll")
"""Those that are told what to watch when they are called. Of the others the kernel keeps the set."""


def default_backend() -> Backend:
    """The backend that ``selectors.DefaultSelector`` is an alias of here; selectors chose it at import."""
    chosen = selectors.DefaultSelector.__name__
    return next(backend for backend in BACKENDS if backend.class_name == chosen)


def find_backend(id: str) -> Backend | None:
    """The backend of that id, ``default`` included; None where there is no such id."""
    if id == "default":
        return default_backend()
    return next((backend for backend in BACKENDS if backend.id == id), None)


def raw_names(id: str, raw: int | None) -> list[str] | None:
    """The names of a kernel's flags, as the poller of that backend spells them; None where it has none to tell."""
    backend = find_backend(id)
    return backend.raw_names(raw) if backend is not None else None


def missing_backend(id: str) -> Text | None:
    """Why the backend of that id cannot be used here; None where it can, or where there is no such id."""
    backend = find_backend(id)
    return backend.missing() if backend is not None else None


def backend_ids() -> list[str]:
    return ["default", *(backend.id for backend in BACKENDS)]


def catalogue() -> list[tuple[str, str, Text | None]]:
    """Every id, with the selector class and why it is not available here (None where it is)."""
    default = default_backend()
    rows: list[tuple[str, str, Text | None]] = [("default", f"DefaultSelector ({default.class_name})", None)]
    return rows + [(backend.id, backend.title, backend.missing()) for backend in BACKENDS]
