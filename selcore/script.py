"""What was done in a session, as an experiment that can be played again: commands given while a call was blocked stand
in its ``during``, and what never reached Python is left out."""

from typing import TYPE_CHECKING, Any

import msgspec

from .commands import AnyCommand, GetKey, GetMap, Open, Run, Select
from .facts import Entry
from .outcomes import Interrupted, Looped, Refused

if TYPE_CHECKING:
    from .experiment import Experiment


class Script:
    """Collects the entries of a session. ``own`` counts the commands that change something, whoever gave them."""

    def __init__(self) -> None:
        self._done: list[AnyCommand] = []
        self._during: dict[int, list[AnyCommand]] = {}
        self._refused: dict[int, AnyCommand] = {}
        self.given = 0

    def add(self, entry: Entry) -> None:
        """Take in a command. A refusal of Python's is worth showing again; one of ours would be no experiment."""
        if not isinstance(entry.command, GetKey | GetMap):
            self.given += 1
        refused = isinstance(entry.outcome, Refused)
        if isinstance(entry.outcome, Refused) and entry.outcome.by == "playground":
            return
        if refused and isinstance(entry.command, Open):
            self._refused[id(entry.command)] = entry.command
        if entry.parent is None and isinstance(entry.outcome, Interrupted) and entry.outcome.by == "pause":
            # It had not returned, and played again it might never: what was given meanwhile is all there is.
            self._done += self._during.pop(entry.step, [])
        elif entry.parent is None:
            self._done.append(self._whole(entry))
        elif entry.during is None:  # else it stands in its call's ``during`` already
            self._during.setdefault(entry.parent, []).append(entry.command)

    def _whole(self, entry: Entry) -> AnyCommand:
        command: Any = entry.command
        given = self._during.pop(entry.step, [])
        if isinstance(command, Select | Run) and given:
            command = msgspec.structs.replace(command, during=(*command.during, *given))
        endless = isinstance(command, Run) and command.calls is None and command.seconds is None
        if endless and isinstance(entry.outcome, Looped):
            # It was ended by hand: replayed, it ends after as many calls.
            command = msgspec.structs.replace(command, calls=entry.outcome.calls)
        return command  # type: ignore[no-any-return]

    @property
    def commands(self) -> list[AnyCommand]:
        """The commands so far. A refused opening gives way to a later one of the same name, as its remedy is."""
        last: dict[str, AnyCommand] = {}
        for command in self._done:
            for one in (*getattr(command, "during", ()), command):
                if isinstance(one, Open):
                    last[one.name] = one
        return [self._without(command, last) for command in self._done if not self._gave_way(command, last)]

    def _gave_way(self, command: AnyCommand, last: dict[str, AnyCommand]) -> bool:
        return isinstance(command, Open) and id(command) in self._refused and last[command.name] is not command

    def _without(self, command: AnyCommand, last: dict[str, AnyCommand]) -> AnyCommand:
        """A call without the openings in it that gave way."""
        if not isinstance(command, Select | Run) or not command.during:
            return command
        kept = tuple(one for one in command.during if not self._gave_way(one, last))
        return msgspec.structs.replace(command, during=kept)

    def experiment(self, title: str = "", backend: str = "default") -> "Experiment":
        """The commands so far."""
        from .experiment import FORMAT, Experiment

        return Experiment(format=FORMAT, version=1, title=title, backend=backend, commands=tuple(self.commands))
