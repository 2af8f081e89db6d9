"""A process that takes case after case; one that hangs is ended, which fails the case, and another takes the next."""

import json
import os
import select
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests import ROOT

from .world import World

PATIENCE = 120.0
"""Seconds after which a case hangs."""


class Child:
    """``kind``: ``run`` or ``window``. Its home is a folder of its own."""

    def __init__(self, kind: str, folder: Path):
        self._kind, self._folder = kind, folder
        self._process: subprocess.Popen[bytes] | None = self._start()

    def take(self, road: str, made: Any, world: World) -> dict[str, Any]:
        """What the child knows of it, with what it said (``out``, ``err``). Raises AssertionError where it hangs."""
        process = self._process = self._process or self._start()
        assert process.stdin is not None
        words = json.dumps({"road": road, "folder": str(world.folder), "made": made})
        os.write(process.stdin.fileno(), words.encode() + b"\n")
        if not select.select([self._answers], [], [], PATIENCE)[0]:
            self.end()
            raise AssertionError(f"it hangs: nothing for {PATIENCE:.0f} s")
        line = self._answers.readline()
        if not line:
            status = process.wait()
            said = self._err.read()
            self.end()
            raise AssertionError(f"it ended with {status}: {said[-3000:]}")
        known: dict[str, Any] = json.loads(line)
        return known | {"out": self._out.read(), "err": self._err.read()}

    def _start(self) -> "subprocess.Popen[bytes]":
        home = str(self._folder)
        names = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")
        environment = os.environ | dict.fromkeys(names, home) | {"QT_QPA_PLATFORM": "offscreen"}
        out, err = self._folder / "out", self._folder / "err"
        reads, writes = os.pipe()
        with out.open("wb") as to, err.open("wb") as errors:
            words = [sys.executable, "-m", "tests.hostile.child", self._kind, str(writes)]
            process = subprocess.Popen(
                words, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=to, stderr=errors, pass_fds=[writes]
            )
        os.close(writes)
        self._answers = open(reads)  # noqa: PTH123
        self._out, self._err = out.open(errors="replace"), err.open(errors="replace")
        return process

    def end(self) -> None:
        """Idempotent."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        assert self._process.stdin is not None
        for file in (self._process.stdin, self._answers, self._out, self._err):
            file.close()
        self._process = None
