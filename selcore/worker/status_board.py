"""How the worker is, as values: made on its own thread, told with the facts."""

from time import monotonic_ns

from msgspec import structs

from ..values.commands import Timeout
from ..values.facts import Status, WorkerState
from ..world.world import World


class StatusBoard:
    """The last status that was told, and whether a new one is due."""

    def __init__(self) -> None:
        self.last: Status | None = None
        self.pace: float | None = None
        """Calls per second that a run makes at most; None: full speed."""

    def make(self, world: World, state: WorkerState, timeout: Timeout = None, busy: tuple[str, ...] = ()) -> Status:
        """A status from now on."""
        backend, watched = world.main.backend, len(world.registry)
        self.last = Status(state, backend.id, backend.class_name, monotonic_ns(), timeout, watched, busy, self.pace)
        return self.last

    def news(self, world: World) -> Status | None:
        """The new status if the selector, the number watched or the pace has changed; else None."""
        status, backend, watched = self.last, world.main.backend, len(world.registry)
        if status is None or (status.backend, status.watched, status.pace) == (backend.id, watched, self.pace):
            return None
        self.last = structs.replace(
            status, backend=backend.id, selector_class=backend.class_name, watched=watched, pace=self.pace
        )
        return self.last

    def dead(self, problem: str) -> Status:
        """The last status: a fault of ours has ended the worker."""
        self.last = Status("dead", self.last.backend if self.last else "", "", monotonic_ns(), problem=problem)
        return self.last
