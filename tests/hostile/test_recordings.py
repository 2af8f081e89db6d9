"""A stranger's recordings, read as the window reads them: a reason or rows, and nobody is harmed."""

from contextlib import closing
from pathlib import Path

import pytest

from selcore.history.store import Store
from selcore.recording import Playback, Recorder, Recording, UnreadableRecording, Unwritable

from .case import OPENS, REFUSED, Case, failures
from .roads import check_words
from .tapes import make_base
from .targets import TARGETS
from .watch import watching
from .watched import TAPES
from .world import World


@pytest.fixture(scope="module", autouse=True)
def base(tmp_path_factory: pytest.TempPathFactory) -> None:
    make_base(tmp_path_factory.mktemp("base"))


SOME = TAPES.quick()[::3]
"""All of them are among the heavy tests, each a test of its own."""
PARTS = 2


@pytest.mark.parametrize("part", range(PARTS))
def test_hostile_recordings(part: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert failures(SOME[part::PARTS], tmp_path, look) == {}
    assert "Traceback" not in "".join(capsys.readouterr())


OVER = ("schema-name", "schema-noise", "journal-victim", "journal-link", "wal-both", "half")


def test_one_that_is_recorded_over(tmp_path: Path) -> None:
    assert failures([case for case in TAPES if case.id in OVER], tmp_path, record_over) == {}


def record_over(case: Case, world: World) -> None:
    """It is replaced, or a reason says why not; somebody else's files stay."""
    path = case.make(world)
    assert isinstance(path, Path)
    with watching(*world.allowed) as watch:
        recorder = Recorder(path)
        try:
            recorder.start()
        except Unwritable as error:
            check_words(str(error))
        else:
            recorder.end()
            assert recorder.wait(20)
    assert watch.deeds == []
    assert world.harmed() == []


def test_what_lies_in_the_place_of_a_recording_stays(tmp_path: Path) -> None:
    assert failures(TARGETS, tmp_path, record_there) == {}


def record_there(case: Case, world: World) -> None:
    path = case.make(world)
    assert isinstance(path, Path)
    recorder = Recorder(path)
    with watching(*world.allowed) as watch, pytest.raises(Unwritable) as refused:
        recorder.start()
    check_words(str(refused.value))
    assert watch.deeds == [] and world.harmed(case.reads) == []


def look(case: Case, world: World) -> None:
    """Read it, and see what came of it."""
    path = case.make(world)
    assert isinstance(path, Path)
    left = sorted(one.name for one in world.mail.iterdir())
    with watching(*world.allowed) as watch:
        rows, reason = read(path)
    assert watch.deeds == []
    assert world.harmed(case.reads) == []
    assert sorted(one.name for one in world.mail.iterdir()) == left, "something was left beside it"
    check_words(reason)
    assert (case.comes is not REFUSED) or reason
    assert (case.comes is not OPENS) or rows and not reason, reason


def read(path: Path) -> tuple[int, str]:
    """How many rows it gives, and why there are no more."""
    try:
        recording = Recording(path)
    except UnreadableRecording as error:
        return 0, str(error)
    store = Store(10_000)
    with closing(recording):
        player = Playback(lambda: None, recording)
        player.start()
        while not player.quiet():
            store.fold(player.take())
        for row in list(store.rows)[:500]:
            str(row)
        return len(store.rows), player.problem
