"""What a file holds that is to be opened: an experiment with what it asks for, a recording, or why it is neither."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from selcore.files import file_head
from selcore.files.regular_file import open_regular

if TYPE_CHECKING:
    from selcore.experiment.file import Experiment
    from selcore.recording import Recording
    from selcore.values.needs import Need

    OpenedDocument: TypeAlias = "ExperimentRead | Recording | Exception"

RECORDINGS = (".sqlite", ".sqlite3", ".db")
"""How the names of recordings end."""
EXPERIMENT, BEGINNING = b"selector-playground-experiment", 4096
"""What stands in an experiment, and within how many bytes it is looked for."""


def read_document(path: Path) -> "OpenedDocument":
    """What is in the file, or why it cannot be read. It may take as long as the disk does."""
    is_meant = path.suffix.lower() in RECORDINGS  # though its first bytes may say so no longer
    return read_recording(path) if is_meant or is_sqlite(path) else read_experiment(path)


def read_recording(path: Path) -> "Recording | Exception":
    """The recording that the file is, or why it is none."""
    from selcore.recording import Recording, UnreadableRecording

    try:
        return Recording(path)
    except UnreadableRecording as error:
        return error


def read_experiment(path: Path) -> "ExperimentRead | Exception":
    """An experiment with what it asks for: to find that takes as long as to read it."""
    from selcore.experiment.checking import trust_needed
    from selcore.experiment.file import Unreadable, load

    try:
        experiment = load(path)
    except (OSError, Unreadable) as error:
        return error
    return ExperimentRead(experiment, trust_needed(experiment.commands))


class ExperimentRead(NamedTuple):
    """An experiment from a file, and what has to be allowed before it is played."""

    experiment: "Experiment"
    needs: "list[Need]"


def is_sqlite(path: Path) -> bool:
    """Whether it is to be opened as a recording. What is not one is then refused with the reason."""
    try:
        with open_regular(path) as file:
            return file_head.is_sqlite(file.read(file_head.HEAD))
    except (OSError, ValueError):
        return False


def looks_like_experiment(path: Path) -> bool:
    """Whether it begins as an experiment does. Raises OSError, ValueError."""
    with open_regular(path) as file:
        return EXPERIMENT in file.read(BEGINNING)


def may_be_replaced(path: Path) -> bool:
    """Whether an experiment may be written there unasked: by now the name may be that of another file."""
    try:
        return path.stat().st_size == 0 or looks_like_experiment(path)
    except PermissionError:
        return False  # it may be written for all that
    except (OSError, ValueError):
        return True  # nothing stands there, or what is refused when it is written


def looks_recorded(path: Path) -> bool:
    """The same for what is dropped: any other database may be opened as a file object."""
    from selcore.recording import is_recording

    try:
        return is_sqlite(path) and is_recording(path)
    except (OSError, ValueError):
        return False
