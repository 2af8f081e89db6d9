"""What a script does not carry: said before its steps."""

from collections.abc import Iterable, Iterator

from ..experiment.trust import trust_needed
from ..kinds import find_kind
from ..kinds.borrowed import Borrowed
from ..values.commands import AnyCommand, Open
from ..values.text import Text, text


def limits_of(commands: tuple[AnyCommand, ...]) -> Iterator[Text]:
    """What is the case for the whole of it."""
    for need in trust_needed(commands):
        yield text("it {words}: the script does so without asking", words=str(need.words))
    for command in commands:
        yield from _of(command)


def _of(command: AnyCommand) -> Iterable[Text]:
    if not isinstance(command, Open):
        return
    kind = find_kind(command.kind)
    if kind is not None and issubclass(kind.makes, Borrowed):
        yield text("{name} is the script's own, and no longer that of the program it was", name=command.name)
    if command.options.get("number") is not None or command.options.get("pid"):
        yield text("{name} was a descriptor or a process of somebody else: here it may be another", name=command.name)
    if command.options.get("port") and not command.options.get("to") or command.options.get("path"):
        yield text("what others do at the address or the path of {name} is not in the script", name=command.name)
