"""Somebody at a shell: starts the program with words and reads what it says and how it ends."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import ROOT
from tests.selcore.recipes import recipe

COMMAND = [sys.executable, "-m", "playground"]
PATIENCE = 30
"""Seconds after which something that never ends is a failure."""

posix = pytest.mark.skipif(sys.platform == "win32", reason="as a shell of Unix does it")
linux = pytest.mark.skipif(sys.platform != "linux", reason="X11, Wayland and /dev are those of Linux")

Said = subprocess.CompletedProcess[str]


def environment(**changes: str | None) -> dict[str, str]:
    """The environment with these changes; None takes a variable out."""
    base: dict[str, str | None] = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUNBUFFERED": None, **changes}
    return {name: value for name, value in base.items() if value is not None}


def shell(*words: object, command: list[str] = COMMAND, stdout: Any = subprocess.PIPE, **changes: str | None) -> Said:
    """Run the program to its end."""
    return subprocess.run(
        [*command, *map(str, words)],
        cwd=ROOT,
        stdout=stdout,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        timeout=PATIENCE,
        env=environment(**changes),
    )


def python(code: str, *words: object, **changes: str | None) -> Said:
    """Run a few lines of Python to their end, beside the program."""
    return shell(*words, command=[sys.executable, "-c", code], **changes)


def write(path: Path, *commands: dict[str, Any], **more: Any) -> Path:
    """An experiment's file of these commands."""
    path.write_bytes(recipe(*commands, **more))
    return path


def the_line(words: str) -> str:
    """The only line of what was said."""
    assert words.endswith("\n") and words.count("\n") == 1, words
    return words.removesuffix("\n")
