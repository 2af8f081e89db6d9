"""The recording that all hostile ones are made of: the real recorder's, of what a small session does."""

from pathlib import Path

from selcore.recording.own_sentences import sentences
from selcore.values import commands as c
from tests.selcore.recorded import record

from . import recordings

COMMANDS = (
    c.Note(text="hello"),
    c.Open(kind="socketpair", name="pair"),
    c.Register(name="pair.a", events=("read",), callback="drain"),
    c.Register(name="pair.b", events=("write",)),
    c.Register(name="pair.a", events=("read",)),
    c.Select(timeout=0, during=(c.Note(text="meanwhile"),)),
    c.Send(name="pair.b", text="hello"),
    c.Run(calls=30, timeout=0),
    c.GetMap(),
    c.Receive(name="pair.a"),
)


def make_base(folder: Path) -> None:
    """Make it once in a process; the cases copy it."""
    if not recordings.BASE or not recordings.BASE[0].exists():
        path = folder / "r.sqlite"
        record(path, *COMMANDS)
        recordings.BASE[:] = [path]
        sentences()  # Python keeps what it compiles for it, which is no deed of a stranger's file
