"""A recording of a watched program, as whoever watches one writes it, without a program."""

from pathlib import Path

from selcore.recording import Recorder
from selcore.values.text import text
from selcore.values.watched import Function, Longest, ProgramWarning, ThreadDoing, Turn, WaitedFor
from selcore.watching.facts import KeyChanged, SelectorSeen, WatchedFact
from selcore.watching.recorded import WatchRecording
from tests.selcore.watching.written import MS, call, key

SERVE = Function("serve", "/nowhere/server.py", 4)
PEER = "127.0.0.1:50212"
TURNS = (
    Turn(
        *(7, 0, 1, 3, 10 * MS, 240 * MS, 2),
        Longest(SERVE, 0.229),
        (WaitedFor(5, PEER, 0.23),),
        ThreadDoing("sleeping", 0.002, 0.0),
        last=0.001,
        measured=0.229,
    ),
    Turn(*(7, 0, 1, 5, 260 * MS, 340 * MS, 9), None, (), ThreadDoing("computing", 0.07)),
)
WARNING = ProgramWarning(
    "long-turn",
    7,
    "serve server.py:4",
    text("{who} was seen", who=str(SERVE)),
    240 * MS,
    SERVE,
)
"""Its sentence is none of the program's own."""
OWN = ProgramWarning(
    "keys-left",
    7,
    PEER,
    text("{name} (fd {fd}) was closed and is still registered: unregister it before it is closed", name=PEER, fd=5),
    400 * MS,
)
FACTS: tuple[WatchedFact, ...] = (
    SelectorSeen(7, 1, "EpollSelector", 3, 1),
    KeyChanged(7, 1, 5, PEER, 1, SERVE, 1),
    call(1, 1, 10, key(5, 1, SERVE, PEER), timeout=None),
    TURNS[0],
    call(2, 240, 260, key(5, 1, SERVE, PEER), timeout=0.25000000000000006),
    TURNS[1],
    call(3, 340, 341, timeout=0.0),
)


def record_watched(path: Path, *facts: WatchedFact) -> Path:
    """These facts, else FACTS with two warnings; the program ended with status 0."""
    recorder = Recorder(path)
    recorder.start()
    made = WatchRecording(recorder, text("watched: server.py"))
    for fact in facts or FACTS:
        made.put(fact)
    for warning in (WARNING, OWN):
        made.warn(warning)
    made.end(0)
    assert recorder.wait(20) and recorder.problem is None
    return path
