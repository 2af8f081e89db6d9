"""What a stranger's experiment is asked about before it is played."""

from .commands import AnyCommand, Connect, Continue, Kill, Open, Send, Signal, Stop
from .destination import host_and_port, is_name
from .kinds import find_kind
from .kinds.tcp import beyond_loopback
from .options import BadOption, fill
from .text import Text, text


def trust_needed(commands: tuple[AnyCommand, ...]) -> list[Text]:
    """What these commands would do that a stranger's experiment should ask for first."""
    found: dict[str, Text] = {}
    for command in commands:
        need = _needs_trust(command)
        if need is not None:
            found[str(need)] = need
        found |= {str(need): need for need in trust_needed(getattr(command, "during", ()))}
    return list(found.values())


def _needs_trust(command: AnyCommand) -> Text | None:
    if isinstance(command, Send):
        return _sends_away(command)
    if isinstance(command, Connect) and command.host is not None and beyond_loopback(command.host):
        return text("connects beyond this machine: {host}", host=command.host)
    if isinstance(command, Signal):
        return text("sends a signal to this program: {number}", number=command.number)
    if isinstance(command, Kill | Stop | Continue):
        return text("sends a signal to the process {name}", name=command.name)
    if not isinstance(command, Open):
        return None
    kind = find_kind(command.kind)
    try:
        return kind.needs_trust(fill(kind.all_options(), command.options)) if kind is not None else None
    except BadOption:
        return None  # it will not be opened at all


def _sends_away(command: Send) -> Text | None:
    if command.to is None or is_name(command.to):
        return None
    place = host_and_port(command.to)
    if place is not None and not beyond_loopback(place[0]):
        return None
    return text("sends to {to}", to=command.to)
