"""A mutant meets the tests: in a process of its own, forked from this one, in a copy of the checkout of its own.

This process loads what takes long to load and is never mutated; never the program, never its tests. POSIX only: where
there is no fork(), ``dev.py`` says so.
"""

import contextlib
import importlib
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

LOADED = (
    *("pytest", "hypothesis", "hypothesis.internal.conjecture.engine", "numpy", "msgspec", "sqlite3", "trustme"),
    *(
        "pytestqt.plugin",
        "pytest_timeout",
        "PySide6.QtTest",
        "multiprocessing.connection",
        "asyncio",
        "pty",
        "selectors",
    ),
)
LEFT = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "*.egg-info", "shots")
MEMORY = 6 << 30
PYTEST = (
    *("-q", "--tb=line", "--hypothesis-profile=mutants", "-o", "addopts=-m 'not heavy'", "-p", "no:cacheprovider"),
    *("-p", "pytestqt.plugin", "-p", "_hypothesis_pytestplugin", "-p", "pytest_timeout"),
    *("-W", "ignore:Module already imported:pytest.PytestAssertRewriteWarning"),
)
PASSED, FAILED = 0, 1


@dataclass(frozen=True)
class Ended:
    """How the tests ended: pytest's exit status, or None for a process that had to be ended; what it printed."""

    status: int | None
    said: str


class Copy:
    """A copy of the checkout, and the one child that works in it."""

    def __init__(self, checkout: Path, folder: Path):
        self.root, self._temporary = folder / "checkout", folder / "tmp"
        self._out = folder / "out"
        shutil.copytree(checkout, self.root, ignore=LEFT)
        self._temporary.mkdir()
        self._stamp = 1_000_000_000
        self._pid = 0
        self._until = 0.0

    @property
    def busy(self) -> bool:
        return self._pid != 0

    def write(self, module: str, source: str) -> None:
        """Put this in the module's place. Compiled files are known by their source's time: each has one of its own."""
        self._stamp += 1
        path = self.root / module
        path.write_text(source, encoding="utf-8")
        os.utime(path, (self._stamp, self._stamp))

    def start(self, work: Callable[[], int], seconds: float, limit: float) -> None:
        """Begin ``work()`` in a child; it may take so many seconds of the processor, and at most ``limit`` in all."""
        if sys.platform == "win32":
            return
        self._until = monotonic() + limit
        sys.stdout.flush()
        self._pid = os.fork()
        if self._pid == 0:
            self._be_child(work, seconds)

    def _be_child(self, work: Callable[[], int], seconds: float) -> None:
        if sys.platform == "win32":
            return
        status = 70
        try:
            os.setsid()  # so that whatever it starts can be ended with it
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            with self._out.open("wb", buffering=0) as out, Path(os.devnull).open("rb") as nothing:
                for stream, number in ((nothing, 0), (out, 1), (out, 2)):
                    os.dup2(stream.fileno(), number)
            # A sum over all its threads; children of its own have as much again.
            resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
            os.chdir(self.root)
            sys.path[0] = str(self.root)
            sys.pycache_prefix, sys.dont_write_bytecode = None, False
            for name in ("PYTHONPYCACHEPREFIX", "PYTHONDONTWRITEBYTECODE"):
                os.environ.pop(name, None)
            tempfile.tempdir = None
            os.environ.update(
                PYTEST_DISABLE_PLUGIN_AUTOLOAD="1", TMPDIR=str(self._temporary), PYTHONPATH=str(self.root)
            )
            importlib.invalidate_caches()
            status = work()
        except BaseException as error:
            os.write(2, f"\n{type(error).__name__}: {error}\n".encode())
        finally:
            with contextlib.suppress(BaseException):
                sys.stdout.flush()
            os._exit(status)

    def ended(self) -> Ended | None:
        """How it ended; None while it goes on."""
        if sys.platform == "win32":
            return None
        pid, status = os.waitpid(self._pid, os.WNOHANG)
        if pid == 0 and monotonic() < self._until:
            return None
        code = os.waitstatus_to_exitcode(status) if pid else -1
        self.end(reaped=pid != 0)
        said = self._out.read_text(encoding="utf-8", errors="replace") if self._out.exists() else ""
        return Ended(None if code < 0 else code, said)

    def end(self, reaped: bool = False) -> None:
        """End the child and all that it started; its number is its own until it is ``reaped``."""
        if sys.platform == "win32":
            return
        if self._pid:
            if not reaped:  # under load it may not have come as far as a group of its own
                os.kill(self._pid, signal.SIGKILL)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self._pid, 0)
            self._pid = 0
            for left in self._temporary.iterdir():
                shutil.rmtree(left, ignore_errors=True)


@contextlib.contextmanager
def copies(checkout: Path, count: int) -> Iterator[list[Copy]]:
    """So many copies, removed in the end, with whatever still works in them ended."""
    for name in LOADED:
        importlib.import_module(name)
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        made = [Copy(checkout, _made(Path(folder, str(number)))) for number in range(count)]
        try:
            yield made
        finally:
            for copy in made:
                copy.end()


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def run_tests(names: list[str], *more: str, plugins: tuple[Any, ...] = ()) -> int:
    """Pytest's exit status."""
    import pytest

    return int(pytest.main([*PYTEST, *more, *names], plugins=list(plugins)))


def record(files: list[str], result: Path) -> int:
    """Run these files of tests and write what is found out about them."""
    from .covering import Recorder

    recorder = Recorder()
    status = run_tests(files, plugins=(recorder,))
    tests = {name: [test.seconds, sorted(test.functions)] for name, test in recorder.tests().items()}
    result.write_text(json.dumps(tests), encoding="utf-8")
    return PASSED if status in (PASSED, FAILED) else status  # those that failed are no help; the others are
