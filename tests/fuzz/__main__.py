"""One slice in a process of its own: ``python -m tests.fuzz KIND --seed SEED [--seconds N | --only NUMBER]``.

Its home and its temporary folder are new, it may have few descriptors, and what it does to the machine beyond them does
not happen. At the first case that fails the case is made smaller, written into a file, and the command that repeats it
is printed; the exit status is 1.
"""

import argparse
import faulthandler
import itertools
import json
import os
import resource
import shutil
import sys
import tempfile
import threading
import traceback
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

KINDS = ("files", "recordings", "commands", "windows")
HANGS = 45
"""Seconds after which a case hangs: it ends with the stack of every thread."""
SHRINKING = 30.0
"""Seconds for making a case smaller."""


def main() -> int:
    given = _given()
    faulthandler.enable()
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    enclose(folder)
    fuzzer = make(given.kind, folder)
    print(f"fuzz {given.kind}: seed {given.seed}, in {folder}; what it is at is in current.json there", flush=True)
    end, numbers = monotonic() + given.seconds, itertools.count() if given.only is None else iter([given.only])
    done = 0
    for number in numbers:
        if given.only is None and monotonic() > end:
            break
        case = fuzzer.case(Random(f"{given.seed}.{given.kind}.{number}"))
        (folder / "current.json").write_text(fuzzer.show(case))
        faulthandler.dump_traceback_later(HANGS, exit=True)
        trouble = trouble_of(fuzzer, case)
        faulthandler.cancel_dump_traceback_later()
        if trouble:
            return tell(given, number, folder, fuzzer, case, trouble)
        done += 1
    print(f"fuzz {given.kind}: {done} cases", flush=True)
    fuzzer.close()
    shutil.rmtree(folder, ignore_errors=True)
    return 0


def _given() -> Any:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--seed", required=True)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--only", type=int)
    return parser.parse_args()


def enclose(folder: Path) -> None:
    """A home and a temporary folder of its own; few descriptors, no large files."""
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR", "TMPDIR"):
        os.environ[name] = str(folder / "home")
    (folder / "home").mkdir(mode=0o700)
    tempfile.tempdir = str(folder / "home")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    for which, most in (
        (resource.RLIMIT_NOFILE, 512),
        (resource.RLIMIT_FSIZE, 256 << 20),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, 6 << 30),
    ):
        resource.setrlimit(which, (most, resource.getrlimit(which)[1]))


def make(kind: str, folder: Path) -> Any:
    if kind == "commands":
        from .commands import Commands

        return Commands(folder)
    if kind == "windows":
        from .windows import Windows

        return Windows(folder)
    from .files import Experiments, Recordings

    return (Experiments if kind == "files" else Recordings)(folder)


def trouble_of(fuzzer: Any, case: Any) -> str:
    """What is wrong with it; empty where nothing is."""
    errors: list[str] = []
    sys.excepthook = lambda *given: errors.append("".join(traceback.format_exception(*given)))
    threading.excepthook = lambda given: errors.append(
        f"in {given.thread}:\n"
        + "".join(traceback.format_exception(given.exc_type, given.exc_value, given.exc_traceback))
    )
    try:
        fuzzer.play(case)
    except Exception:
        errors.append(traceback.format_exc())
    finally:
        sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__
    return "\n".join(errors)


def tell(given: Any, number: int, folder: Path, fuzzer: Any, case: Any, trouble: str) -> int:
    print(f"fuzz {given.kind}: case {number} fails\n{trouble}", flush=True)
    print(f"again: python -m tests.fuzz {given.kind} --seed {given.seed} --only {number}", flush=True)
    at = folder / f"{given.kind}-{given.seed}-{number}.json"
    at.write_text(fuzzer.show(case))
    print(f"the case is in {at}", flush=True)
    if isinstance(case, list):
        at.write_text(fuzzer.show(smaller(fuzzer, case)))
        print(f"made smaller it is: {at.read_text()[:4000]}", flush=True)
    return 1


def smaller(fuzzer: Any, case: list[Any]) -> list[Any]:
    """The case without whatever can be left out, found by leaving out halves, quarters, ... of it."""
    end, size = monotonic() + SHRINKING, max(len(case) // 2, 1)
    while monotonic() < end:
        place, shorter = 0, False
        while place < len(case) and monotonic() < end:
            tried = case[:place] + case[place + size :]
            faulthandler.dump_traceback_later(HANGS, exit=True)
            if tried and trouble_of(fuzzer, tried):
                case, shorter = tried, True
            else:
                place += size
            faulthandler.cancel_dump_traceback_later()
        if size == 1 and not shorter:
            break
        size = max(size // 2, 1)
    return case


def as_json(value: Any) -> str:
    return json.dumps(value, default=repr, indent=1)


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    os._exit(status)  # a thread that hangs has been told of
