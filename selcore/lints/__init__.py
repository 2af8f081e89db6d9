"""The lints, one file each. To add one: a file, and a line in LINTS."""

from typing import Any

from .always_writable import AlwaysWritable
from .base import Lint, Warning
from .blocking_registered import BlockingRegistered
from .closed_registered import ClosedRegistered
from .descriptor_reused import DescriptorReused
from .emfile_accept import EmfileAccept
from .eof_never_drained import EofNeverDrained
from .fd_over_1023 import FdOver1023
from .linter import Linter, News, Over
from .ready_never_served import ReadyNeverServed
from .ready_to_fail import ReadyToFail
from .stale_registration import StaleRegistration
from .thresholds import AGAIN, IN_VAIN
from .unread import Unread
from .watches_nothing import WatchesNothing

LINTS: tuple[Lint, ...] = (
    AlwaysWritable(),
    Unread(),
    EofNeverDrained(),
    ReadyNeverServed(),
    ReadyToFail(),
    ClosedRegistered(),
    BlockingRegistered(),
    EmfileAccept(),
    FdOver1023(),
    StaleRegistration(),
    DescriptorReused(),
    WatchesNothing(),
)

__all__ = [
    "AGAIN",
    "IN_VAIN",
    "LINTS",
    "Lint",
    "Linter",
    "News",
    "Over",
    "Warning",
    "catalogue",
    "find_lint",
    "make_linter",
]


def find_lint(id: str) -> Lint | None:
    """The lint of that id; None where there is none."""
    return next((lint for lint in LINTS if lint.id == id), None)


def make_linter() -> Linter:
    """A linter with all of them."""
    return Linter(LINTS)


def catalogue() -> list[dict[str, Any]]:
    """The lints as the command line lists them."""
    return [
        {
            "id": lint.id,
            "title": str(lint.title),
            "available": True,
            "reason": None,
            "about": str(lint.about),
            "near": str(lint.near),
            "do": str(lint.do),
        }
        for lint in LINTS
    ]
