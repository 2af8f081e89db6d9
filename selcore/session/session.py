"""The one state machine: a command goes in, an outcome comes out.

Theory of operation
-------------------
A session has no threads. Whoever creates it (a worker, or a test) calls ``apply`` from one thread, and everything in it
is used by that thread only. It has three parts: ``world`` is what is open and registered, ``calling`` makes the calls,
``journal`` collects the facts until the owner takes them.

``apply`` has two kinds of commands. A verb (open, register, send, ...) works on the world and returns at once. A call
(``Select``, ``Run``) may block for any time, and only one can be in progress: a second one is refused, not queued.

While a call blocks, the session is not stuck. Another thread signals the wakeup; the low-level poller returns, and
``calling.on_wakeup`` asks the owner for what is waiting. ``apply`` is then re-entered, on the same thread and below the
blocked call, and the call goes on for the rest of its timeout. The answer to the poller is a ``Go``: ON, CHANGED (go
on, but count the call as re-entered: plain select or poll would not have noticed the new registrations) or END (the
call is over and becomes an ``Interrupted``).

So there are two ways out. The outcome of a command is returned. Whatever happens in between, the calls of a run and
the commands given during a call, goes to the owner as facts, in the order in which it happened.

Refusals by Python, by the OS and by us are outcomes (``Refused``). Any other exception is a bug of this program: it is
not caught here and ends the worker.
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
    """File objects, a selector, and the commands that act on them. Raises what the selector's constructor raises."""

    def __init__(self, backend: str = "default", *, owner: Owner | None = None, resolve: Resolver | None = None):
        owner = owner or Owner()
        self.world = World(find_backend(backend) or default_backend(), self._woken, owner, resolve)
        self.journal = Journal(owner, self.world.objects, self.world.counters)
        self.calling = SelectCaller(self.world, self.journal, self.apply, self.advise)

    @property
    def owner(self) -> Owner:
        """Whoever drives this session and receives its facts."""
        return self.journal.owner

    @owner.setter
    def owner(self, owner: Owner) -> None:
        self.journal.owner = self.world.owner = owner

    def _woken(self) -> Go:
        return self.calling.on_wakeup()

    def apply(self, command: AnyCommand) -> Outcome:
        """Apply a command. A refusal by Python, the OS or us is returned; any other exception is a bug of ours."""
        self.journal.applied += 1
        try:
            if isinstance(command, Select | Run):
                return CALLS[type(command)](self.calling, command)
            return VERBS[type(command)](self.world, command)
        except Declined as error:
            return self.advise(command, error.refused)

    def advise(self, command: AnyCommand, refused: Refused) -> Refused:
        """The refusal with an explanation and a remedy added, where they are known."""
        if refused.hint is not None or refused.by != "python":
            return refused
        world, called = self.world, self.calling.target
        known = circumstances(command, refused, world.objects, world.registry, called)
        return advise(command, refused, called.backend.id, known)

    def close(self) -> None:
        """Close everything that is open. Idempotent."""
        self.world.close()
