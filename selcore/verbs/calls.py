"""``select`` once and ``run``: one call at a time, so a second one meanwhile is refused, not queued."""

from time import monotonic_ns

from ..calling import may_block
from ..commands import Run, Select, verb
from ..elsewhere import look_for_lost
from ..facts import Began
from ..loop import Loop
from ..outcomes import Outcome
from ..session import Session, declined
from ..target import Target
from ..text import text


def select(session: Session, command: Select) -> Outcome:
    """One call. What was to be given while it is blocked is given after it when it did not block."""
    target, calling = _target(session, command), session.calling
    calling.prepare(command.during)
    if may_block(command.timeout):
        session.tell(Began(session.step, command, monotonic_ns()))
    with session.owner.guard(command.timeout, None), calling.on(target):
        outcome = calling.once(command.timeout)
    ready = [result.name for result in outcome.call.results]
    look_for_lost(session.objects, ready or list(target.registry.names.values()))
    calling.give_late()
    return outcome


def run(session: Session, command: Run) -> Outcome:
    """Calls in a loop, until its bound, a pause, or a call that is refused."""
    target = _target(session, command)
    session.calling.prepare(command.during)
    with session.calling.on(target):
        looped = Loop(session, command).go()
    session.calling.give_late()
    return looped


def _target(session: Session, command: Select | Run) -> Target:
    target = session.target(command.inside)
    if session.calling.active or session.looping:
        raise declined("Busy", text("{verb}: a call is in progress; stop waiting first", verb=verb(command)))
    return target
