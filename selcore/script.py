"""What was done in a session, as an experiment: commands given while a call was blocked stand in its ``during``."""

from typing import Any

import msgspec

from .commands import AnyCommand, Run, Select
from .experiment import FORMAT, Experiment
from .facts import Entry
from .outcomes import Looped


class Script:
    """Collects the entries of a session."""

    def __init__(self) -> None:
        self.commands: list[AnyCommand] = []
        self._during: dict[int, list[AnyCommand]] = {}

    def add(self, entry: Entry) -> None:
        """Take in a command that was given, refused ones too: a refusal is worth showing."""
        if entry.parent is not None:
            if entry.during is None:  # else it stands in its call's ``during`` already
                self._during.setdefault(entry.parent, []).append(entry.command)
            return
        self.commands.append(self._whole(entry))

    def _whole(self, entry: Entry) -> AnyCommand:
        command: Any = entry.command
        given = self._during.pop(entry.step, [])
        if isinstance(command, Select | Run) and given:
            command = msgspec.structs.replace(command, during=(*command.during, *_calm(given)))
        if (
            isinstance(command, Run)
            and isinstance(entry.outcome, Looped)
            and command.calls is None
            and command.seconds is None
        ):
            # It was ended by hand: replayed, it ends after as many calls.
            command = msgspec.structs.replace(command, calls=entry.outcome.calls)
        return command  # type: ignore[no-any-return]

    def experiment(self, title: str = "", backend: str = "default") -> Experiment:
        """The commands so far."""
        return Experiment(format=FORMAT, version=1, title=title, backend=backend, commands=tuple(self.commands))


def _calm(commands: list[AnyCommand]) -> list[AnyCommand]:
    """Without the calls that were refused as Busy: in a file they would be no experiment."""
    return [command for command in commands if not isinstance(command, Select | Run)]
