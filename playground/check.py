"""Whether Qt can be used here; if not, one clear line says why and what to do."""

import os
import sys
from pathlib import Path

PACKAGES = "libglib2.0-0 libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3"


def qt_problem() -> str | None:
    """Why Qt cannot be imported; None where it can."""
    try:
        import PySide6
        import PySide6.QtWidgets  # noqa: F401
    except ImportError as error:
        if ".so" in str(error):
            return f"a system library that Qt needs is missing ({error}); on Debian or Ubuntu: apt install {PACKAGES}"
        return f"{error}; install it with: pip install 'PySide6-Essentials>=6.10,!=6.12.0'"
    return broken_pair(PySide6.__version__, sys.version_info[:2])


def broken_pair(pyside: str, python: tuple[int, int]) -> str | None:
    """PySide6 6.12.0 drops references to True and None: before Python 3.12 the interpreter aborts after a while."""
    if pyside.split(".")[:3] == ["6", "12", "0"] and python < (3, 12):
        return (
            f"PySide6 6.12.0 aborts under Python {python[0]}.{python[1]} (it loses references to True and None); "
            "install another: pip install 'PySide6-Essentials>=6.10,!=6.12.0'"
        )
    return None


def display_problem() -> str | None:
    """Why no window can be shown; None where one can, or where it cannot be told."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return None
    if os.environ.get("WAYLAND_DISPLAY"):
        return None
    display = os.environ.get("DISPLAY", "")
    if not display:
        return "there is no display: neither DISPLAY nor WAYLAND_DISPLAY is set"
    number = display.removeprefix("unix").removeprefix(":").partition(".")[0]
    if display.startswith(":") and not _answers(number):
        return f"the X server of DISPLAY={display} does not answer"
    return None


def _answers(number: str) -> bool:
    import socket

    path = Path(f"/tmp/.X11-unix/X{number}")  # noqa: S108
    if sys.platform == "win32":
        return True
    with socket.socket(socket.AF_UNIX) as probe:
        # X servers listen under the same name in the abstract namespace too, and in a container only there.
        return any(probe.connect_ex(name) == 0 for name in (str(path), f"\0{path}"))
