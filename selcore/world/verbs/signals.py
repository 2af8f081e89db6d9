"""A signal for the selector's own thread while it is blocked: by PEP 475 the call goes on as if nothing had been.

Only what cannot end this program is sent: a signal with a handler of Python's, or one that is ignored.
"""

import signal
import sys
import threading
from pathlib import Path

from ...system.signal_names import signal_name
from ...values.commands import Signal
from ...values.outcomes import Done
from ...values.text import text
from ..declining import ask, declined
from ..world import World

HARMLESS = ("SIGCHLD", "SIGURG", "SIGWINCH", "SIGCONT")
"""What their default does is nothing (to what is running)."""
OURS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGBREAK")
"""The program ends by these, whatever handles them."""
TRIES = 200
"""Looks, a millisecond apart, whether the thread is blocked again; then the signal is sent all the same."""


def signal_(world: World, command: Signal) -> Done:
    """Deliver it to this thread: once it is blocked in the call again, or now where there is none."""
    if sys.platform == "win32":
        raise declined("NotAvailable", text("Windows sends no signal to a thread"))
    number = command.number
    name = signal_name(number)
    if not _harmless(number):
        said = text("{name} is not sent: nothing here handles it, or it ends this program", name=name)
        raise declined("NotSent", said)
    if world.in_call:
        helper = threading.Thread(target=_deliver, args=(world, threading.get_ident(), number), daemon=True)
        helper.start()
        world.helpers = [one for one in world.helpers if one.is_alive()] + [helper]
        said = text("sent once the call is blocked again: it goes on (PEP 475)")
        return Done({"signal": name, "number": number}, said)
    ask(signal.pthread_kill, threading.get_ident(), number)
    return Done({"signal": name, "number": number}, text("no call was blocked: it interrupted nothing"))


def _harmless(number: int) -> bool:
    """Raises Declined for what is no signal, in Python's words."""
    handler = ask(signal.getsignal, number)
    if signal_name(number) in OURS:
        return False
    if handler == signal.SIG_DFL:
        return signal_name(number) in HARMLESS
    return handler == signal.SIG_IGN or callable(handler)


def _deliver(world: World, thread: int, number: int) -> None:
    """On a helper thread: wait until the other sleeps, then send."""
    pause = threading.Event()
    native = next((one.native_id for one in threading.enumerate() if one.ident == thread), None)
    for _ in range(TRIES):
        if not world.in_call or (not world.wakeup.signalled and _asleep(native)):
            break
        pause.wait(0.001)
    if sys.platform != "win32" and world.in_call:
        signal.pthread_kill(thread, number)


def _asleep(native: int | None) -> bool:
    """Whether the OS says so; where it does not tell, one look is enough."""
    try:
        return Path(f"/proc/self/task/{native}/stat").read_text().rpartition(")")[2].split()[0] == "S"
    except OSError:
        return True
