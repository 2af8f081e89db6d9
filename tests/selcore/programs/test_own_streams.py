"""A program's streams: what it prints comes by the line, what it is told waits until it reads; nothing blocks."""

import os
import subprocess
import sys
import threading

import pytest

from selcore.programs import own_streams
from selcore.programs.output_lines import OutputLines
from selcore.programs.own_streams import OwnStreams

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="streams that never wait, as Linux has them")


def begin(code: str) -> tuple[OwnStreams, "subprocess.Popen[bytes]"]:
    streams = OwnStreams(OutputLines())
    stdin, stdout, stderr = streams.open()
    process = subprocess.Popen([sys.executable, "-c", code], stdin=stdin, stdout=stdout, stderr=stderr)
    streams.begun()
    return streams, process


def until(streams: OwnStreams, count: int) -> list[tuple[str, bool]]:
    for _ in range(5000):
        streams.look()
        if streams.lines.count >= count:
            break
        threading.Event().wait(0.002)
    return [(one.words, one.error) for one in streams.lines.since(0)[1]]


def end(streams: OwnStreams, process: "subprocess.Popen[bytes]") -> list[tuple[str, bool]]:
    process.wait(20)
    streams.close()
    return [(one.words, one.error) for one in streams.lines.since(0)[1]]


def test_what_is_printed_comes_at_once_and_what_is_sent_is_read() -> None:
    code = "import sys\nprint('one', sys.stdout.isatty())\nfor line in sys.stdin: print(line.upper(), file=sys.stderr)"
    streams, process = begin(code)
    assert until(streams, 1) == [("one True", False)]
    assert streams.send("grüße") and streams.takes_input
    assert until(streams, 3)[1:] == [("GRÜSSE", True), ("", True)]
    streams.end_input()
    assert not streams.takes_input and not streams.send("late")
    streams.look()
    end(streams, process)
    assert process.returncode == 0


def test_nothing_is_added_to_what_is_written() -> None:
    streams, process = begin("import os; os.write(1, b'a\\tb\\nc\\rd\\n\\x00e')")
    assert end(streams, process) == [("a\tb", False), ("d", False), ("\ufffde", False)]


def test_all_of_much_is_read_after_its_end() -> None:
    streams, process = begin("import sys\nfor n in range(1000): print(n, file=sys.stderr)")
    assert len(end(streams, process)) == 1000


def test_what_is_not_read_waits_and_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_streams, "WAITING", 200_000)
    streams = OwnStreams(OutputLines())
    given = streams.open()
    assert streams.send("x" * 150_000)
    streams.look()
    assert streams.send("y" * 80_000) and not streams.send("z" * 80_000)
    while os.read(given.stdin, 65536)[-1:] != b"\n":
        streams.look()
    streams.close()


def test_nobody_reads_any_more() -> None:
    streams, process = begin("pass")
    process.wait(20)
    assert streams.send("in vain")
    streams.look()
    assert not streams.takes_input
    assert end(streams, process) == []


def test_without_a_terminal_there_is_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> None:
        raise OSError("out of pty devices")

    monkeypatch.setattr(os, "openpty", none)
    streams, process = begin("print(1)")
    assert end(streams, process) == [("1", False)]
