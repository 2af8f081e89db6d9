"""What a session asks of whoever drives it, from the thread that they share."""

from contextlib import AbstractContextManager, nullcontext

from ..system.turns import Turns
from ..values.call_block import CallBlock
from ..values.commands import Timeout
from ..values.facts import Fact


class Owner:
    """The driver of a session. This one, for a session that is used alone, listens to nothing and asks nothing back."""

    max_wait: float | None = None
    """Seconds after which a call that blocks longer is ended."""

    longest_run: float | None = None
    """Seconds after which a run without a bound of its own is ended."""

    turns = Turns()
    """When a run stands aside for whoever follows it."""

    def emit(self, fact: Fact) -> None:
        """Something happened inside the command that is being applied."""

    def tape(self, calls: CallBlock) -> None:
        """Calls that were grouped, one by one, for whoever records them all."""

    def ending(self) -> bool:
        """Whether what takes long should be given up: somebody waits for the end of it."""
        return False

    def asked(self) -> bool:
        """Whether commands wait for a call to be woken."""
        return False

    def attend(self) -> str | None:
        """The blocked call was woken: give the commands that wait. What ends the call, or None to go on."""
        return None

    def between(self) -> str | None:
        """Between two calls of a run: give the commands that wait. What ends the run, or None to go on."""
        return None

    def spin(self, names: tuple[str, ...]) -> None:
        """The run is a busy loop about these names; none: it is no longer one."""

    def remind(self, seconds: float) -> None:
        """Wake a call that is blocked then."""

    def guard(self, timeout: Timeout, deadline: float | None) -> AbstractContextManager[object]:
        """Around each call: may see to it that the call ends by ``deadline`` (monotonic seconds)."""
        return nullcontext()
