"""``export``: a file of an experiment or a recording becomes another, on stdout or in a file. It imports no Qt."""

import errno
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

from selcore.experiment.file import Experiment
from selcore.exports import CannotExport, ExportFormat, ExportSource, Making
from selcore.exports.sources import RecordingSource, open_source
from selcore.files.atomic_file import write_pieces
from selcore.files.left_behind import tidy_up
from selcore.files.private_folder import PrivateFolder
from selcore.headless.player import Died, NotHere, Player
from selcore.recording import Recorder, Recording, Unwritable
from selcore.values.text import in_short

from ..console import complain, one_line, put
from ..ending import SignalReceived, ended_by_signal
from .progress import show
from .running import Rejected, check_trust

STDOUT = "-"
SHORT = 400
"""Characters of what was left out, which may have a stranger's words in it."""


def export(path: str, format: ExportFormat, target: str, force: bool, trust: bool, max_wait: float) -> int:
    """Make the file; 0 if it was made, 2 if what was asked cannot be done, 1 if it could not be written."""
    making = Making()
    try:
        _check(target, force)
        with ended_by_signal(), ExitStack() as opened:
            _write(target, _pieces(_source(path, format, trust, max_wait, opened), format, making))
    except (CannotExport, Rejected, NotHere) as error:
        return _failed(f"{path}: {error}", 2)
    except FileExistsError:
        return _failed(f"-o {target}: a file is already there; --force replaces it", 2)
    except OSError as error:
        return _failed(f"-o {target}: {error.strerror or error}", 1)
    except Died as error:
        complain(f"selector-playground export: the worker died\n{error}")
        return 1
    except SignalReceived as ended:
        return 128 + ended.number
    finally:
        show("")
    for words in making.left_out:
        complain(one_line(f"selector-playground export: left out: {in_short(str(words), SHORT)}"))
    return 0


def _check(target: str, force: bool) -> None:
    """Raises OSError: FileExistsError where it must not be replaced. What is empty or no file is left to who writes."""
    if "\0" in target:
        raise OSError(errno.EINVAL, "a NUL in its name")
    if target != STDOUT and not force and Path(target).is_file() and Path(target).stat().st_size:
        raise FileExistsError


def _source(path: str, format: ExportFormat, trust: bool, max_wait: float, opened: ExitStack) -> ExportSource:
    """What is exported. What a format has nobody play it is given as a recording of its having been played here."""
    source = opened.enter_context(closing(open_source(path, trust, max_wait)))
    played_first = source.kind == "experiment" and "recording" in format.takes and source.kind not in format.takes
    refusal = None if played_first else format.refusal(source)
    if refusal is not None:
        raise CannotExport(refusal)
    if not trust and (played_first or format.plays):
        _check_trust(source)
    if not played_first:
        return source
    folder = opened.enter_context(PrivateFolder())
    recording = _played(source.experiment(Making()), max_wait, folder / "played.sqlite")
    return opened.enter_context(closing(RecordingSource(recording, trust, max_wait, source.title)))


def _check_trust(source: ExportSource) -> None:
    """Raises Rejected where it would be played and nobody has allowed what it asks for."""
    try:
        experiment = source.experiment(Making())
    except CannotExport:
        return  # then nothing is played
    check_trust(experiment)


def _played(experiment: Experiment, max_wait: float, path: Path) -> Recording:
    tidy_up()
    recorder = Recorder(path, lossless=True)
    try:
        for line in Player(experiment, None, max_wait, recorder, progress=True).play():
            step: int = line["step"] if "step" in line else line.get("in_step", 0)
            show(f"step {step + 1:,} of {len(experiment.commands):,}")
    except Unwritable as error:
        raise OSError(str(error)) from error
    return Recording(path)


def _pieces(source: ExportSource, format: ExportFormat, making: Making) -> Iterator[bytes]:
    with closing(format.pieces(source, making)) as pieces:
        for piece in pieces:
            show("" if making.how_far is None else str(making.how_far))
            yield piece


def _write(target: str, pieces: Iterator[bytes]) -> None:
    if target == STDOUT:
        for piece in pieces:
            put(piece)
    else:
        write_pieces(target, pieces)


def _failed(words: str, status: int) -> int:
    complain(one_line(f"selector-playground export: {words}"))
    return status
