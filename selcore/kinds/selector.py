"""A selector as a file object: epoll and kqueue are descriptors themselves, select and poll are refused as anything is
that has none."""

import os
import select
from typing import Any

from ..backends import backend_ids, find_backend
from ..backends.base import Backend
from ..tracing import TRACED
from ..values.options import BadOption, Option
from ..values.spelling import Spelling
from ..values.text import text
from .base import Kind, Opening
from .file_object import FileObject


class Inner(FileObject):
    """A selector that is watched by another: one never reads it, so its mode is nobody's concern."""

    waits_by_design = True


class Selector(Kind):
    id = "selector"
    title = text("Selector")
    about = text("readable when something registered in it is ready; select and poll have no descriptor")
    group = "kernel"
    short = "inner"
    icon = "device"
    asks = None
    makes = Inner
    options = (
        Option(
            name="backend",
            type="choice",
            default="default",
            title=text("selector class"),
            asks="nothing",
            choices=tuple(backend_ids()),
        ),
    )

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        backend = find_backend(options["backend"])
        assert backend is not None
        reason = backend.missing()
        if reason is not None:
            raise BadOption("backend", reason)
        return [Inner(name, self.id, _make(backend, opening))]

    def lifts(self, options: dict[str, Any]) -> bool:
        return options["backend"] in ("default", "epoll", "kqueue")

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        backend = find_backend(options["backend"])
        named = backend is not None and options["backend"] != "default"
        made = backend.class_name if named and backend else "DefaultSelector"
        return [f"{py.variable(name)} = selectors.{made}()"]


def _make(backend: Backend, opening: Opening) -> Any:
    """A traced selector that calls itself what the standard library calls it, for Python's messages say that name."""
    traced = TRACED[backend.id]
    given: dict[str, Any] = {"__module__": "selectors", "__doc__": traced.__doc__}
    if backend.function == "epoll":
        poller = _lifted_epoll(opening)
        given["_selector_cls"] = staticmethod(lambda: poller)
    return type(backend.class_name, (traced,), given)(opening.trace())


def _lifted_epoll(opening: Opening) -> Any:
    made: Any = getattr(select, "epoll")()  # noqa: B009 - other systems have none
    try:
        fd = opening.lift(os.dup(made.fileno()))
    finally:
        made.close()
    return type(made).fromfd(fd)
