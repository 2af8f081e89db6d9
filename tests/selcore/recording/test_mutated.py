"""Whatever stands in a recording, it is refused with a reason, or shown: never another exception, never for ever."""

import random
from contextlib import closing
from pathlib import Path

import pytest

from selcore.history.store import Store
from selcore.lints import make_linter
from selcore.recording import Recording, UnreadableRecording
from selcore.timeline.feed import TimelineFeed
from selcore.timeline.lanes import Lanes
from selcore.values import commands as c
from selcore.values.facts import Batch
from selcore.wording.answers import answer
from tests.selcore.driver import PAIR, READ_A, SEND_B
from tests.selcore.mutated import Mutation, Spoiler, mutations
from tests.selcore.recorded import record
from tests.selcore.recording.test_round_trip import ECHO

SOME, MORE, SEED = 40, 400, 20261130


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording with something of all that there may be."""
    path = tmp_path_factory.mktemp("mutated") / "r.sqlite"
    record(path, *VARIED)
    return path


VARIED: tuple[c.AnyCommand, ...] = (
    *(PAIR, READ_A, READ_A, SEND_B, c.Select(timeout=0), c.Run(calls=3, timeout=0), *ECHO),
    *(
        c.GetMap(),
        c.GetKey(name="pair.a"),
        c.Rename(name="pair.a", to="one"),
        c.Set(name="one", option="SO_RCVBUF", value=1),
    ),
    *(c.SoError(name="one"), c.Note(text="a note"), c.Connect(name="client", to="server"), c.Drain(name="one")),
    *(c.Select(timeout=0, during=(c.Note(text="late"),)), c.UseBackend(backend="select"), c.Close(name="client")),
    *(c.Run(calls=2, timeout=0), c.Unregister(name="one"), c.Close(name="server"), c.Select(timeout=0)),
)


def show(path: Path, grouping: bool) -> str:
    """All that a window does with it, without the window; the reason where it is refused."""
    store, feed, linter = Store(), TimelineFeed(Lanes()), make_linter()
    try:
        with closing(Recording(path)) as opened:
            batches = [Batch(objects=opened.objects())]
            for _, facts in opened.slices(grouping):
                batches.append(Batch(tuple(facts)))
    except UnreadableRecording as error:
        return str(error)
    for batch in batches:
        serial = store.next_serial
        store.fold(batch)
        feed.fold(batch, serial)
        linter.fold(batch)
    for row in store.rows:
        assert len(row.line) + len(str(answer(row.outcome) if row.outcome else "")) + len(str(row.did)) < 200_000
    return ""


def try_all(spoiler: Spoiler, chosen: list[Mutation]) -> None:
    for number, one in enumerate(chosen):
        if spoiler.spoil(one):
            try:
                show(spoiler.path, bool(number % 2))
            except Exception as error:
                raise AssertionError(f"{one}: {type(error).__name__}: {error}") from error


@pytest.mark.parametrize("seed", [SEED, *(pytest.param(SEED + n, marks=pytest.mark.heavy) for n in range(1, 31))])
def test_what_is_spoiled_is_refused_or_shown(made: Path, tmp_path: Path, seed: int) -> None:
    all_ = list(mutations(made))
    assert show(made, True) == show(made, False) == "" and len(all_) > 10_000
    try_all(Spoiler(made, tmp_path / "r.sqlite"), random.Random(seed).sample(all_, SOME if seed == SEED else MORE))
