"""A selector that can be called: the session's own, or one that was opened as a file object."""

import selectors
from typing import Any

from ..backends import BACKENDS
from ..backends.base import Backend
from ..tracing import Trace
from .registrations import Registry


class Target:
    """A selector's registry, its trace and its backend; ``name`` is empty for the session's own."""

    def __init__(self, registry: Registry, trace: Trace, backend: Backend, name: str = ""):
        self.registry = registry
        self.trace = trace
        self.backend = backend
        self.name = name
        self.context: Any = None


def is_selector(obj: Any) -> bool:
    return isinstance(obj, selectors.BaseSelector) and hasattr(obj, "trace")


def backend_of(selector: Any) -> Backend:
    """The backend of a traced selector. Raises StopIteration if it is not one."""
    names = {base.__name__ for base in type(selector).__mro__}
    return next(backend for backend in BACKENDS if backend.class_name in names)
