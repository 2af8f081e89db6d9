"""What was done in a session, as an experiment that can be played again.

Commands given while a call was blocked stand in its ``during``, those given between two calls of a run between two
runs. A run that was stopped has as many calls as it made; a call that was stopped, and what never reached Python, are
left out.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from ..values.commands import AnyCommand, GetKey, GetMap, Open, Run, Select
from ..values.facts import Entry
from ..values.outcomes import Interrupted, Refused, RunEnded

if TYPE_CHECKING:
    from .file import Experiment


STOPPED = ("pause", "max-wait", "stop")
"""By whom a call or a run is ended that would have gone on. (A command that ends it does so again.)"""


class Going(NamedTuple):
    """A run that goes on, and how many calls it has made until now."""

    run: Run
    calls: int


class Transcript:
    """Collects the entries of a session. ``given`` counts the commands that change something, whoever gave them."""

    def __init__(self) -> None:
        self._done: list[AnyCommand] = []
        self._steps: list[int] = []
        self._during: dict[int, list[Entry]] = {}
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
        if entry.parent is None:
            whole = _whole(entry, self._during.pop(entry.step, []))
            self._done += whole
            self._steps += [entry.step] * len(whole)
        elif entry.during is None:  # else it stands in its call's ``during`` already
            self._during.setdefault(entry.parent, []).append(entry)

    def commands(self, going: Going | None = None) -> list[AnyCommand]:
        """The commands so far. A refused opening gives way to a later one of the same name, as its remedy is.

        Of a run that goes on, the calls it has made. A call that is blocked has not returned, and might never.
        """
        return [command for command, _ in self.placed(going)]

    def placed(self, going: Going | None = None) -> list[tuple[AnyCommand, int]]:
        """The same, each with the step of the history in which it was done: of a run that goes on, and of what is given
        during it or during a call that is blocked, with that run's or that call's."""
        given = [entry for entries in self._during.values() for entry in entries]
        parent = next(iter(self._during), -1)
        late = _pieces(going.run, going.calls, given) if going else _commands(given)
        done = [*zip(self._done, self._steps, strict=True), *((command, parent) for command in late)]
        last = _last_opened([command for command, _ in done])
        return [(self._without(command, last), step) for command, step in done if not self._gave_way(command, last)]

    def count_up_to(self, step: int) -> int:
        """How many of ``commands()`` were done up to the command of that step, and with it; of a run, the whole."""
        last = _last_opened([*self._done, *_commands([one for given in self._during.values() for one in given])])
        done = zip(self._done, self._steps, strict=True)
        return sum(at <= step and not self._gave_way(command, last) for command, at in done)

    def _gave_way(self, command: AnyCommand, last: dict[str, AnyCommand]) -> bool:
        return isinstance(command, Open) and id(command) in self._refused and last[command.name] is not command

    def _without(self, command: AnyCommand, last: dict[str, AnyCommand]) -> AnyCommand:
        """A call without the openings in it that gave way."""
        if not isinstance(command, Select | Run) or not command.during:
            return command
        kept = tuple(one for one in command.during if not self._gave_way(one, last))
        return replace(command, during=kept)

    def experiment(self, title: str = "", backend: str = "default", going: Going | None = None) -> "Experiment":
        """The commands so far."""
        from .file import FORMAT, Experiment

        return Experiment(format=FORMAT, version=1, title=title, backend=backend, commands=tuple(self.commands(going)))


def _last_opened(commands: list[AnyCommand]) -> dict[str, AnyCommand]:
    """The last opening of each name."""
    last: dict[str, AnyCommand] = {}
    for command in commands:
        for one in (*getattr(command, "during", ()), command):
            if isinstance(one, Open):
                last[one.name] = one
    return last


def _whole(entry: Entry, given: list[Entry]) -> list[AnyCommand]:
    """A command, with what was given while it was carried out."""
    command, outcome = entry.command, entry.outcome
    if isinstance(outcome, Interrupted) and outcome.by in STOPPED:
        # It had not returned, and played again it might never: what was given meanwhile is all there is.
        return [*getattr(command, "during", ()), *_commands(given)]
    if isinstance(command, Run) and isinstance(outcome, RunEnded):
        endless = command.calls is None and command.seconds is None
        placed = bool(given) and not command.during and all(one.made is not None for one in given)
        if endless or placed or outcome.bounded_by in STOPPED:  # played again, it ends after as many calls
            return list(_pieces(command, outcome.calls, given))
    if isinstance(command, Select | Run) and given:
        command = replace(command, during=(*command.during, *_commands(given)))
    return [command]


def _pieces(run: Run, calls: int, given: list[Entry]) -> Iterator[AnyCommand]:
    """The run as one piece for the calls before each command that was given between two of them.

    Where that is not known (a recording does not tell), one piece, with the commands given while its calls block.
    """
    if calls and any(entry.made is None for entry in given):
        yield _piece(run, calls, [*run.during, *_commands(given)])
        return
    done, blocked = 0, [*run.during]
    for entry in given:
        made = min(entry.made or 0, calls)
        if made > done:
            yield _piece(run, made - done, blocked)
            done, blocked = made, []
        if entry.blocked:
            blocked.append(entry.command)
            continue
        yield from blocked
        yield entry.command
        blocked = []
    if calls > done:
        yield _piece(run, calls - done, blocked)
    else:
        yield from blocked


def _piece(run: Run, calls: int, during: list[AnyCommand]) -> Run:
    return replace(run, calls=calls, seconds=None, during=tuple(during))


def _commands(given: list[Entry]) -> list[AnyCommand]:
    return [entry.command for entry in given]
