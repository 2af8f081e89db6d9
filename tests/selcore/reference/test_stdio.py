"""The standard streams, as experiments in a session of a program that was started with these."""

import io
import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from selcore.reference import ASKED, load
from selcore.session.session import Session
from selcore.values import commands as c
from tests.selcore.reference.replay import Recipe, expected, observe

from .test_states import assert_same
from .world import fact

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="measured on Linux")


def tty(stack: ExitStack, typed: bytes = b"") -> int:
    master, slave = os.openpty()
    stack.callback(os.close, master)
    os.write(master, typed)
    return slave


def pipe(stack: ExitStack, write: bool, data: bytes = b"") -> int:
    reader, writer = os.pipe()
    os.write(writer, data)
    stack.callback(os.close, reader if write else writer)
    return writer if write else reader


def of(fd: int, mode: str) -> Any:
    return open(fd, mode)  # noqa: PTH123


Maker = Callable[[ExitStack, Path], Any]
STREAMS: dict[str, Maker] = {
    "stdio / stdin = tty, idle": lambda stack, folder: of(tty(stack), "r"),
    "stdio / stdin = tty, line typed": lambda stack, folder: of(tty(stack, b"line\n"), "r"),
    "stdio / stdin = pipe, empty": lambda stack, folder: of(pipe(stack, False), "r"),
    "stdio / stdin = pipe, data": lambda stack, folder: of(pipe(stack, False, b"x"), "r"),
    "stdio / stdin = regular file": lambda stack, folder: (folder / "file").open("w+"),
    "stdio / stdin = /dev/null": lambda stack, folder: Path(os.devnull).open(),
    "stdio / sys.stdin is None (pythonw / closed fd 0)": lambda stack, folder: None,
    "stdio / sys.stdin replaced by StringIO (IDE, pytest)": lambda stack, folder: io.StringIO(),
}
for name in ("stdout", "stderr"):
    STREAMS |= {
        # All three were one terminal, at which a line had been typed: hence READ.
        f"stdio / {name} = tty": lambda stack, folder: of(tty(stack, b"line\n"), "w"),
        f"stdio / {name} = pipe": lambda stack, folder: of(pipe(stack, True), "w"),
        f"stdio / {name} = file": lambda stack, folder: (folder / "file").open("w"),
        f"stdio / {name} = /dev/null": lambda stack, folder: Path(os.devnull).open("w"),
    }


@fact(*STREAMS)
@pytest.mark.parametrize("id", STREAMS)
def test_it_answers_as_recorded(id: str, backend: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = next(name for name in ("stdin", "stdout", "stderr") if name in id)
    recipe = Recipe(id, name, (c.Open(kind=name, name=name),))
    for asked in ASKED:
        with ExitStack() as stack, monkeypatch.context() as patch:
            stream = STREAMS[id](stack, tmp_path)
            if stream is not None:
                stack.callback(stream.close)
            patch.setattr(sys, name, stream)
            session = Session(backend)
            stack.callback(session.close)
            answer = observe(session, recipe, asked, tmp_path)
        assert_same(answer, expected(load().state(id), backend, asked), asked)
