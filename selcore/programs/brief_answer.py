"""What a short-lived process answers: bounded in time and in length, whatever it is that was started."""

import os
import selectors
import signal
import subprocess
from collections.abc import Mapping, Sequence
from time import monotonic
from typing import IO, Any, NamedTuple

MOST = 1 << 16
"""Bytes that are taken of each stream; who says more is ended."""
_os: Any = os
_signal: Any = signal


class BriefAnswer(NamedTuple):
    """``status`` as ``subprocess`` has it; None: it was ended after its time, or for how much it said."""

    status: int | None
    out: bytes
    err: bytes


def ask(command: Sequence[str], folder: str, environment: Mapping[str, str], seconds: float) -> BriefAnswer:
    """Run it, without input, and hear what it says. Raises OSError where it does not start."""
    streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, process_group=0, **streams
    ) as process:
        try:
            said = _hear(process, monotonic() + seconds)
        finally:
            late = process.poll() is None
            if late:
                _os.killpg(process.pid, _signal.SIGKILL)
    out, err = said
    return BriefAnswer(None if late else process.returncode, out, err)


def _hear(process: "subprocess.Popen[bytes]", until: float) -> tuple[bytes, bytes]:
    """What it says until it has ended, or has said too much, or its time is over."""
    assert process.stdout is not None and process.stderr is not None
    heard: dict[IO[bytes], bytes] = {process.stdout: b"", process.stderr: b""}
    with selectors.DefaultSelector() as selector:
        for stream in heard:
            selector.register(stream, selectors.EVENT_READ)
        while selector.get_map() and (left := until - monotonic()) > 0:
            for key, _ in selector.select(left):
                spoke: Any = key.fileobj
                data = os.read(key.fd, MOST)
                heard[spoke] += data
                if not data:
                    selector.unregister(spoke)
                if len(heard[spoke]) > MOST:
                    return heard[process.stdout], heard[process.stderr]
    try:
        process.wait(max(until - monotonic(), 0))
    except subprocess.TimeoutExpired:
        pass
    return heard[process.stdout], heard[process.stderr]
