"""What is done to a process that the session started. Nothing here waits long: the selector's thread has other work."""

import signal
import subprocess
import sys
from typing import Any

from ...system.nonblocking import fileno
from ...system.signal_names import signal_name
from ...values.commands import Continue, Kill, Stop, Wait
from ...values.outcomes import Done
from ...values.text import Text, text
from ...verbs.processes import SENT
from ..declining import ask, declined
from ..world import World, unknown_name

PATIENCE = 0.5
"""Seconds; a process that runs on after them is said to be running."""


def wait(world: World, command: Wait) -> Done:
    """``Popen.wait()`` for a moment: the return code, or that it is running."""
    process = process_of(world, command.name)
    _touch(world, process)
    try:
        code = process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        said = text("it did not end within {seconds} s; wait() without a timeout would go on", seconds=PATIENCE)
        return Done({"running": True, "returncode": None}, said)
    return Done({"running": False, "returncode": code, **_by_signal(code)}, _still_held(world, process))


def _by_signal(code: int) -> dict[str, Any]:
    return {"signal": signal_name(-code)} if code < 0 else {}


def _still_held(world: World, process: Any) -> Text | None:
    """Its end is no end of file while somebody it started holds the other end of a pipe."""
    names = [one.name for one in world.objects if one.process is process and _held(one)]
    if not names:
        return None
    return text("{names}: still held by another process, so there is no end of file", names=", ".join(names))


def _held(one: Any) -> bool:
    if sys.platform == "win32" or one.closed or getattr(one.obj, "mode", "") != "rb":
        return False
    import select

    poller = select.poll()
    poller.register(fileno(one.obj), 0)
    return not poller.poll(0)  # the other end closed would be POLLHUP, asked for or not


def kill(world: World, command: Kill) -> Done:
    """SIGKILL."""
    return _send(world, command.name, SENT[Kill])


def stop(world: World, command: Stop) -> Done:
    """SIGSTOP."""
    return _send(world, command.name, SENT[Stop])


def go_on(world: World, command: Continue) -> Done:
    """SIGCONT."""
    return _send(world, command.name, SENT[Continue])


def _send(world: World, name: str, which: str) -> Done:
    process = process_of(world, name)
    if not hasattr(signal, which):
        raise declined("NotAvailable", text("{signal} is not on this system", signal=which))
    gone = process.poll() is not None
    ask(process.send_signal, getattr(signal, which))
    _touch(world, process)
    said = text("it had ended with {code}: Popen sends nothing then", code=process.returncode) if gone else None
    return Done({"signal": which, "pid": process.pid}, said)


def _touch(world: World, process: Any) -> None:
    for one in world.objects:
        if one.process is process:
            one.refresh()
            world.objects.touch(one.name)


def process_of(world: World, name: str) -> Any:
    """The ``Popen`` of that name or of one of its ends. Raises Declined (UnknownName, NotAProcess)."""
    found = world.objects.get(name)
    ends = [found] if found else [one for one in world.objects if one.name.startswith(f"{name}.")]
    if not ends:
        raise declined("UnknownName", unknown_name(name, world.objects))
    process = next((one.process for one in ends if one.process is not None), None)
    if process is None:
        raise declined("NotAProcess", text("{name} is not a process", name=name))
    return process
