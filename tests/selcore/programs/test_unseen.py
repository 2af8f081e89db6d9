"""Why nothing is seen, in a sentence that says what to do."""

import subprocess
import sys

import pytest

from selcore.programs.unseen import not_seen

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc")
C_LOOP = """
import ctypes, os
libc, fds = ctypes.CDLL(None), (ctypes.c_int * 2)(0, 1)
print(flush=True)
libc.poll(fds, 1, -1)
"""


def test_what_asks_the_kernel_itself_is_noticed() -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", C_LOOP], stdin=pipe, stdout=pipe) as child:
        assert child.stdout is not None
        child.stdout.readline()
        found = next(words for _ in range(100_000) if (words := not_seen(child.pid, True, 0)) is not None)
        # It says no more than is known: a first call of select() that has not returned looks the same from outside.
        assert "has returned yet" in str(found) and "from C is not seen" in str(found)
        assert not_seen(child.pid, True, 5) is None
        child.kill()


def test_what_else_is_said() -> None:
    assert "-I, -E or -S" in str(not_seen(0, False, 0))
    assert "no room" in str(not_seen(0, True, 0, full=True))
    assert not_seen(0, True, 3) is None
