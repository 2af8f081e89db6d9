"""Whole programs to begin with: each can be read, copied, changed and run under watch. To add one: a file, a line here.

Nothing of ours is imported by them, and nothing is done when one is imported.
"""

from pathlib import Path
from typing import NamedTuple


class Starter(NamedTuple):
    """A program: ``id`` is its file here, ``title`` what it shows; ``partner`` is one that is run beside it."""

    id: str
    title: str
    partner: str = ""


STARTERS: tuple[Starter, ...] = (
    Starter("echo_server", "The notes' echo server: callbacks as data, blocking sockets", "echo_client"),
    Starter("echo_client", "Its client: what is typed is sent, what comes back is printed", "echo_server"),
    Starter("state_server", "A server that keeps the state of each connection in data"),
    Starter("own_loop", "An event loop written by hand, with timeouts"),
    Starter("asyncio_echo", "An echo server with asyncio's streams, and three clients"),
    Starter("asyncio_slow", "asyncio with one slow callback: three clients wait for it"),
    Starter("spinning", "A loop that spins: an idle socket is always writable"),
    Starter("leaking", "Sockets that are closed and stay registered"),
)


def path_of(starter: Starter) -> Path:
    """Its file."""
    return Path(__file__).with_name(f"{starter.id}.py")
