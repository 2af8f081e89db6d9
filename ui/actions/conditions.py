"""When an action can be done: its row names conditions, each of which one room knows."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from .actions import Action

Condition = Callable[[], bool]
WORKER_DEAD, ONLY_RECORDED, ONLY_WATCHED = "worker-dead", "only-recorded", "only-watched"
"""What hinders every action that asks something of the worker."""


class Requirement(NamedTuple):
    """What many actions have in common: those of one ``Requirement`` are enabled and disabled together."""

    conditions: tuple[str, ...]
    asks_the_worker: bool
    mends_the_worker: bool

    @classmethod
    def of(cls, action: Action) -> "Requirement":
        return cls(action.needs, action.menu.startswith(("object", "selector")), action.id.startswith("worker."))


class Situation:
    """The conditions as they are at one moment: each is looked at once, however many actions need it.

    Three of them concern every action that asks something of the worker: ``dead``, ``recorded``, ``watched``.
    """

    def __init__(self, conditions: Mapping[str, Condition]):
        self._conditions = conditions
        self._known: dict[str, bool] = {}

    def has(self, need: Requirement) -> bool:
        """Whether all that is needed is there."""
        return self.hindrance(need) is None

    def hindrance(self, need: Requirement) -> str | None:
        """What is in the way: WORKER_DEAD, ONLY_RECORDED, ONLY_WATCHED, or the first condition that does not hold.
        None: nothing is.

        Without a living worker nothing can be asked of it; a recording, and a program, are only looked at.
        """
        if need.asks_the_worker and self._holds("dead"):
            return None if need.mends_the_worker else WORKER_DEAD
        if need.asks_the_worker and self._holds("recorded"):
            return ONLY_RECORDED
        if need.asks_the_worker and self._holds("watched"):
            return ONLY_WATCHED
        return next((condition for condition in need.conditions if not self._holds(condition)), None)

    def _holds(self, condition: str) -> bool:
        if condition not in self._known:
            self._known[condition] = self._conditions[condition]()
        return self._known[condition]
