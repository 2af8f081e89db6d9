"""The window is built with nothing but a QApplication, and what it keeps is in the storage it is given."""

from collections.abc import Callable
from pathlib import Path

import pytest

from playground.compose import build_window
from selcore.backends import BACKENDS
from selcore.experiment.file import parse
from tests.selcore.recipes import opened, recipe
from tests.ui.conftest import nothing_is_left, open_window, warm  # noqa: F401
from tests.ui.user import User

from .shell import write


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, which must stay empty."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.chdir(home)
    return home


Open = Callable[..., User]


def test_without_storage_nothing_is_kept(open_window: Open, home: Path) -> None:  # noqa: F811
    user = open_window(storage=None)
    assert user.window.property("state") == "idle"
    user.do("fileobject.open.socketpair")
    assert len(user.names()) == 2
    user.window.close_now()
    assert list(home.iterdir()) == []


def test_nothing_outside_of_the_storage_is_written(open_window: Open, home: Path, tmp_path: Path) -> None:  # noqa: F811
    storage = tmp_path / "deep" / "storage"
    user = open_window(storage=storage)
    user.window.close_now()
    assert (storage / "settings.json").exists() and list(home.iterdir()) == []


@pytest.mark.parametrize("how", ["file", "words", "value"])
def test_an_experiment_is_opened_at_once(how: str, open_window: Open, tmp_path: Path) -> None:  # noqa: F811
    file = write(tmp_path / "one.json", opened(), title="the title")
    given = {"file": file, "words": str(file), "value": parse(recipe(opened()))}[how]
    user = open_window(experiment=given)
    user.wait_until(lambda: user.names() == ["pair.a", "pair.b"])


def test_it_begins_with_the_backend_that_is_asked_for(open_window: Open) -> None:  # noqa: F811
    assert open_window(backend="select").backend_shown() == "select"


def test_a_backend_that_is_not_here_is_the_mistake_of_whoever_asks() -> None:
    elsewhere = next(backend.id for backend in BACKENDS if backend.missing() is not None)
    with pytest.raises(ValueError, match=f"{elsewhere}: this Python has no selectors"):
        build_window(backend=elsewhere)
