"""Another name for something open: what is derived follows, the history keeps the old one."""

from ..commands import Rename
from ..outcomes import Done
from ..session import Session, declined, unknown_name
from ..text import text


def rename(session: Session, command: Rename) -> Done:
    """The old name stays taken: what the history says of it is about this."""
    old, new = command.name, command.to
    names = session.objects.under(old)
    if not names:
        raise declined("UnknownName", unknown_name(old, session.objects))
    if session.objects.is_used(new) and not session.objects.was(new, old):
        free = session.objects.free_name(new)
        raise declined("NameTaken", text("the name {name} is already used; free: {free}", name=new, free=free))
    changed = {name: new + name.removeprefix(old) for name in names}
    session.objects.rename(old, new, changed)
    for target in session.targets():
        target.registry.rename(changed)
        target.name = changed.get(target.name, target.name)
    session.nested = {target.name: target for target in session.nested.values()}
    for name, other in changed.items():
        session.pauses.renamed(name, other)
    return Done({"renamed": [{"from": name, "to": other} for name, other in changed.items()]})
