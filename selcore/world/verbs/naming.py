"""Another name for something open: what is derived follows, the history keeps the old one."""

from ...values.commands import Rename
from ...values.outcomes import Done
from ...values.text import text
from ..declining import declined
from ..world import World, unknown_name


def rename(world: World, command: Rename) -> Done:
    """The old name stays taken: what the history says of it is about this."""
    old, new = command.name, command.to
    names = world.objects.under(old)
    if not names:
        raise declined("UnknownName", unknown_name(old, world.objects))
    if world.objects.is_used(new) and not world.objects.was(new, old):
        free = world.objects.free_name(new)
        raise declined("NameTaken", text("the name {name} is already used; free: {free}", name=new, free=free))
    changed = {name: new + name.removeprefix(old) for name in names}
    world.objects.rename(old, new, changed)
    for target in world.targets():
        target.registry.rename(changed)
        target.name = changed.get(target.name, target.name)
    world.nested = {target.name: target for target in world.nested.values()}
    for name, other in changed.items():
        world.pauses.renamed(name, other)
    return Done({"renamed": [{"from": name, "to": other} for name, other in changed.items()]})
