"""What a session needs from whoever drives it. All of it is called on the session's own thread."""

from contextlib import AbstractContextManager, nullcontext

from ..system.turns import Turns
from ..values.call_block import CallBlock
from ..values.commands import Timeout
from ..values.facts import Fact


class Owner:
    """The driver of a session. This base class ignores all facts and has no requests, for a session used on its own."""

    max_wait: float | None = None
    """Seconds after which a blocked call is ended; None: never."""

    longest_run: float | None = None
    """Seconds after which a run without a bound of its own is ended; None: never."""

    looks_at_all = False
    """Whether all objects are looked at that a call returned, or did not: else of many, and in a fast run, not all."""

    prints = False
    """Whether keys are told as Python prints them too, of what is answered and of what is looked at."""

    turns = Turns()
    """When a run yields to the window."""

    def emit(self, fact: Fact) -> None:
        """Receive a fact: something happened during the command that is being applied."""

    def tape(self, calls: CallBlock) -> None:
        """Receive calls that were grouped, one by one, for a recording."""

    def ending(self) -> bool:
        """Whether slow work should be given up because a pause or the end was requested."""
        return False

    def asked(self) -> bool:
        """Whether requests are waiting for the call to be woken."""
        return False

    def attend(self) -> str | None:
        """Apply the waiting commands: the blocked call was woken. Returns what ends the call, or None to go on."""
        return None

    def between(self) -> str | None:
        """Apply the waiting commands between two calls of a run. Returns what ends the run, or None to go on."""
        return None

    def spin(self, names: tuple[str, ...]) -> None:
        """The run has become a busy loop caused by these names; empty: it no longer is one."""

    def remind(self, seconds: float) -> None:
        """Wake the call that is blocked in ``seconds``, if any."""

    def guard(self, timeout: Timeout, deadline: float | None) -> AbstractContextManager[object]:
        """A context around a blocking call; may end the call at ``deadline`` (monotonic seconds)."""
        return nullcontext()
