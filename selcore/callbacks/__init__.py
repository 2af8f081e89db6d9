"""The callbacks, one file each. To add one: a file, and a line in CALLBACKS."""

from .accept import AcceptCallback
from .base import Callback, Context
from .drain import DrainCallback
from .echo import EchoCallback, EchoUpper
from .feed import FeedCallback
from .forward import ForwardCallback
from .none import NoCallback

CALLBACKS: tuple[type[Callback], ...] = (
    NoCallback,
    AcceptCallback,
    EchoUpper,
    EchoCallback,
    DrainCallback,
    FeedCallback,
    ForwardCallback,
)

__all__ = ["CALLBACKS", "Callback", "Context", "ForwardCallback", "find_callback", "needs_name"]


def find_callback(id: str) -> type[Callback] | None:
    """The callback of that id; None where there is none."""
    return next((callback for callback in CALLBACKS if callback.id == id), None)


def needs_name(callback: type[Callback]) -> bool:
    """Whether it does nothing without the name of another file object."""
    return any(option.type == "name" for option in callback.options)
