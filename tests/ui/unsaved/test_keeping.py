"""What a clean end would ask about is kept while the window goes on; a clean end leaves nothing."""

import select
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer

from selcore.experiment.file import Experiment, load, save
from selcore.unsaved.kept_session import NAME, KeptSession
from selcore.values.commands import Note, Open, Register, Run
from tests.playground.shell import posix
from tests.ui.user import User
from ui.unsaved import keeping

pytestmark = posix


@pytest.fixture
def storage(tmp_path: Path) -> Path:
    return tmp_path / "storage"


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for two seconds."""
    monkeypatch.setattr(keeping, "EVERY", 0.0)
    monkeypatch.setattr(keeping, "SHARE", 0)


def kept(storage: Path) -> list[Path]:
    return sorted((storage / "unsaved").rglob(NAME))


def commands(storage: Path) -> list[str]:
    """What would be offered if the program were killed now."""
    try:
        return [type(one).__name__ for path in kept(storage) for one in load(path).commands]
    except FileNotFoundError:
        return ["it is just being removed"]


def is_kept(user: User, storage: Path, *names: str) -> None:
    """Wait until that is what would be offered, and nothing more is on its way."""
    keeps = user.window.handlers.unsaved.keeping
    user.wait_until(lambda: not keeps._jobs and commands(storage) == [*names])


def note(user: User, words: str) -> None:
    user.window.bridge.send(Note(text=words))


def test_what_is_done_is_kept_and_a_clean_end_leaves_nothing(
    open_window: Callable[..., User], storage: Path, at_once: None
) -> None:
    user = open_window()
    assert kept(storage) == []
    user.do("scenario.pair")
    is_kept(user, storage, "Open", "Register")
    note(user, "more")
    is_kept(user, storage, "Open", "Register", "Note")
    user.window.close()  # its question is answered with "discard"
    assert not (storage / "unsaved").exists()


def test_what_is_saved_needs_not_be_kept(
    open_window: Callable[..., User], storage: Path, tmp_path: Path, at_once: None
) -> None:
    user = open_window()
    user.do("scenario.pair")
    is_kept(user, storage, "Open", "Register")
    user.save(tmp_path / "saved.json")
    is_kept(user, storage)
    note(user, "more")
    is_kept(user, storage, "Open", "Register", "Note")


def test_what_only_a_file_asked_for_is_not_kept(
    open_window: Callable[..., User], storage: Path, tmp_path: Path, at_once: None
) -> None:
    path = tmp_path / "file.json"
    experiment = Experiment(format="selector-playground-experiment", version=1, commands=(Note(text="of the file"),))
    save(path, experiment)
    user = open_window(experiment=path)
    user.settle()
    assert kept(storage) == []
    note(user, "by hand")
    is_kept(user, storage, "Note", "Note")


def test_who_is_ended_from_outside_was_not_asked_and_all_is_kept(
    open_window: Callable[..., User], storage: Path
) -> None:
    user = open_window()
    user.do("scenario.pair")
    assert kept(storage) == [], "two seconds have not passed"
    user.window.close_now()
    assert commands(storage) == ["Open", "Register"]
    next_start = open_window(recover=True)
    assert next_start.label("unsaved.words").endswith(": 2 commands.")


def test_a_busy_loop_writes_nothing_but_what_is_given_in_it_is_kept(
    open_window: Callable[..., User], storage: Path, at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []
    keep = KeptSession.keep

    def counted(self: KeptSession, experiment: Experiment) -> None:
        written.append(len(experiment.commands))
        keep(self, experiment)

    monkeypatch.setattr(KeptSession, "keep", counted)
    user = open_window()
    user.spin()
    user.wait_until(lambda: commands(storage)[-1:] == ["Run"])
    before, calls = len(written), user.window.store.totals.calls
    user.wait_until(lambda: user.window.store.totals.calls > calls + 50_000)
    assert len(written) == before
    note(user, "in the loop")
    user.wait_until(lambda: "Note" in commands(storage))
    assert len(written) == before + 1
    user.do("loop.pause")


def test_a_run_that_waits_is_kept_with_all_its_calls(
    open_window: Callable[..., User], storage: Path, at_once: None
) -> None:
    user = open_window()
    for one in (
        Open(kind="tcp-listener", name="server"),
        Register(name="server", events=("read",), callback="accept", options={"then": "echo", "events": ["read"]}),
        Run(),
    ):
        user.window.bridge.send(one)
    user.wait_until(lambda: user.window.bridge.settled and user.window.bridge.state == "running")
    host, _, port = user.window.store.objects["server"].address.rpartition(":")
    with socket.create_connection((host, int(port))) as client:
        for _ in range(5):
            client.sendall(b"x")
            user.wait_until(lambda: readable(client))
            assert client.recv(9) == b"x"
        user.wait_until(lambda: last_calls(storage) == 6)
    user.do("loop.pause")


def readable(client: socket.socket) -> bool:
    return bool(select.select([client], [], [], 0)[0])


def last_calls(storage: Path) -> int:
    """How many calls the run has that would be offered."""
    try:
        (found,) = kept(storage)
        run = load(found).commands[-1]
    except (ValueError, FileNotFoundError):
        return -1  # it is just being written
    return run.calls or 0 if isinstance(run, Run) else -1


def test_it_is_written_once_in_two_seconds_however_much_is_done(
    open_window: Callable[..., User], storage: Path
) -> None:
    user = open_window()
    user.do("scenario.pair")
    timer: QTimer = user.window.handlers.unsaved.keeping._later
    assert timer.isActive() and timer.isSingleShot() and timer.interval() == keeping.EVERY * 1000 == 2000
    for number in range(5):
        note(user, str(number))
    user.settle()
    assert kept(storage) == []
    timer.start(0)
    is_kept(user, storage, "Open", "Register", *["Note"] * 5)


def test_what_takes_long_is_written_more_rarely(open_window: Callable[..., User]) -> None:
    user = open_window()
    user.window.handlers.unsaved.keeping._take(None, 3.0)
    user.do("scenario.pair")
    assert user.window.handlers.unsaved.keeping._later.interval() == 30_000


def test_a_disk_that_hangs_holds_nobody_and_is_given_one_thing(
    open_window: Callable[..., User], storage: Path, at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, goes_on = threading.Event(), threading.Event()
    keep = KeptSession.keep

    def slow(self: KeptSession, experiment: Experiment) -> None:
        asked.set()
        goes_on.wait()
        keep(self, experiment)

    monkeypatch.setattr(KeptSession, "keep", slow)
    user = open_window()
    user.do("scenario.pair")
    user.wait_until(asked.is_set)
    for number in range(3):
        note(user, str(number))
        user.settle()
    assert [one.name for one in threading.enumerate()].count("keeping") == 1 and kept(storage) == []
    goes_on.set()
    is_kept(user, storage, "Open", "Register", "Note", "Note", "Note")


def test_a_full_disk_is_said_once_and_what_was_kept_stays(
    open_window: Callable[..., User], storage: Path, at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    user = open_window()
    user.window.counts.messageChanged.connect(said.append)
    user.do("scenario.pair")
    is_kept(user, storage, "Open", "Register")

    def full(*given: object, **more: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("selcore.unsaved.kept_session.write_whole", full)
        taken: list[object] = []
        user.window.handlers.unsaved.keeping._done.connect(lambda error, seconds: taken.append(error))
        for number in range(2):
            note(user, str(number))
            user.wait_until(lambda number=number: len(taken) > number)
    about_it = [words for words in said if "cannot be kept" in words]
    assert about_it == [
        "What is done here would be lost if the program were killed: it cannot be kept. "
        "OSError: [Errno 28] No space left on device"
    ]
    assert commands(storage) == ["Open", "Register"]
    note(user, "there is room again")
    is_kept(user, storage, "Open", "Register", *["Note"] * 3)


def test_where_nothing_can_be_locked_that_is_said_and_not_tried_again(
    open_window: Callable[..., User], storage: Path, at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("selcore.files.private_folder.locks", lambda: None)
    tried: list[Experiment] = []
    keep = KeptSession.keep

    def counted(self: KeptSession, experiment: Experiment) -> None:
        tried.append(experiment)
        keep(self, experiment)

    monkeypatch.setattr(KeptSession, "keep", counted)
    user = open_window()
    user.do("scenario.pair")
    user.wait_until(lambda: "no file can be locked there" in user.window.counts.currentMessage())
    note(user, "more")
    user.settle()
    assert len(tried) == 1 and list((storage / "unsaved").iterdir()) == []


def test_what_was_done_by_hand_while_an_experiment_plays_is_kept_too(
    open_window: Callable[..., User], storage: Path, tmp_path: Path, at_once: None
) -> None:
    """A save would leave it out, and ask at the end."""
    path = tmp_path / "file.json"
    save(
        path,
        Experiment(
            format="selector-playground-experiment", version=1, commands=(Note(text="first"), Note(text="second"))
        ),
    )
    user = open_window(experiment=path)
    user.do("experiment.from-start")
    user.do("experiment.step")
    note(user, "by hand")
    is_kept(user, storage, "Note", "Note", "Note")
    (file,) = kept(storage)
    assert [one.text for one in load(file).commands] == ["first", "by hand", "second"]  # type: ignore[union-attr]


def test_what_was_done_with_a_worker_that_died_is_offered_at_the_next_start(
    open_window: Callable[..., User], storage: Path, at_once: None
) -> None:
    user = open_window()
    user.do("scenario.pair")
    is_kept(user, storage, "Open", "Register")
    user.window.handlers.experiments.restart()
    user.settle()
    user.window.close()
    assert commands(storage) == ["Open", "Register"]
    assert open_window(recover=True).label("unsaved.words").endswith(": 2 commands.")
