"""``python``: a script of the standard library alone that does the same, and prints what each step returned."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..values.text import text
from .formats import ExportFormat, ExportSource, Making

if TYPE_CHECKING:
    from ..script.lines import Script


def make(source: ExportSource, making: Making) -> Iterator[str]:
    """The script. Raises CannotExport where nothing can be played again."""
    from ..script.making import script_of
    from ..script.voices import Printing

    experiment = source.experiment(making)
    script = script_of(experiment.commands, experiment.backend, voice=Printing(), title=source.title)
    tell(script, making)
    yield script.source()


def tell(script: "Script", making: Making) -> None:
    """Say what the script does not carry; steps are counted from 1, as in the script."""
    for one in script.cannot:
        words = str(one.words)
        making.leave_out(
            one.words if one.step is None else text("step {step}: {words}", step=one.step + 1, words=words)
        )


FORMAT = ExportFormat(
    "python",
    text("a script of the standard library alone that does the same, and prints what each step returned"),
    ".py",
    frozenset(("experiment", "session", "recording")),
    make,
)
