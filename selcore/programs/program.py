"""What is to be watched: a script or a module, its interpreter, its folder; checked before it is started.

The interpreter is the one that the program would get without us: ``.venv`` beside the script, else ``python3`` of PATH,
never that of an environment which is ours alone. What cannot be started is said in one line.
"""

import json
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from ..files.regular_file import open_regular
from ..values.text import Text, text
from .environment import clean

OLDEST = (3, 9)
PATIENCE = 20.0
"""Seconds for an interpreter to say its version."""
HEAD = 4096
PROC_SELF = "/proc/self"
_ASK = """
import sys
said = {"version": list(sys.version_info[:3]), "name": getattr(getattr(sys, "implementation", None), "name", "cpython")}
if len(sys.argv) > 1:
    try:
        with open(sys.argv[1], "rb") as file:
            compile(file.read(), sys.argv[1], "exec", 0, True)
    except SyntaxError as error:
        said["syntax"] = ["%s: %s" % (type(error).__name__, error.msg), error.lineno, (error.text or "").strip()[:100]]
    except (ValueError, OSError, MemoryError, RuntimeError) as error:
        said["syntax"] = ["%s: %s" % (type(error).__name__, error), None, ""]
import json
print(json.dumps(said))
"""


class CannotRun(Exception):
    """The program cannot be started; ``str()`` is why, in a line."""

    def __init__(self, why: Text):
        super().__init__(str(why))


class Program(NamedTuple):
    """What is run. ``module``: ``target`` is a module's name and no file."""

    target: str
    arguments: tuple[str, ...] = ()
    module: bool = False
    python: str = ""
    folder: str = ""

    @property
    def name(self) -> str:
        """As one calls it."""
        return f"-m {self.target}" if self.module else Path(self.target).name


class Prepared(NamedTuple):
    """A program that can be started: its whole command, its folder, its environment without the probe."""

    command: list[str]
    folder: str
    environment: dict[str, str]
    python: str
    version: str


def prepare(program: Program, environment: Mapping[str, str] | None = None) -> Prepared:
    """Check everything that can be known before it runs. Raises CannotRun."""
    if not sys.platform.startswith("linux"):
        raise CannotRun(text("programs can be watched on Linux only: what they do is read from its /proc"))
    if not _has_proc():
        raise CannotRun(text("there is no /proc of these processes here, from which it is read what a program does"))
    given = dict(os.environ) if environment is None else dict(environment)
    own = str(Path(sys.executable).parent) if sys.prefix != sys.base_prefix else ""
    cleaned = clean(given, own)
    if not program.module:
        _check_file(Path(program.target))
    folder = program.folder or _folder(program)
    if not Path(folder).is_dir():
        raise CannotRun(text("{folder}: there is no such folder", folder=folder))
    python = find_python(program, folder, cleaned)
    version = _ask(python, program, cleaned, folder)
    target = ["-m", program.target] if program.module else [_as_argument(program, folder)]
    return Prepared([python, *target, *program.arguments], folder, cleaned, python, version)


def _has_proc() -> bool:
    """Whether /proc knows this process by its number: in a namespace of pids it may be that of another one."""
    try:
        return os.readlink(PROC_SELF) == str(os.getpid())  # noqa: PTH115 - a number and no path
    except OSError:
        return False


def _folder(program: Program) -> str:
    try:
        return str(Path.cwd() if program.module else Path(program.target).absolute().parent)
    except OSError as error:  # somebody has removed it
        raise CannotRun(text("the current folder: {error}", error=error.strerror or str(error))) from None


def _as_argument(program: Program, folder: str) -> str:
    """The script as its ``sys.argv[0]`` has it: as it was typed, where that still leads there."""
    path = Path(program.target)
    if path.is_absolute():
        return program.target
    return path.name if path.absolute().parent == Path(folder).absolute() else str(path.absolute())


def _check_file(path: Path) -> None:
    try:
        if path.is_dir():
            if not (path / "__main__.py").is_file():
                raise CannotRun(text("{path}: a folder without a __main__.py cannot be run", path=str(path)))
            return
        with open_regular(path) as file:  # a FIFO would be waited for
            head = file.read(HEAD)
    except FileNotFoundError:
        raise CannotRun(text("{path}: there is no such file", path=str(path))) from None
    except OSError as error:
        raise CannotRun(text("{path}: {error}", path=str(path), error=error.strerror or str(error))) from None
    except ValueError:  # a NUL in it
        raise CannotRun(text("{path}: this can be no path", path=ascii(str(path)))) from None
    if b"\0" in head and not head.startswith(b"PK") and path.suffix != ".pyc":
        raise CannotRun(text("{path}: this is not Python: it is a file of bytes, not of text", path=str(path)))


def find_python(program: Program, folder: str, environment: Mapping[str, str]) -> str:
    """The interpreter. Raises CannotRun where there is none."""
    search = environment.get("PATH", os.defpath)
    if program.python:
        found = shutil.which(program.python, path=search)
        if found is None:
            why = "it may not be executed" if Path(program.python).exists() else "there is no such interpreter"
            raise CannotRun(text("{python}: {why}", python=program.python, why=why))
        return str(Path(found).absolute())
    beside = Path(folder if program.module else Path(program.target).absolute().parent)
    for python in (beside / ".venv" / "bin" / "python", beside / ".venv" / "Scripts" / "python.exe"):
        if os.access(python, os.X_OK):
            return str(python)
    found = shutil.which("python3", path=search) or shutil.which("python", path=search)
    if found is None:
        raise CannotRun(text("there is no python3 in PATH: name the interpreter that is to run it"))
    return found


def _ask(python: str, program: Program, environment: dict[str, str], folder: str) -> str:
    """Ask the interpreter for its version, and whether it can read the script; its version as text."""
    from .brief_answer import MOST, ask  # 2 ms, which a window that only knows of programs need not wait for

    script = [] if program.module or not _is_source(program.target) else [str(Path(program.target).absolute())]
    try:
        done = ask([python, "-W", "ignore", "-c", _ASK, *script], folder, environment, PATIENCE)
    except OSError as error:
        where = str(error.filename or python)  # it may be the folder that nobody may enter
        raise CannotRun(text("{path}: {error}", path=where, error=error.strerror or str(error))) from None
    except ValueError as error:  # a NUL in a name
        raise CannotRun(text("{python}: {error}", python=python, error=str(error))) from None
    if done.status is None:
        slow = text("{python}: it did not say its version in {most} s", python=python, most=f"{PATIENCE:g}")
        long = text("{python}: it was asked for its version, and says too much", python=python)
        raise CannotRun(long if max(len(done.out), len(done.err)) > MOST else slow)
    said = _said(done.out)
    if said is None:
        last = ([line for line in done.err.decode(errors="replace").splitlines() if line.strip()] or [""])[-1]
        why = f": {last.strip()[:300]}" if last else f", status {done.status}"
        raise CannotRun(text("{python}: this interpreter does not start{why}", python=python, why=why))
    return _checked(said, python, program)


def _is_source(target: str) -> bool:
    path = Path(target)
    if path.suffix == ".pyc" or not path.is_file():
        return False
    with open_regular(path) as file:
        return file.read(2) != b"PK"


class _Said(msgspec.Struct):
    version: tuple[int, int, int]
    name: str
    syntax: tuple[str, int | None, str] | None = None


def _said(out: bytes) -> _Said | None:
    """What it says of itself in its last line; None where that is something else."""
    try:
        said = json.loads(out.strip().splitlines()[-1])  # of half a character, which a name may have, too
        return msgspec.convert(said, _Said)
    except (ValueError, msgspec.MsgspecError, IndexError, RecursionError):
        return None


def _checked(said: _Said, python: str, program: Program) -> str:
    version = ".".join(map(str, said.version))
    if said.name != "cpython":
        raise CannotRun(text("{python}: {name} cannot be watched, only CPython can", python=python, name=said.name))
    if said.version[:2] < OLDEST:
        why = text("{python}: Python {version} cannot be watched: 3.9 is the oldest", python=python, version=version)
        raise CannotRun(why)
    if said.syntax is not None:
        other = _other_language(program.target)
        if other:
            raise CannotRun(text("{path}: this is not Python: it begins with {line}", path=program.target, line=other))
        words, number, line = said.syntax
        where = f"{program.target}, line {number}" if number else program.target
        raise CannotRun(text("{where}: {words}", where=where, words=f"{words}: {line}" if line else words))
    return version


def _other_language(target: str) -> str:
    """The first line of a script that names another interpreter; empty where it names none, or some Python."""
    try:
        with open_regular(target) as file:
            first = file.read(100).split(b"\n")[0].decode("utf-8", "replace").strip()
    except (OSError, ValueError):
        return ""
    return first if first.startswith("#!") and "py" not in first else ""


def from_words(words: Sequence[str], python: str = "", folder: str = "") -> Program:
    """What stands after ``--``: a script and its arguments, or ``-m`` and a module. Raises CannotRun."""
    if not words:
        raise CannotRun(text("nothing to run: give it after --, as in: watch -- script.py, or: watch -- -m module"))
    if words[0] == "-m":
        if len(words) < 2:
            raise CannotRun(text("-m needs the name of a module"))
        return Program(words[1], tuple(words[2:]), True, python, folder)
    if words[0].startswith("-"):
        raise CannotRun(text("{word}: after -- stands a script, or -m and a module", word=words[0]))
    return Program(words[0], tuple(words[1:]), False, python, folder)
