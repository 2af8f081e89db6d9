"""A run that is played again up to one of its calls: it becomes two, and the pause is between them."""

from collections.abc import Sequence

from msgspec.structs import replace

from ..values.commands import AnyCommand, Run


def until_call(
    commands: Sequence[AnyCommand], first: int, end: int, calls: int
) -> tuple[tuple[AnyCommand, ...], int] | None:
    """``commands[first:end]`` are those of one run: all commands, with so many ``calls`` of it made before the pause,
    and how many commands that are.

    None where it cannot be told at which call a run would be: something was given while its calls were blocked, or it
    is bounded by its time.
    """
    left = calls
    for place in range(first, end):
        run = commands[place]
        if not isinstance(run, Run):
            continue
        if run.during or run.seconds is not None or run.calls is None:
            return None
        if left < run.calls:
            parts = (replace(run, calls=left), replace(run, calls=run.calls - left))
            return (*commands[:place], *parts, *commands[place + 1 :]), place + 1
        left -= run.calls
        if not left:
            return (*commands,), place + 1
    return None
