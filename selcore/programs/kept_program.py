"""A program as a line that is kept between runs, and how two are known to be the same file."""

import json
import shlex
from pathlib import Path
from typing import Any

from .program import Program

LONGEST = 8000
"""Characters of a line; a longer one is not kept."""


def kept(program: Program) -> str:
    """The line; empty where it would be too long."""
    line = json.dumps({**program._asdict(), "target": target_of(program), "arguments": list(program.arguments)})
    return line if len(line) <= LONGEST else ""


def program_of(line: str) -> Program | None:
    """What a line says; None where it says no program: it may be damaged, or somebody else's."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return _checked(found) if isinstance(found, dict) else None


def _checked(found: dict[str, Any]) -> Program | None:
    arguments, module = found.get("arguments", []), found.get("module", False)
    words = [found.get(name, "") for name in ("target", "python", "folder")]
    right = isinstance(arguments, list) and isinstance(module, bool)
    if not right or not all(isinstance(one, str) and "\0" not in one for one in [*words, *arguments]) or not words[0]:
        return None
    return Program(words[0], tuple(arguments), module, words[1], words[2])


def target_of(program: Program) -> str:
    """The script's whole path, or the module's name."""
    return program.target if program.module else str(Path(program.target).absolute())


def identity(program: Program) -> str:
    """What has to be allowed once: a file, or a module in its folder."""
    if program.module:
        return f"-m {program.target} in {program.folder or Path.cwd()}"
    return target_of(program)


def in_words(program: Program) -> str:
    """As it would be typed behind ``python``."""
    target = ["-m", program.target] if program.module else [Path(program.target).name]
    return shlex.join([*target, *program.arguments])
