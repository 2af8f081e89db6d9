"""A stranger's files in the window: dropped, opened, or found as settings. The cases are those of ``tests/hostile``."""

import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QTextBrowser

from selcore.values.commands import MOST_BYTES
from tests.hostile.case import ASKS, OPENS, REFUSED, Case, case_file, failures
from tests.hostile.drops import DROPS
from tests.hostile.experiments import FORM
from tests.hostile.playing import ODD
from tests.hostile.settings import SETTINGS
from tests.hostile.tapes import make_base
from tests.hostile.targets import TARGETS
from tests.hostile.watch import watching
from tests.hostile.watched import TAPES
from tests.hostile.windows import Asked, drop, faults
from tests.hostile.world import World
from tests.ui.user import User
from ui.settings.preferences import Preferences

SHOWN = ("markup-names", "markup-objects", "template-effect", "long-address", "fd-max", "opened-5", "counts-words")
WATCHED = ("watch-markup", "watch-file")
PLAYED = ("note-escapes", "register-data", "timeouts-long", "bad-float-feed")
DROPPED = ("nul", "bytes", "root", "name-markup", "three", "json-bad", "json-fifo", "process", "experiments", "journal")
STARTED = ("layout-noise", "recent-one")
"""Cases of each run; the heavy tests have all."""


def some(family: list[Case], ids: tuple[str, ...]) -> list[Case]:
    found = [case for case in family if case.id in ids]
    assert len(found) == len(ids)
    return found


@pytest.fixture(scope="module", autouse=True)
def base(tmp_path_factory: pytest.TempPathFactory) -> None:
    make_base(tmp_path_factory.mktemp("base"))


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    (tmp_path / "world").mkdir()
    with World(tmp_path / "world") as made:
        monkeypatch.setattr(tempfile, "tempdir", str(made.temp))
        yield made


@pytest.fixture
def asked(user: User, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Whoever sits there allows nothing."""
    asked = Asked()
    monkeypatch.setattr(user.window.questions, "answers", asked)
    return asked


def see(user: User, world: World, case: Case, asked: Asked, act: Callable[[], object]) -> None:
    """Do it in the window, and look at what came of it."""
    storage = user.window.preferences.folder
    with watching(*world.allowed, *([storage] if storage else [])) as watch:
        act()
        user.settle()
        if case.comes is ASKS:
            user.wait_until(lambda: bool(asked.said("experiment.trust")))
        elif case.comes is REFUSED:
            user.wait_until(lambda: bool(asked.said("say") or user.label("recording.words")))
        elif case.comes is OPENS:
            user.wait_until(lambda: bool(user.names() or user.history.model().rowCount()))
        user.settle()
    assert [deed for deed in watch.deeds if not (case.may and re.search(case.may, deed))] == []
    assert world.harmed(case.reads) == []
    assert faults(user.window) == []
    if case.comes is ASKS:
        assert user.names() == []


@pytest.mark.parametrize("case", some(DROPS, DROPPED), ids=lambda case: case.id)
def test_a_hostile_drop(case: Case, user: User, asked: Asked, world: World) -> None:
    urls = case.make(world)
    see(user, world, case, asked, lambda: drop(user.window, urls))


@pytest.mark.parametrize("case", some(TAPES, SHOWN), ids=lambda case: case.id)
def test_a_hostile_recording(case: Case, user: User, asked: Asked, world: World) -> None:
    path = case.make(world)
    see(user, world, case, asked, lambda: user.window.handlers.experiments.open_recent(path))


@pytest.mark.parametrize("case", some(TAPES, WATCHED), ids=lambda case: case.id)
def test_a_hostile_turn_that_is_chosen(case: Case, user: User, asked: Asked, world: World) -> None:
    """Why tells it whole, and looks into no file that it names."""

    def choose() -> None:
        user.window.handlers.experiments.open_recent(case.make(world))
        user.wait_until(lambda: user.window.late["turns"].model.count == 1)
        panel = user.window.late["turns"]
        panel.table.clicked.emit(panel.in_sight.index(0, 0))

    see(user, world, case, asked, choose)
    assert "held the loop" in user.find(QTextBrowser, "why").toPlainText()


@pytest.mark.parametrize("case", some(FORM + ODD, PLAYED), ids=lambda case: case.id)
def test_a_hostile_experiment(case: Case, user: User, asked: Asked, world: World) -> None:
    path = case_file(case, world)
    see(user, world, case, asked, lambda: user.window.handlers.experiments.open_recent(path))


@pytest.mark.parametrize("case", TARGETS, ids=lambda case: case.id)
def test_saving_replaces_nothing_that_was_put_there_meanwhile(
    case: Case, user: User, asked: Asked, world: World
) -> None:
    """The document's own file had that name; who may write to the folder has put another thing there since."""
    path = case.make(world)
    assert isinstance(path, Path)
    user.do("scenario.pair")
    user.window.document.path = path
    with watching(*world.allowed) as watch:
        user.do("experiment.save")
    assert asked.said("say") and user.window.isWindowModified() and watch.deeds == []
    assert world.harmed(case.reads) == [] and faults(user.window) == []
    for dialog in user.window.findChildren(QFileDialog, "experiment.target"):
        dialog.reject()


def test_hostile_settings_are_read_as_something(tmp_path: Path) -> None:
    assert failures(SETTINGS.quick(), tmp_path, read_settings) == {}


def read_settings(case: Case, world: World) -> None:
    case.make(world)
    said: list[str] = []
    with watching(*world.allowed) as watch:
        kept = Preferences(world.storage, said.append)
        assert kept.theme in ("system", "light", "dark")
        assert 1000 <= kept.capacity <= 5_000_000
        assert 1 <= kept.receive_size <= MOST_BYTES
        assert 0 <= kept.longest_wait <= 86_400
        assert len(kept.recent) <= 8 and len(kept.filters) <= 20
        assert all(isinstance(one, str) for one in kept.recent + kept.filters)
        assert case.id != "recent-one" or kept.recent == ["/tmp/a.selector.json"]
        kept.add_recent(world.mail / "x")
        kept.flush()
    assert watch.deeds == [] and len(said) <= 2 and all(len(words) < 1000 for words in said)
    assert str(world.mail / "x") in kept.recent
    assert world.harmed(case.reads) == []


@pytest.mark.parametrize("case", some(SETTINGS, STARTED), ids=lambda case: case.id)
def test_a_window_starts_with_hostile_settings(case: Case, open_window: Callable[..., User], world: World) -> None:
    case.make(world)
    asked = Asked()
    user = open_window(storage=world.storage, ask=asked)
    user.settle()
    assert faults(user.window) == [] and asked.all == []
    user.window.close_now()
    assert world.harmed() == []


def test_a_screen_reader_is_told_what_cannot_be_seen(user: User, tmp_path: Path) -> None:
    path = str(tmp_path / "\u202egnp.exe")
    user.window.handlers.opening.open("unix-listener", path=path)
    user.settle()
    views = [user.find(QAbstractItemView, name).model() for name in ("fileobjects", "history")]
    heard = [
        words
        for model in views
        for column in range(model.columnCount())
        if (words := model.index(0, column).data(Qt.ItemDataRole.AccessibleTextRole)) and "gnp" in words
    ]
    assert len(heard) > 1 and all("\\u202egnp" in words for words in heard)
