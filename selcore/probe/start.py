"""Starts the probe in this process: a marker that it is here, then it waits for the modules that it changes."""

import os
import sys
from typing import Any

from . import asyncio_hooks, stand_ins
from .importing import WaitingFinder
from .recorder import CallRecorder
from .ring import SharedRing
from .selector_hooks import SelectorHooks

_FLAGS: int = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
VARIABLE = "SELECTOR_PLAYGROUND_WATCH"
"""The folder of the shared files. Where it is not set, or nothing can be written there, nobody watches."""


def start() -> None:
    """Raises what it likes: whoever calls it lets the program go on."""
    folder = os.environ.get(VARIABLE, "")
    if not os.path.isabs(folder):
        return
    os.close(os.open(f"{folder}/{os.getpid()}.here", os.O_WRONLY | os.O_CREAT | _FLAGS, 0o600))
    recorder = CallRecorder(SharedRing(folder))
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=recorder.forked)
    WaitingFinder(_changes(recorder)).begin()


def _changes(recorder: CallRecorder) -> Any:
    originals: dict[str, Any] = {}

    def change_select(module: Any) -> None:
        originals.update(stand_ins.put_into(module, recorder))

    def change_selectors(module: Any) -> None:
        stand_ins.give_back(module, originals)
        SelectorHooks(recorder).put_into(module, _lines(module))

    def change_events(module: Any) -> None:
        asyncio_hooks.put_into_events(module, _lines(module), recorder)

    def change_loop(module: Any) -> None:
        asyncio_hooks.put_into_loop(module, _lines(module), recorder)

    changes = {"select": change_select, "selectors": change_selectors}
    return {**changes, "asyncio.events": change_events, "asyncio.base_events": change_loop}


def _lines(module: Any) -> "list[str]":
    """The module's source. Raises where there is none."""
    source: str = module.__spec__.loader.get_source(module.__name__)
    return source.splitlines()


assert sys.version_info >= (3, 9)
