"""With the probe in it a program does and says what it does and says without, to the letter of its tracebacks."""

import shutil
import sys
from pathlib import Path

import pytest

from selcore.probe import layout
from selcore.watching.facts import KeyChanged, SelectorClosed, SelectorSeen, WatchedCall

from .cases import BEGIN, DIRECT, FEW, SAME
from .probed import INTERPRETERS, Ran, plain_environment, run, starts

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what is watched is watched on Linux")


@pytest.fixture(params=INTERPRETERS)
def python(request: pytest.FixtureRequest) -> str:
    """This interpreter, and what else is in PATH. Whether it starts is asked when a test needs it: that takes long."""
    if not starts(request.param):
        pytest.skip(f"{request.param} does not start here")
    return str(request.param)


@pytest.mark.parametrize("what", FEW)
def test_it_is_the_same_as_without(what: str, tmp_path: Path) -> None:
    compare(what, tmp_path, sys.executable)


@pytest.mark.skipif(sys.version_info < (3, 11), reason="there a stand-in's frame is seen")
@pytest.mark.parametrize(
    "what", [pytest.param(one, marks=pytest.mark.heavy) if at else one for at, one in enumerate(DIRECT)]
)
def test_what_select_itself_raises_has_no_frame_of_ours(what: str, tmp_path: Path) -> None:
    compare(what, tmp_path, sys.executable)


@pytest.mark.heavy
@pytest.mark.parametrize("what", SAME)
def test_it_is_the_same_as_without_everywhere(python: str, what: str, tmp_path: Path) -> None:
    for flags in ((), ("-X", "dev", "-W", "always"), ("-O",)):
        compare(what, tmp_path, python, flags)


def compare(what: str, folder: Path, python: str, flags: tuple[str, ...] = ()) -> None:
    plain = run(folder, (SAME | DIRECT)[what], probe=False, python=python, flags=flags)
    probed = run(folder, (SAME | DIRECT)[what], python=python, flags=flags)
    assert (probed.status, probed.out, probed.err) == (plain.status, plain.out, plain.err)


def test_a_sitecustomize_of_the_programs_own_runs_too(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "sitecustomize.py").write_text("print('mine')")
    code = "import sys, selectors; print(sys.modules['sitecustomize'].__file__); selectors.DefaultSelector().select(0)"
    import subprocess

    from selcore.programs.environment import watched

    environment = watched(plain_environment(PYTHONPATH=str(tmp_path / "own")), tmp_path)
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=30)
    assert done.stdout.splitlines() == ["mine", str(tmp_path / "own" / "sitecustomize.py")]
    assert done.stderr == "" and len(list(tmp_path.glob("*.ring"))) == 1


def test_what_the_selectors_return_is_written_with_names_and_functions(tmp_path: Path) -> None:
    ran = run(
        tmp_path,
        BEGIN
        + """
def on_read(sock): pass
for name in ("EpollSelector", "PollSelector", "SelectSelector"):
    with getattr(selectors, name)() as s:
        s.register(a, selectors.EVENT_READ | selectors.EVENT_WRITE, on_read)
        s.register(b, selectors.EVENT_READ)
        a.send(b"x")
        s.select(1.5); b.recv(1)
        s.modify(a, selectors.EVENT_READ, on_read)
        s.select(0); s.unregister(b)
""",
    )
    assert (ran.status, ran.err) == (0, "")
    assert [seen.kind for seen in ran.of(SelectorSeen)] == ["EpollSelector", "PollSelector", "SelectSelector"]
    calls = ran.of(WatchedCall)
    assert [(call.backend, call.timeout) for call in calls[::2]] == [("epoll", 1.5), ("poll", 1.5), ("select", 1.5)]
    for call in calls[::2]:
        found = {(key.mask, str(key.function)) for key in call.ready}
        assert found == {(2, "on_read program.py:5"), (1, "None")}
    assert all(call.ready == () for call in calls[1::2])
    changes = [(key.events, key.function is not None) for key in ran.of(KeyChanged)]
    assert changes[:4] == [(3, True), (1, False), (1, True), (0, False)]
    assert [closed.keys for closed in ran.of(SelectorClosed)] == [1, 1, 1]


def test_many_results_of_one_call_and_calls_that_raise(tmp_path: Path) -> None:
    ran = run(
        tmp_path,
        """
import os, selectors
s, pipes = selectors.PollSelector(), [os.pipe() for _ in range(23)]
for reader, writer in pipes:
    s.register(writer, selectors.EVENT_WRITE)
assert len(s.select()) == 23
t = selectors.SelectSelector(); t.register(pipes[0][0], 1); os.close(pipes[0][0])
try: t.select(0)
except OSError: pass
""",
    )
    assert (ran.status, ran.err) == (0, "")
    many, failed = ran.of(WatchedCall)
    assert len({key.fd for key in many.ready}) == 23 and {key.mask for key in many.ready} == {2}
    assert (failed.error, failed.errno, failed.backend) == ("OSError", 9, "select")


def test_select_poll_and_epoll_used_directly_are_seen(tmp_path: Path) -> None:
    ran = run(
        tmp_path,
        BEGIN
        + """
import select
r, w, x = select.select([a], [a], [], 0.5)
assert (r, w, x) == ([], [a], [])
p = select.poll(); p.register(a, select.POLLOUT); assert p.poll(100)
with select.epoll() as e:
    e.register(b, select.EPOLLOUT); assert e.poll(1) and isinstance(e, select.epoll)
class Own:
    choose = select.select
Own().choose([], [], [], 0)
""",
    )
    assert (ran.status, ran.err) == (0, "")
    calls = ran.of(WatchedCall)
    assert [(call.backend, call.direct, len(call.ready)) for call in calls] == [
        ("select", True, 1), ("poll", True, 1), ("epoll", True, 1), ("select", True, 0),
    ]  # fmt: skip
    assert [call.timeout for call in calls] == [0.5, 0.1, 1, 0]


def test_a_forked_child_has_a_file_of_its_own_and_knows_what_it_inherited(tmp_path: Path) -> None:
    ran = run(
        tmp_path,
        BEGIN
        + """
s = selectors.DefaultSelector(); s.register(a, 2); s.select()
pid = os.fork()
s.select()
if pid: os.waitpid(pid, 0)
""",
    )
    assert (ran.status, ran.err) == (0, "") and len(set(ran.pids)) == 2
    assert [call.pid for call in ran.of(WatchedCall)].count(ran.pids[1]) == 1


def test_nothing_is_written_where_nothing_can_be(tmp_path: Path) -> None:
    """A full disk, told by the limit of a file's size: the program goes on and says nothing."""
    code = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n" + BEGIN
    code += "s = selectors.DefaultSelector(); s.register(a, 2); print(len(s.select()), len(s.select()))"
    ran = run(tmp_path, code)
    assert (ran.status, ran.out, ran.err, ran.facts) == (0, "1 1\n", "", [])


@pytest.mark.heavy
def test_turns_of_asyncio_are_named_everywhere(python: str, tmp_path: Path) -> None:
    ran = run(tmp_path, SLOW, python=python)
    assert (ran.status, ran.err) == (0, "")
    check_slow(ran)


SLOW = """
import asyncio, time
async def slow():
    await asyncio.sleep(0)
    time.sleep(0.08)
asyncio.run(slow())
"""


def check_slow(ran: Ran) -> None:
    from selcore.values.watched import Turn

    named = [turn.longest for turn in ran.of(Turn) if turn.longest is not None]
    assert any(str(one.function) == "slow program.py:3" and one.known and one.seconds > 0.07 for one in named)


def test_a_turn_of_asyncio_is_named(tmp_path: Path) -> None:
    check_slow(run(tmp_path, SLOW))


def test_the_old_python_can_read_it() -> None:
    import ast

    from tests import ROOT

    files = sorted((ROOT / "selcore" / "probe").rglob("*.py"))
    assert len(files) > 10 and layout.RECORD.size == 64
    for path in files:
        ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 9))
    assert shutil.which("python3") is not None
