"""A short-lived process is heard to its end, and ended where it says too much or takes too long."""

import os
import sys
from pathlib import Path

import pytest

from selcore.programs import brief_answer
from selcore.programs.brief_answer import BriefAnswer, ask

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="groups of processes")


def shell(words: str, seconds: float = 20) -> BriefAnswer:
    return ask(["/bin/sh", "-c", words], "/", os.environ, seconds)


def test_what_it_says_and_how_it_ends() -> None:
    assert shell("echo yes; echo no >&2; exit 3") == BriefAnswer(3, b"yes\n", b"no\n")
    assert shell("exec >&- 2>&-; exit 4").status == 4


def test_who_says_too_much_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brief_answer, "MOST", 1000)
    answer = shell("while :; do echo yes; done")
    assert answer.status is None and 1000 < len(answer.out) <= 2000


def test_who_takes_too_long_is_ended_with_its_children(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    end = os.open(tmp_path / "fifo", os.O_RDONLY | os.O_NONBLOCK)
    assert shell(f"exec 5>{tmp_path}/fifo; sleep 1000 & sleep 1000", 0.1) == BriefAnswer(None, b"", b"")
    os.set_blocking(end, True)
    assert os.read(end, 1) == b""  # waits until nobody has the other end any more
    os.close(end)


def test_what_does_not_start() -> None:
    with pytest.raises(OSError, match="No such file"):
        ask(["/nowhere/python"], "/", {}, 1)
