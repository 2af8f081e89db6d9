"""Whether Qt can be used and a window be shown here; if not, one clear line says why and what to do."""

import os
import sys
from pathlib import Path

PACKAGES = (
    "libglib2.0-0 libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 "
    "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0"
)
OF_SYSTEM = {"win32": "windows", "darwin": "cocoa"}


def qt_problem() -> str | None:
    """Why Qt cannot be imported; None where it can."""
    try:
        import PySide6
        import PySide6.QtWidgets  # noqa: F401
    except ImportError as error:
        if ".so" in str(error):
            return _missing_library(error)
        return f"{error}; install it with: pip install 'PySide6-Essentials>=6.10,!=6.12.0'"
    return broken_pair(PySide6.__version__, sys.version_info[:2])


def _missing_library(error: Exception) -> str:
    return f"a system library that Qt needs is missing ({error}); on Debian or Ubuntu: apt install {PACKAGES}"


def broken_pair(pyside: str, python: tuple[int, int]) -> str | None:
    """PySide6 6.12.0 drops references to True and None: before Python 3.12 the interpreter aborts after a while."""
    if pyside.split(".")[:3] == ["6", "12", "0"] and python < (3, 12):
        return (
            f"PySide6 6.12.0 aborts under Python {python[0]}.{python[1]} (it loses references to True and None); "
            "install another: pip install 'PySide6-Essentials>=6.10,!=6.12.0'"
        )
    return None


def platform_name() -> str:
    """The Qt platform that a window would be shown on here; the first of them where none would do."""
    names = _platforms()
    return next((name for name in names if _platform_problem(name) is None), names[0])


def display_problem() -> str | None:
    """Why no window can be shown; None where one can, or where it cannot be told."""
    problems = [_platform_problem(name) for name in _platforms()]
    return None if None in problems else problems[-1]


def _platforms() -> list[str]:
    """What is asked for, or what QGuiApplication tries by itself: Wayland before X11."""
    asked = [name.partition(":")[0] for name in os.environ.get("QT_QPA_PLATFORM", "").split(";") if name]
    if asked or sys.platform in OF_SYSTEM:
        return asked or [OF_SYSTEM[sys.platform]]
    wayland = "WAYLAND_DISPLAY" in os.environ or os.environ.get("XDG_SESSION_TYPE") == "wayland"
    return ["wayland", "xcb"] if wayland else ["xcb"]


def _platform_problem(name: str) -> str | None:
    if not sys.platform.startswith("linux"):
        return None
    problem = None
    if name == "xcb":
        problem = _x_problem(os.environ.get("DISPLAY", ""))
    elif name.startswith("wayland") and "WAYLAND_SOCKET" not in os.environ:
        problem = _wayland_problem(os.environ.get("WAYLAND_DISPLAY") or "wayland-0")
    return problem or plugin_problem(name)


def _x_problem(display: str) -> str | None:
    if not display:
        return "there is no display: neither DISPLAY nor WAYLAND_DISPLAY is set"
    number = display.removeprefix("unix").removeprefix(":").partition(".")[0]
    path = f"/tmp/.X11-unix/X{number}"  # noqa: S108
    # X servers listen under the same name in the abstract namespace too, and in a container only there.
    if display.startswith(":") and not _answers(path, f"\0{path}"):
        return f"the X server of DISPLAY={display} does not answer"
    return None


def _wayland_problem(display: str) -> str | None:
    path = Path(os.environ.get("XDG_RUNTIME_DIR", "")) / display
    return None if _answers(str(path)) else f"the Wayland display {path} does not answer"


def _answers(*paths: str) -> bool:
    import socket

    if sys.platform == "win32":
        return True
    for path in paths:
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(path)
                return True
            except OSError:
                pass  # nobody listens there, or no socket can have such a name
    return False


def plugin_problem(name: str) -> str | None:
    """Why Qt's plugin for a platform cannot be loaded: loading it names the missing library, Qt itself would abort."""
    import ctypes

    from PySide6.QtCore import QLibraryInfo

    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"
    found = sorted(folder.glob("libq*.so"))
    # Before Qt 6.10 there were two for Wayland: wayland-generic and wayland-egl.
    plugins = {path.stem.removeprefix("libq").removesuffix("-generic"): path for path in found}
    if not plugins:
        return None  # a Qt with another layout: it knows better
    if "QT_PLUGIN_PATH" in os.environ or "QT_QPA_PLATFORM_PLUGIN_PATH" in os.environ or name.startswith("wayland-"):
        return None  # it may be elsewhere, and a plugin may have several names
    if name not in plugins:
        return f"Qt has no platform {name!r}: QT_QPA_PLATFORM may be {', '.join(plugins)}"
    try:
        ctypes.CDLL(str(plugins[name]))
    except OSError as error:
        return _missing_library(error)
    return None
