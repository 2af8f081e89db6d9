"""The one thing to type: `python3 dev.py run | test | check | shots`. Standard library only.

Its law: a bare python3 is enough, and whatever goes wrong ends in a line that says what to do next, never in a
traceback. It keeps to the syntax of Python 3.8, so that an old Python can still read that it is too old.
What it says goes to stderr: stdout belongs to the program that it starts. It is one file, however long: when it
begins, there is no environment, perhaps no right Python, and so nothing that it could be sure to import.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
OLDEST, NEWEST = (3, 11), (3, 14)

USAGE = """\
usage: python3 dev.py VERB
  run [ARGUMENTS]                     start the program (it gets the arguments)
  test [--all] [--python 3.13] [...]  run the tests; the rest goes to pytest; --all: the heavy ones too
  check [--no-tests]                  format, lint, types for three systems, import contracts, dependencies, tests
  shots [FOLDER] [--platform NAME]    screenshots of the main states (FOLDER: shots)
  bench [--json FILE] [FIGURE ...]    the figures of docs/performance.md, measured here
  mutants [MODULE ...] [--sample N] [--seed S] [--jobs J]
                                      small faults planted in the core; which ones its tests do not notice"""

# What a bare system lacks for Qt. Debian and Ubuntu renamed some of these (libglib2.0-0t64): the old names still work.
DEBIAN = ["libglib2.0-0", "libgl1", "libegl1", "libxkbcommon0", "libfontconfig1", "libdbus-1-3"]
DEBIAN_X11 = ["libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libxkbcommon-x11-0"]
FEDORA = ["glib2", "libglvnd-glx", "libglvnd-egl", "libxkbcommon", "fontconfig", "dbus-libs"]
FEDORA_X11 = ["xcb-util-cursor", "xcb-util-wm", "xcb-util-keysyms", "xcb-util-image", "libxcb", "libxkbcommon-x11"]

# Loading the platform plugin names the missing library; letting Qt look for it ends in abort().
PROBE = """\
import ctypes, pathlib, sys
import PySide6.QtWidgets
for plugin in pathlib.Path(PySide6.__path__[0], "Qt", "plugins", "platforms").glob(f"libq{sys.argv[1]}.so"):
    ctypes.CDLL(str(plugin))
"""

LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
CHECKS = {
    "format": ["-m", "ruff", "format", "--check", "."],
    "ruff": ["-m", "ruff", "check", "."],
    "mypy linux": ["-m", "mypy", "--strict", "--platform", "linux"],
    "mypy darwin": ["-m", "mypy", "--strict", "--platform", "darwin"],
    "mypy win32": ["-m", "mypy", "--strict", "--platform", "win32"],
    "import contracts": ["-c", LINT_IMPORTS],
    "dependencies": ["-m", "deptry", "--no-ansi", "."],
    "tests": ["-m", "pytest", "-q", "-n", "auto"],
}


class Problem(Exception):
    """What the user is told, instead of a traceback."""

    def __init__(self, text: str, status: int = 1) -> None:
        super().__init__(text)
        self.status = status


class Environment:
    """A virtual environment of this checkout, and a stamp in it of what was installed and found working.

    The stamp's lines: the Python and place it was made for, the hash of what was asked for, then the Qt platforms
    whose libraries were found. It is written after everything succeeded, so an interrupted start is started over.
    """

    def __init__(self, folder: Path, base_python: str, version: str) -> None:
        self.folder, self.base_python = folder, base_python
        self.foundation = f"Python {version} in {ROOT}"
        self.python = str(folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
        self.stamp, self.log = folder / "dev-stamp", folder / "dev-install.log"

    def wanted(self) -> str:
        files = (ROOT / "pyproject.toml", ROOT / "requirements.lock")
        return hashlib.sha256(
            b"\0".join([self.foundation.encode(), *(file.read_bytes() for file in files)])
        ).hexdigest()

    def stamped(self) -> list[str]:
        """The stamp's lines; none if the environment is missing or half made."""
        if not (Path(self.python).exists() and self.stamp.exists()):
            return []
        return self.stamp.read_text(encoding="utf-8").splitlines()

    def write_stamp(self, *platforms: str) -> None:
        lines = [self.foundation, self.wanted(), *platforms]
        self.stamp.write_text("\n".join(lines) + "\n", encoding="utf-8")


# -- saying and starting ---------------------------------------------------------------------------------------------


def environment(**more: str) -> dict[str, str]:
    """What a child gets. Compiled files are kept, beside the environment: without them each process compiles it all."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {"PYTHONPYCACHEPREFIX": str(ROOT / ".venv" / "pycache"), **kept, **more}


def say(text: str) -> None:
    print(f"dev.py: {text}", file=sys.stderr, flush=True)


def wait(child: subprocess.Popen[bytes]) -> int:
    """Its exit status. Ctrl-C reaches the child as well, and the child decides when it ends."""
    while True:
        try:
            status = child.wait()
        except KeyboardInterrupt:
            continue
        return 128 - status if status < 0 else status


def call(command: list[str], **more: str) -> int:
    """Runs it in the checkout, with more in its environment, and returns its exit status."""
    return wait(subprocess.Popen(command, cwd=ROOT, env=environment(**more)))


def become(command: list[str]) -> int:
    """Replaces this process on POSIX, so that every signal reaches the program itself; the user's folder stays."""
    if os.name != "nt":
        os.execve(command[0], command, environment())
    return wait(subprocess.Popen(command, env=environment()))


def logged(command: list[str], log: Path) -> bool:
    """Runs it with its output added to `log`; True if it succeeded. The file is made if need be."""
    log.parent.mkdir(exist_ok=True)
    with log.open("a", encoding="utf-8") as file:
        print("$", *command, file=file, flush=True)
        return subprocess.call(command, cwd=ROOT, stdin=DEVNULL, stdout=file, stderr=file) == 0


def fail_with_log(what: str, log: Path) -> NoReturn:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-20:]
    raise Problem("\n".join([f"{what}; the end of {log}:", *(f"  {line}" for line in lines)]))


# -- the environment -------------------------------------------------------------------------------------------------


def refuse_unsupported(version: tuple[int, ...], who: str) -> None:
    if not OLDEST <= version <= NEWEST:
        have, oldest, newest = (".".join(map(str, v)) for v in (version, OLDEST, NEWEST))
        raise Problem(f"this needs Python {oldest} to {newest}, and {who} is {have}: try python{oldest} dev.py ...")


def own_environment() -> Environment:
    # Started from inside .venv itself, the interpreter below it is the one to build on.
    python = getattr(sys, "_base_executable", None) or sys.executable
    return Environment(ROOT / ".venv", python, "{}.{}".format(*sys.version_info))


def other_environment(version: str) -> Environment:
    """The environment of another installed Python, `3.13`."""
    if not re.fullmatch(r"3\.\d{1,2}", version):
        raise Problem(f"--python takes a version like 3.13, not {version!r}", 2)
    refuse_unsupported(tuple(map(int, version.split("."))), "the one asked for")
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv", "versions")
    installed = sorted(pyenv.glob(f"{version}.*/bin/python"), reverse=True)
    for python in filter(None, [shutil.which(f"python{version}"), *map(str, installed)]):
        if version_of(python) == version:  # a pyenv shim is on the PATH whether or not it leads anywhere
            return Environment(ROOT / f".venv-{version}", python, version)
    raise Problem(f"Python {version} is not installed here: there is no python{version} on the PATH or under {pyenv}")


def version_of(python: str) -> str:
    question = [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    return subprocess.run(question, capture_output=True, text=True).stdout.strip()


def prepare(env: Environment, platform: str = "offscreen") -> Environment:
    """Makes or updates the environment if that is needed, and makes sure that Qt can load with this platform."""
    known = env.stamped()
    if known[:2] != [env.foundation, env.wanted()]:
        started = time.monotonic()
        env.log.unlink(missing_ok=True)
        if known[:1] != [env.foundation]:
            make_venv(env)
        install(env)
        env.write_stamp()
        known = env.stamped()
        say(f"ready after {time.monotonic() - started:.0f} s")
    if platform not in known[2:]:
        check_qt(env, platform)
        env.write_stamp(*known[2:], platform)
    return env


def make_venv(env: Environment) -> None:
    say(f"making {env.folder.name} ({env.foundation.partition(' in ')[0]}, {env.base_python})")
    if subprocess.call([env.base_python, "-c", "import ensurepip, venv"], stderr=DEVNULL) != 0:
        text = "this Python cannot make virtual environments: its venv or ensurepip module is missing"
        get_packages(text, ["python3-venv"], ["python3-libs", "python3-pip"])
    shutil.rmtree(env.folder, ignore_errors=True)
    if not logged([env.base_python, "-m", "venv", str(env.folder)], env.log):
        fail_with_log(f"could not make {env.folder}", env.log)


def pip_of(env: Environment) -> list[str]:
    return [env.python, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--progress-bar=off"]


def install(env: Environment) -> None:
    pip = pip_of(env)
    say("installing what requirements.lock pins (the first time, this downloads Qt)")
    locked = [*pip, "--require-hashes", "-r", "requirements.lock"]
    if logged(locked, env.log) and logged([*pip, "--no-deps", "--no-build-isolation", "-e", "."], env.log):
        return
    say(f"that failed (see {env.log}); trying again without the lock: pip install -e .[dev]")
    if not logged([*pip, "-e", ".[dev]"], env.log):
        fail_with_log("could not install", env.log)


# -- the system's libraries ------------------------------------------------------------------------------------------


def check_qt(env: Environment, platform: str) -> None:
    """Loads Qt in the environment; what the system lacks is named and, where that is allowed, installed."""
    trouble = qt_trouble(env, platform)
    if not trouble:
        return
    missing = re.search(r"([\w.+-]+\.so[\w.]*): cannot open shared object", trouble)
    if not missing:
        raise Problem(f"Qt does not load: {trouble}")
    x11 = platform == "xcb"
    debian, fedora = DEBIAN + DEBIAN_X11 * x11, FEDORA + FEDORA_X11 * x11
    get_packages(f"Qt needs a library that this system lacks: {missing.group(1)}", debian, fedora)
    trouble = qt_trouble(env, platform)
    if trouble:
        raise Problem(f"Qt still does not load: {trouble}")


def qt_trouble(env: Environment, platform: str) -> str:
    """The last line of what went wrong on loading Qt and its platform plugin; empty if all is well."""
    probe = subprocess.run([env.python, "-c", PROBE, platform], capture_output=True, text=True)
    if probe.returncode == 0:
        return ""
    return ([*filter(None, probe.stderr.splitlines())] or [f"it ended with status {probe.returncode}"])[-1]


def package_message(text: str, debian: list[str], fedora: list[str]) -> str:
    return (
        f"{text}. To install it:\n"
        f"  Debian, Ubuntu:  sudo apt install {' '.join(debian)}\n"
        f"  Fedora:          sudo dnf install {' '.join(fedora)}"
    )


def get_packages(text: str, debian: list[str], fedora: list[str]) -> None:
    """Installs Debian packages where it may; otherwise ends with what to type."""
    message = package_message(text, debian, fedora)
    prefix = apt_prefix(message)
    if prefix is None:
        raise Problem(message)
    say(f"{text}: installing {' '.join(debian)}")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    log = ROOT / ".venv" / "dev-apt.log"
    logged([*apt, "update"], log)  # one unreachable archive of several need not matter
    if not logged([*apt, "install", "-y", "--no-install-recommends", *debian], log):
        say(message)
        fail_with_log("apt-get could not install them", log)


def apt_prefix(message: str) -> list[str] | None:
    """What to put before apt-get: nothing for root, sudo once the user agreed; None where it must not be run."""
    if sys.platform == "win32" or not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    if os.environ.get("CI") == "true":
        return ["sudo", "-n"]
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    say(message)
    print("Install them now with sudo apt-get? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise Problem("nothing was installed; type the line above when you like")
    # The password is asked for here, where the terminal is: apt-get's own output goes to the log.
    return ["sudo"] if subprocess.call(["sudo", "-v"]) == 0 else None


# -- the verbs -------------------------------------------------------------------------------------------------------


def window_platform(arguments: list[str]) -> str:
    """The Qt platform whose libraries `run` needs. Without a display Qt would abort: that is said here."""
    chosen = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    headless = arguments and arguments[0].partition("=")[0] not in ("--open", "--lesson", "--backend", "--page")
    if chosen or headless or not sys.platform.startswith("linux") or os.environ.get("WAYLAND_DISPLAY"):
        return chosen or "offscreen"
    if not os.environ.get("DISPLAY"):
        raise Problem("there is no display: neither DISPLAY nor WAYLAND_DISPLAY is set (xvfb-run makes a virtual one)")
    return "xcb"


def run(arguments: list[str]) -> int:
    platform = window_platform(arguments)
    env = prepare(own_environment(), platform)
    return become([env.python, "-m", "playground", *arguments])


def test(arguments: list[str]) -> int:
    heavy = take(arguments, "--all")
    version = take_value(arguments, "--python")
    env = other_environment(version) if version else own_environment()
    platform = os.environ.get("QT_QPA_PLATFORM", "offscreen")
    prepare(env, platform.partition(":")[0])
    if os.environ.get("CI") == "true" and apt_prefix("") is not None:
        prepare(env, "xcb")  # for the tests that start the program on X11: elsewhere they are skipped without
    several = [] if any(given.startswith(("-n", "-s", "--pdb")) for given in arguments) else ["-n", "auto"]
    # The longest of the heavy ones take minutes: the bound of the others would end them half way.
    everything = ["-m", "", "-o", "faulthandler_timeout=900"] * heavy
    return call([env.python, "-m", "pytest", *several, *everything, *arguments], QT_QPA_PLATFORM=platform)


def check(arguments: list[str]) -> int:
    skip_tests = take(arguments, "--no-tests")
    nothing_more("check", arguments)
    env = prepare(own_environment())
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    names = [name for name in CHECKS if name != "tests" or not skip_tests]
    failed = [name for name in names if not checked(env, name)]
    say(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


def checked(env: Environment, name: str) -> bool:
    """Runs one step and prints its line; its output is shown if it failed."""
    started = time.monotonic()
    command = [env.python, *CHECKS[name]]
    step = subprocess.run(command, cwd=ROOT, stdout=PIPE, stderr=STDOUT, text=True, errors="replace")
    seconds = time.monotonic() - started
    print(f"{'failed' if step.returncode else 'ok':<7} {name:<17} {seconds:5.1f} s", flush=True)
    if step.returncode:
        print("\n".join(f"    {line}" for line in step.stdout.splitlines()), flush=True)
    return step.returncode == 0


def shots(arguments: list[str]) -> int:
    platform = take_value(arguments, "--platform")
    folder = Path(arguments.pop(0) if arguments and arguments[0][:1] != "-" else ROOT / "shots").absolute()
    nothing_more("shots", arguments)
    virtual = bool(shutil.which("xvfb-run") and shutil.which("xauth"))
    platform = platform or ("xcb" if virtual else "offscreen")
    env = prepare(own_environment(), platform)
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1920x1200x24"] if virtual and platform == "xcb" else []
    say(f"taking screenshots into {folder} ({'a virtual screen' if screen else platform})")
    command = [*screen, env.python, "tests/shots.py", str(folder), "--platform", platform]
    return call(command, QT_QPA_PLATFORM=platform)


def bench(arguments: list[str]) -> int:
    platform = os.environ.get("QT_QPA_PLATFORM", "offscreen")
    env = prepare(own_environment(), platform.partition(":")[0])
    return call([env.python, "-m", "bench", *arguments], QT_QPA_PLATFORM=platform)


def mutants(arguments: list[str]) -> int:
    if os.name == "nt":
        raise Problem("each mutant lives in a forked process, and this system has no fork()")
    env = prepare(own_environment())
    if subprocess.call([env.python, "-c", "import libcst, mutmut"], stderr=DEVNULL) != 0:
        say("installing mutmut, which nothing else needs")
        if not logged([*pip_of(env), "--no-build-isolation", "-e", ".[mutation]"], env.log):
            fail_with_log("could not install it", env.log)
    return call([env.python, "-m", "mutation", *arguments])


def take(arguments: list[str], flag: str) -> bool:
    """Removes the flag from the arguments; True if it was there."""
    found = flag in arguments
    arguments[:] = [word for word in arguments if word != flag]
    return found


def take_value(arguments: list[str], option: str) -> str:
    """Removes `option VALUE` or `option=VALUE`; empty if it was not there."""
    for place, word in enumerate(arguments):
        if word.startswith(option + "="):
            return arguments.pop(place).partition("=")[2]
        if word == option:
            del arguments[place]
            if place == len(arguments):
                raise Problem(f"{option} needs a value", 2)
            return arguments.pop(place)
    return ""


def nothing_more(verb: str, arguments: list[str]) -> None:
    if arguments:
        raise Problem(f"{verb} does not take {arguments[0]!r}; `python3 dev.py --help` shows what it takes", 2)


VERBS = {"run": run, "test": test, "check": check, "shots": shots, "bench": bench, "mutants": mutants}


def dispatch(arguments: list[str]) -> int:
    if arguments[:1] in (["-h"], ["--help"], ["help"]):
        print(USAGE)
        return 0
    if not arguments or arguments[0] not in VERBS:
        what = f"there is no verb {arguments[0]!r}" if arguments else "a verb is missing"
        raise Problem(f"{what}; there are: {', '.join(VERBS)} (python3 dev.py --help)", 2)
    refuse_unsupported(sys.version_info[:2], sys.executable)
    return VERBS[arguments[0]](arguments[1:])


def main() -> int:
    try:
        return dispatch(sys.argv[1:])
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except Problem as problem:
        say(str(problem))
        return problem.status
    except (OSError, subprocess.SubprocessError) as error:
        say(f"{type(error).__name__}: {error}")
        return 1


if __name__ == "__main__":
    sys.exit(main())
