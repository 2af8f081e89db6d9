"""Processes that were started."""

import os
import signal
import subprocess


def wait_a_moment(child: "subprocess.Popen[bytes]") -> int | None:
    """Its return code; None where it runs on."""
    try:
        return child.wait(0.5)
    except subprocess.TimeoutExpired:
        return None


def end_process(child: "subprocess.Popen[bytes]") -> None:
    """Kill it with what it has started, and reap it."""
    for stream in (child.stdin, child.stdout, child.stderr):
        if stream is not None:
            stream.close()
    if child.returncode is None:
        os.killpg(child.pid, signal.SIGKILL)  # type: ignore[attr-defined, unused-ignore]
        child.wait()
