"""What a report says of the system it was made on, and by what."""

import platform
import sys

from ..backends import catalogue, find_backend
from ..reference.doctor import package_version


def program() -> str:
    """This program and its version."""
    return f"Selector Playground {package_version('selector-playground') or '(not installed as a package)'}"


def system_rows() -> list[tuple[str, str]]:
    """What bug reports ask for, a name and its value each."""
    name, libc = platform.libc_ver() if sys.platform == "linux" else ("", "")
    return [
        ("Python", f"{platform.python_implementation()} {' '.join(sys.version.split())}"),
        ("Kernel", f"{platform.system()} {platform.release()} {platform.version()}"),
        ("Platform", platform.platform()),
        *([("C library", f"{name} {libc}")] if libc else []),
        ("Selector classes", ", ".join(title for id, title, missing in catalogue() if missing is None)),
        *(("Not here", f"{title}: {missing}") for id, title, missing in catalogue() if missing is not None),
        ("Made by", program()),
    ]


def in_a_line(backend: str = "") -> str:
    """The same in short; ``backend`` is the id of the selector class that was used."""
    found = find_backend(backend) if backend else None
    used = [] if found is None else [found.class_name]
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return ", ".join([*used, python, platform.platform(), program()])
