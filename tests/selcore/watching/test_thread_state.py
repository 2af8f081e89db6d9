"""Looks at threads of real processes."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from selcore.watching.thread_state import Moment, look

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc")

PROGRAMS = {
    "sleeping": "import time; print(flush=True); time.sleep(60)",
    "lock": "import _thread as t; a = t.allocate_lock(); a.acquire(); print(flush=True); a.acquire()",
    "child": "import os, time; p = os.fork() or time.sleep(60); print(flush=True); os.waitpid(p, 0)",
    "reading": "import os; r, w = os.pipe(); print(flush=True); os.read(r, 1)",
    "stdin": "print(flush=True); input()",
    "computing": "print(flush=True)\nwhile True: pass",
}


@pytest.mark.parametrize("what", PROGRAMS)
def test_what_a_thread_does(what: str) -> None:
    pipe = subprocess.PIPE
    child = subprocess.Popen([sys.executable, "-c", PROGRAMS[what]], stdin=pipe, stdout=pipe, start_new_session=True)
    assert child.stdout is not None and child.stdin is not None
    try:
        child.stdout.readline()
        found = next(moment for moment in looks(child.pid) if moment.what == what)
        assert found.ran > 0
    finally:
        import os
        import signal

        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        child.stdout.close()
        child.stdin.close()


def looks(pid: int) -> Iterator[Moment]:
    """Until something has been seen: it may still be on its way there."""
    for _ in range(200_000):
        moment = look(pid, pid, 0)
        if moment is not None:
            yield moment


def test_who_has_ended_is_not_seen() -> None:
    child = subprocess.Popen([sys.executable, "-c", "pass"])
    child.wait()
    assert look(child.pid, child.pid, 0) is None
