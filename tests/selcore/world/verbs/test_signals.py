"""signal: delivered to the thread that is blocked, whose call goes on; and nothing that would end this program."""

import signal
import subprocess
import sys
import threading

import pytest

from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.outcomes import Interrupted, Returned
from tests import ROOT
from tests.selcore.acting import done, opened, refused, watch
from tests.selcore.driver import READ_A, driving

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no signal is sent to a thread there")


@pytest.mark.parametrize("number", [signal.SIGWINCH, signal.SIGCHLD, signal.SIGURG, signal.SIGPIPE])
def test_a_blocked_call_goes_on(session: Session, number: int) -> None:
    opened(session, "socketpair", "pair")
    watch(session, "pair.a", "read")
    outcome = session.apply(
        c.Select(timeout=0.2, during=(c.Signal(number=number), c.Note(text="and the time goes on")))
    )
    assert isinstance(outcome, Returned) and outcome.call.results == ()
    assert 0.2 * 0.999 <= outcome.call.waited < 5 and outcome.call.reentered == 0


def test_it_interrupts_the_thread_that_blocks() -> None:
    """A handler of Python's runs in the main thread, while the worker's call goes on until something is ready."""
    came: list[int] = []
    arrived = threading.Event()
    before = signal.signal(signal.SIGUSR1, lambda number, frame: (came.append(number), arrived.set()))
    try:
        with driving() as driver:
            driver.done(c.Open(kind="socketpair", name="pair"), READ_A)
            step = driver.block()
            assert driver.done(c.Signal(number=signal.SIGUSR1)) == {"signal": "SIGUSR1", "number": signal.SIGUSR1}
            while not arrived.wait(0.01):
                pass
            driver.settle()
            assert came == [signal.SIGUSR1] and driver.entry(step) is None, "nothing was interrupted"
            driver.worker.pause()
            assert isinstance(driver.outcome(step), Interrupted)
    finally:
        signal.signal(signal.SIGUSR1, before)


@pytest.mark.parametrize(
    "number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL, signal.SIGSTOP, signal.SIGUSR1, signal.SIGSEGV]
)
def test_what_would_end_the_program_is_not_sent(one: Session, number: int) -> None:
    said = refused(one, c.Signal(number=number))
    assert (said.type, said.by) == ("NotSent", "playground")
    assert signal.Signals(number).name in said.message


@pytest.mark.parametrize("number", [0, -1, 12345, 1 << 40])
def test_what_is_no_signal_is_refused_in_pythons_words(one: Session, number: int) -> None:
    said = refused(one, c.Signal(number=number))
    with pytest.raises((ValueError, OverflowError)) as caught:
        signal.getsignal(number)
    assert (said.type, said.message, said.by) == (type(caught.value).__name__, str(caught.value), "python")


def test_with_no_call_it_comes_at_once(one: Session) -> None:
    assert done(one, c.Signal(number=signal.SIGWINCH)) == {"signal": "SIGWINCH", "number": signal.SIGWINCH}


def test_sigpipe_is_left_as_python_has_it() -> None:
    """Fault 12: with SIG_DFL a send to nobody would kill the program."""
    code = """
import signal, socket
from selcore.values import commands as c
from selcore.session.session import Session
session = Session()
session.apply(c.Open(kind="pipe", name="p"))
session.apply(c.Close(name="p.r"))
print(session.apply(c.Send(name="p.w", text="x")).type, signal.getsignal(signal.SIGPIPE) is signal.SIG_IGN)
session.close()
"""
    command = [sys.executable, "-c", code]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=50)
    assert (ran.returncode, ran.stdout.strip(), ran.stderr) == (0, "BrokenPipeError True", "")
