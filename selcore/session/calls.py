"""The commands that call ``select()``: once, or in a run. A second one meanwhile is refused, not queued."""

from collections.abc import Callable
from time import monotonic_ns
from typing import Any

from ..values.commands import Run, Select, verb
from ..values.facts import CallBegan
from ..values.outcomes import Outcome
from ..values.text import text
from ..values.timeouts import may_block
from ..world.declining import declined
from ..world.lost_descriptors import find_lost
from ..world.target import Target
from .run import RunLoop
from .select_call import SelectCaller


def select(calling: SelectCaller, command: Select) -> Outcome:
    """One call. Commands meant to be given while it blocks are applied after it if it did not block."""
    target, journal = _target(calling, command), calling.journal
    calling.prepare(command.during)
    if may_block(command.timeout):
        journal.tell(CallBegan(journal.step, command, monotonic_ns()))
    with journal.owner.guard(command.timeout, None), calling.on(target):
        outcome = calling.select_once(command.timeout)
    ready = [result.name for result in outcome.call.results]
    find_lost(calling.world.objects, ready or list(target.registry.names.values()))
    calling.apply_leftovers()
    return outcome


def run(calling: SelectCaller, command: Run) -> Outcome:
    """Calls in a loop until the bound, a pause or a refused call."""
    target = _target(calling, command)
    calling.prepare(command.during)
    with calling.on(target):
        ended_run = RunLoop(calling, command).go()
    calling.apply_leftovers()
    return ended_run


def _target(calling: SelectCaller, command: Select | Run) -> Target:
    target = calling.world.target(command.inside)
    if calling.world.in_call or calling.looping:
        raise declined("Busy", text("{verb}: a call is in progress; stop waiting first", verb=verb(command)))
    return target


CALLS: dict[type, Callable[[Any, Any], Outcome]] = {Select: select, Run: run}
"""``(calling, command) -> outcome``. Other commands may be applied while one of these is in progress."""
