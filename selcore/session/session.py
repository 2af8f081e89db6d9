"""The one state machine: a command goes in, an outcome comes out.

It has no threads, and everything in it is used by the thread that made it. What is open and registered is its
``world``; what happened and was not told yet is its ``journal``; its ``calling`` makes the calls, one at a time. The
outcome of a command is returned; the owner is told the facts in between: the calls of a run, and the commands that were
given while a call was blocked.
"""

from ..backends import default_backend, find_backend
from ..explain import advise
from ..system.resolver import Resolver
from ..tracing import Go
from ..values.commands import AnyCommand, Run, Select
from ..values.outcomes import Outcome, Refused
from ..world.declining import Declined
from ..world.owner import Owner
from ..world.verbs import VERBS
from ..world.world import World
from .calls import CALLS
from .circumstances import circumstances
from .journal import Journal
from .select_call import SelectCaller


class Session:
    """File objects, a selector, and what can be done to them. Raises what making the selector raises."""

    def __init__(self, backend: str = "default", *, owner: Owner | None = None, resolve: Resolver | None = None):
        owner = owner or Owner()
        self.world = World(find_backend(backend) or default_backend(), self._woken, owner, resolve)
        self.journal = Journal(owner, self.world.objects, self.world.counters)
        self.calling = SelectCaller(self.world, self.journal, self.apply, self.advise)

    @property
    def owner(self) -> Owner:
        """Whoever drives it."""
        return self.journal.owner

    @owner.setter
    def owner(self, owner: Owner) -> None:
        self.journal.owner = self.world.owner = owner

    def _woken(self) -> Go:
        return self.calling.on_wakeup()

    def apply(self, command: AnyCommand) -> Outcome:
        """Do it. A refusal of Python, the OS or ours is an outcome; any other exception is a fault of this program."""
        self.journal.applied += 1
        try:
            if isinstance(command, Select | Run):
                return CALLS[type(command)](self.calling, command)
            return VERBS[type(command)](self.world, command)
        except Declined as error:
            return self.advise(command, error.refused)

    def advise(self, command: AnyCommand, refused: Refused) -> Refused:
        """The refusal with what it means and what to do beside it, where that is known."""
        if refused.hint is not None or refused.by != "python":
            return refused
        world, called = self.world, self.calling.target
        known = circumstances(command, refused, world.objects, world.registry, called)
        return advise(command, refused, called.backend.id, known)

    def close(self) -> None:
        """Close everything that is open. Idempotent."""
        self.world.close()
