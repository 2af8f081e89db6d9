"""Everything is closed at the end."""

import contextlib
import os
import subprocess
import sys
import types
from collections.abc import Iterator
from typing import Any

from .processes import end_process
from .telling import accepted, names


def close_all(variables: dict[str, Any], *numbers: str) -> None:
    """Close what is open still. ``numbers`` are variables of bare descriptors, or of lists with some in them."""
    for one in flat([*variables.values(), *accepted.values()]):
        if isinstance(one, subprocess.Popen):
            end_process(one)
        elif hasattr(one, "close") and one not in (sys.stdin, sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):
                one.close()
        if hasattr(one, "_writer"):
            end_queue(one)
    for number in flat([variables.get(name) for name in numbers]):
        if isinstance(number, int):
            with contextlib.suppress(OSError):
                os.close(number)
    accepted.clear()
    names.clear()


def end_queue(messages: Any) -> None:
    """Of a Queue of multiprocessing the thread that writes closes its pipe; without it nobody does."""
    if messages._thread is not None:
        messages._thread.join(1)
        return
    messages._reader.close()
    messages._writer.close()


def flat(values: Any) -> Iterator[Any]:
    """All of them, those in lists and dictionaries too; no modules and classes."""
    for one in values:
        if isinstance(one, list | tuple):
            yield from flat(one)
        elif isinstance(one, dict):
            yield from flat([*one.values()])
        elif not isinstance(one, types.ModuleType | type):
            yield one
