"""``pytest``: a test that asserts what came of each step when the experiment was played here, by its selector class."""

import re
import tempfile
import threading
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..values.text import Text, text
from .formats import OFTEN, CannotExport, ExportFormat, ExportSource, Making
from .python import tell

if TYPE_CHECKING:
    from ..experiment.file import Experiment
    from ..script.lines import Script


def make(source: ExportSource, making: Making) -> Iterator[str]:
    """The test. Raises CannotExport where it cannot be played."""
    from ..script.making import script_of
    from ..script.seen import seen_of
    from ..script.voices import Asserting

    experiment = source.experiment(making)
    lines, notices = yield from played(experiment, source, making)
    backend = next((line["backend"] for line in lines if "backend" in line), experiment.backend)
    script = script_of(experiment.commands, backend, seen_of(lines), Asserting(), source.title, notices)
    tell(script, making)
    yield as_test(script, source.title)


def as_test(script: "Script", title: str) -> str:
    """The script as a function that pytest calls."""
    from ..script.voices import indented

    words = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[:60] or "the_experiment"
    body = [line.text for line in script.body]
    tail = [line.text for line in script.tail if line.text]
    inner = [*indented(["try:", *indented(body), "finally:", *indented(tail)])]
    head = "\n".join(line.text for line in script.head).rstrip()
    return "\n".join([head, "", "", f"def test_{words}() -> None:", *inner, ""])


def played(
    experiment: "Experiment", source: ExportSource, making: Making
) -> Generator[str, None, tuple[list[dict[str, Any]], tuple[Text, ...]]]:
    """Play it in a process of its own. Gives empty pieces meanwhile.

    Returns the lines of ``run --json``, and what was put in the place of something else.
    """
    from ..compare.child import Child
    from ..compare.isolate import CannotIsolate, isolate
    from ..experiment.file import save

    with tempfile.TemporaryDirectory(prefix="selector-playground-") as folder:
        try:
            alone = isolate(experiment, (experiment.backend,), Path(folder))
        except CannotIsolate as error:
            raise CannotExport(error.reason) from error
        path = Path(folder) / "experiment.json"
        save(path, alone.experiments[experiment.backend])
        child = Child(experiment.backend, path, source.max_wait, source.trust)
        return (yield from _lines(child, making, len(experiment.commands))), alone.notices


def _lines(child: Any, making: Making, steps: int) -> Generator[str, None, list[dict[str, Any]]]:
    lines: list[dict[str, Any]] = []
    ended: list[Any] = []
    player = threading.Thread(target=lambda: ended.append(child.play(lines.append)), name="export player")
    player.start()
    try:
        while player.is_alive():
            player.join(OFTEN)
            done = lines[-1].get("step", lines[-1].get("in_step", 0)) + 1 if lines else 0
            making.how_far = text("step {step} of {steps}", step=f"{done:,}", steps=f"{steps:,}")
            yield ""
    finally:
        child.end()
        player.join()
    if ended and ended[0] is not None:
        raise CannotExport(ended[0])
    return lines


FORMAT = ExportFormat(
    "pytest",
    text("a test that asserts what came of each step when it was played here, on its selector class"),
    ".py",
    frozenset(("experiment", "session", "recording")),
    make,
    plays=True,
)
