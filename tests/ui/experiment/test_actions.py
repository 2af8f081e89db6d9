"""An experiment is played by the step, up to a command, and again from an empty world: with keys, menus and buttons."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDockWidget, QLabel, QMenu, QTableView, QWidget

from selcore.experiment.file import load, save
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.commands import AnyCommand
from tests.ui.bridge.test_sequence import experiment
from tests.ui.session.test_origin import Asked, gone_after, show_recording, toucher
from tests.ui.user import ROLE, User, rows
from ui.actions.conditions import Requirement
from ui.actions.reasons import reason

HALF: tuple[AnyCommand, ...] = (
    c.Note(text="Two bytes come, and one is read."),
    c.Open(kind="socketpair", name="pair"),
    c.Register(name="pair.a", events=("read",)),
    c.Send(name="pair.b", text="hi"),
    c.Select(timeout=0),
    c.Receive(name="pair.a", size=1),
    c.Select(timeout=0),
)


class Answers:
    """Questions are answered with what is said here, by their ids."""

    def __init__(self, user: User, monkeypatch: pytest.MonkeyPatch):
        self.asked: list[str] = []
        self.answers: dict[str, str] = {}
        monkeypatch.setattr(user.window.questions, "answers", self._answer)

    def _answer(self, id: str, words: str, choices: list[str]) -> str:
        self.asked.append(id)
        return self.answers.get(id, "discard" if "discard" in choices else choices[0])


@pytest.fixture
def answers(user: User, monkeypatch: pytest.MonkeyPatch) -> Answers:
    return Answers(user, monkeypatch)


def opened(user: User, *commands: AnyCommand) -> QTableView:
    """Opened and paused at the first command; its list."""
    if not user.action("experiment.open-paused").isChecked():
        user.do("experiment.open-paused")
    user.window.handlers.experiments.open_experiment(experiment(*(commands or HALF)))
    user.settle()
    return steps(user)


def steps(user: User) -> QTableView:
    found: QTableView = user.find(QTableView, "experiment")
    return found


def states(user: User) -> list[str]:
    return [row["answer"] for row in rows(steps(user))]


def choose(user: User, row: int) -> None:
    """Click a command of the list."""
    view = steps(user)
    at = view.model().index(row, 1)
    view.scrollTo(at)
    user.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(at).center())
    user.settle()


def choose_row(user: User, row: int) -> None:
    """Click a row of the history."""
    at = user.history.model().index(row, 2)
    user.history.scrollTo(at)
    user.qtbot.mouseClick(user.history.viewport(), Qt.MouseButton.LeftButton, pos=user.history.visualRect(at).center())
    user.settle()


def chosen(user: User) -> int:
    return steps(user).currentIndex().row()


def why_not(user: User, id: str) -> str | None:
    """Why it cannot be done now, as the palette says it."""
    hindrance = user.window.action_table.situation().hindrance(Requirement.of(user.action(id).data()))
    return None if hindrance is None else reason(hindrance)


def test_it_opens_paused_and_a_key_plays_one_command(user: User) -> None:
    dock: QDockWidget = user.find(QDockWidget, "dock.experiment")
    assert not dock.isVisible() and why_not(user, "experiment.step") == "no experiment is open"
    opened(user)
    assert dock.isVisible() and user.names() == [] and user.rows() == []
    assert states(user) == ["next", *["later"] * 6]
    QTest.keyClick(user.window, Qt.Key.Key_F8)
    QTest.keyClick(user.window, Qt.Key.Key_F8)  # the first is still being played: it is no longer pressed twice
    user.settle()
    for _ in range(4):
        user.do("experiment.step")
    assert user.results() == [("pair.a", ["read"])]
    assert states(user)[:5] == ["done"] * 5 and "next" in states(user)
    assert not user.window.isWindowModified()
    user.do("experiment.new")
    assert not dock.isVisible() and steps(user).model().rowCount() == 0


def test_it_plays_at_once_where_nobody_wants_it_paused(user: User) -> None:
    user.window.handlers.experiments.open_experiment(experiment(*HALF))
    user.settle()
    assert states(user) == ["done"] * 7
    assert why_not(user, "experiment.step") == "the experiment has been played to its end"
    assert user.label("experiment.words") == "All 7 commands played"


def test_whether_it_opens_paused_is_kept_and_is_so_of_every_way_to_open(user: User, tmp_path: Path) -> None:
    path = tmp_path / "half.json"
    save(path, experiment(*HALF))
    user.do("experiment.open-paused")
    assert user.window.preferences.opens_paused
    user.window.handlers.experiments.open_recent(path)
    user.wait_until(lambda: steps(user).model().rowCount() == 7)
    user.settle()
    user.do("example.half-read")
    assert user.rows() == [] and states(user)[0] == "next"
    user.do("experiment.open-paused")
    assert not user.window.preferences.opens_paused


def test_run_to_here_plays_the_chosen_command_too(user: User) -> None:
    opened(user)
    assert not user.action("experiment.run-to").isEnabled()
    choose(user, 3)
    user.click("button.experiment.run-to")
    assert states(user) == [*["done"] * 4, "next", "later", "later"] and len(user.rows()) == 4
    assert (
        why_not(user, "experiment.run-to") == "no command that is still to come is chosen in the list of the experiment"
    )
    user.click("button.experiment.play")
    assert states(user) == ["done"] * 7


def test_again_up_to_here_is_a_new_world_played_to_that_command(user: User) -> None:
    opened(user)
    user.do("experiment.play")
    fds = [row["fd"] for row in user.objects()]
    choose(user, 3)
    user.click("button.experiment.again")
    assert states(user) == [*["done"] * 4, "next", "later", "later"]
    assert [row["fd"] for row in user.objects()] == fds and user.results() == []
    user.do("experiment.step")
    assert user.results() == [("pair.a", ["read"])] and user.column("call")[-1] == 1
    user.do("experiment.back")
    assert states(user).index("next") == 4
    user.do("experiment.from-start")
    assert states(user)[0] == "next" and user.names() == [] and user.rows() == []
    assert why_not(user, "experiment.back") == "nothing of the experiment has been played"


def test_what_is_chosen_in_the_history_is_chosen_in_the_list_and_the_other_way_round(user: User) -> None:
    opened(user)
    user.do("experiment.play")
    choose_row(user, 4)
    assert chosen(user) == 4
    choose(user, 3)
    assert user.history.currentIndex().row() == 3
    choose_row(user, 1)
    user.do("experiment.again")
    assert states(user).index("next") == 2


def test_what_was_done_by_hand_is_played_again_from_a_row_and_nothing_is_lost(user: User, answers: Answers) -> None:
    assert why_not(user, "experiment.again") == "no row of the history and no command of an experiment is chosen"
    user.do("scenario.pair")
    user.select("pair.b")
    user.type("send", "hello")
    user.do("fileobject.send")
    user.timeout("0")
    user.do("call.step")
    user.do("call.step")
    choose_row(user, 3)
    user.window.handlers.filters.show_menu(user.history.visualRect(user.history.currentIndex()).center())
    menu: QMenu = user.find(QMenu, "menu.history")
    assert user.action("experiment.again") in menu.actions()
    menu.close()
    user.do("experiment.again")
    assert user.results() == [("pair.a", ["read"])] and states(user) == [*["done"] * 4, "next"]
    assert user.window.isWindowModified() and answers.asked == []
    assert user.label("experiment.title") == "What was done here"
    user.do("experiment.step")
    assert [row["call"] for row in user.rows()][3:] == [1, 2] and user.window.isWindowModified()


def test_what_was_done_by_hand_meanwhile_is_asked_about(user: User, answers: Answers) -> None:
    opened(user)
    choose(user, 3)
    user.do("experiment.run-to")
    user.window.bridge.send(c.Send(name="pair.b", text="by hand"))
    user.settle()
    answers.answers["experiment.again"] = "cancel"
    user.do("experiment.back")
    assert len(user.rows()) == 5 and answers.asked == ["experiment.again"]
    answers.answers["experiment.again"] = "keep"
    choose(user, 5)  # still to come: by then what was done by hand has been done too
    user.do("experiment.again")
    assert steps(user).model().rowCount() == 8 and states(user).index("next") == 7
    assert [row["object"] for row in user.rows()][3:5] == ["pair.b", "pair.b"]
    assert user.window.isWindowModified()
    user.do("experiment.back")  # it is of the list now
    assert states(user).index("next") == 6 and answers.asked == ["experiment.again"] * 2
    user.window.bridge.send(c.Send(name="pair.b", text="once more"))
    user.settle()
    answers.answers["experiment.again"] = "leave"
    user.do("experiment.back")
    assert steps(user).model().rowCount() == 8 and states(user).index("next") == 5


def test_a_row_done_by_hand_is_played_again_with_all_before_it_and_the_rest_follows(
    user: User, answers: Answers
) -> None:
    opened(user)
    choose(user, 2)
    user.do("experiment.run-to")
    user.window.bridge.send(c.Send(name="pair.b", text="by hand"))
    user.settle()
    user.do("experiment.step")
    choose_row(user, 3)
    assert chosen(user) == -1 or states(user)[chosen(user)] != "next"
    user.do("experiment.again")
    assert answers.asked == [] and len(user.rows()) == 4 and states(user).index("next") == 4
    user.do("experiment.play")
    assert len(user.rows()) == 8


def test_what_waits_is_seen_and_ended_and_what_is_refused_is_said(user: User) -> None:
    opened(user, *HALF[1:3], c.Register(name="nobody", events=("read",)), c.Select(timeout=None), c.Note(text="end"))
    user.action("experiment.play").trigger()
    user.wait_for("waiting")
    user.settle()
    assert states(user) == ["done", "done", "refused", "waits", "later"]
    assert "Stop waiting (Esc)" in user.label("experiment.words")
    assert why_not(user, "experiment.step") == "a command of the experiment is being played"
    shown = steps(user).model()
    assert shown.index(2, 3).data().startswith("UnknownName") and shown.index(3, 3).data() == "waiting …"
    QTest.keyClick(user.window, Qt.Key.Key_Escape)
    user.wait_until(lambda: states(user)[-1] == "done")
    user.settle()
    assert states(user)[3] == "stopped"


def test_pause_is_the_same_button_and_key_as_play(user: User) -> None:
    opened(user, *HALF[1:3], c.Select(timeout=None), c.Note(text="one"), c.Note(text="two"))
    user.action("experiment.play").trigger()
    user.wait_for("waiting")
    user.settle()
    assert user.action("experiment.pause").isEnabled() and not user.action("experiment.play").isEnabled()
    user.click("button.experiment.play")
    assert "Pauses after command 3" in user.label("experiment.words") or user.window.property("state") == "waiting"
    assert user.window.property("state") == "waiting" and not user.action("experiment.pause").isEnabled()
    user.action("call.stop").trigger()
    user.wait_for("idle")
    user.settle()
    assert states(user) == ["done", "done", "stopped", "next", "later"]


# Nothing is allowed by it that was not allowed before.


@pytest.fixture
def asked(user: User, monkeypatch: pytest.MonkeyPatch) -> Asked:
    return Asked(user, monkeypatch)


def test_a_recording_is_played_again_only_when_that_is_allowed(user: User, asked: Asked, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    show_recording(user, tmp_path / "r.sqlite", toucher(mark), c.Wait(name="p"))
    assert gone_after(mark)
    choose_row(user, 1)
    user.do("experiment.again")
    assert len(asked.words) == 1 and f"touch {mark}" in asked.words[0] and not mark.exists()
    assert user.window.bridge.playback is not None
    asked.answer = "allow"
    user.do("experiment.again")
    user.wait_until(lambda: user.window.bridge.playback is None and not user.window.context.stepper.waits)
    user.settle()
    assert gone_after(mark) and len(asked.words) == 2
    user.do("experiment.from-start")  # it was allowed, and is the same
    assert len(asked.words) == 2 and not mark.exists()


def test_what_was_allowed_when_it_was_opened_is_not_asked_for_again(user: User, asked: Asked, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    asked.answer = "allow"
    opened(user, toucher(mark), c.Wait(name="p"))
    assert len(asked.words) == 1 and not mark.exists()
    user.do("experiment.play")
    assert gone_after(mark)
    user.do("experiment.from-start")
    assert len(asked.words) == 1 and not mark.exists()


def test_a_recording_that_is_being_made_ends_only_by_consent(user: User, answers: Answers, tmp_path: Path) -> None:
    opened(user)
    user.do("experiment.step")
    user.window.handlers.recordings.start(tmp_path / "r.sqlite")
    user.wait_until(lambda: user.window.panels.badge.recorder is not None)
    answers.answers["recording.ends"] = "cancel"
    user.do("experiment.from-start")
    assert answers.asked == ["recording.ends"] and len(user.rows()) == 1
    answers.answers["recording.ends"] = "end"
    user.do("experiment.from-start")
    assert user.rows() == []
    user.wait_until(lambda: user.window.panels.badge.recorder is None)


# What is saved.


def test_half_way_the_whole_is_saved_with_what_was_done_by_hand_at_its_place(
    user: User, answers: Answers, tmp_path: Path
) -> None:
    opened(user)
    user.do("experiment.step")
    assert user.save(tmp_path / "a.json")
    assert load(tmp_path / "a.json").commands == HALF
    choose(user, 3)
    user.do("experiment.run-to")
    by_hand = c.Send(name="pair.b", text="by hand")
    user.window.bridge.send(by_hand)
    user.settle()
    assert user.window.isWindowModified()
    assert user.save(tmp_path / "b.json")
    assert load(tmp_path / "b.json").commands == (*HALF[:4], by_hand, *HALF[4:])
    assert not user.window.isWindowModified()
    user.do("experiment.play")
    assert not user.window.isWindowModified()


def test_thousands_of_commands_are_listed_at_once_and_stepped_through(user: User) -> None:
    opened(user, *HALF, *[c.Select(timeout=0) for _ in range(4500)])
    view = steps(user)
    assert view.model().rowCount() == 4507
    choose(user, 1200)
    user.action("experiment.run-to").trigger()
    user.wait_until(lambda: user.window.context.stepper.place == 1201)
    user.settle()
    assert view.model().index(1201, 3).data(ROLE) == "next"
    at = view.visualRect(view.model().index(1201, 1))
    assert view.viewport().rect().contains(at)


def test_the_keyboard_reaches_all_of_it_and_names_are_spoken(user: User) -> None:
    opened(user)
    chain = user.window.late["experiment"].focus_chain()
    assert [widget.objectName() for widget in chain] == [
        "experiment",
        *(f"button.experiment.{id}" for id in ("run-to", "again", "from-start", "back", "step", "play")),
    ]
    assert all(widget.accessibleName() for widget in chain)
    assert all(widget.focusPolicy() & Qt.FocusPolicy.TabFocus for widget in chain)
    chain[0].setFocus()
    QTest.keyClick(chain[0], Qt.Key.Key_Down)
    QTest.keyClick(chain[0], Qt.Key.Key_Down)
    user.settle()
    QTest.keyClick(chain[0], Qt.Key.Key_F8, Qt.KeyboardModifier.ControlModifier)
    user.settle()
    assert len(user.rows()) == chosen(user) + 1
    spoken = steps(user).model().index(chosen(user) + 1, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "the next" in spoken and user.find(QLabel, "experiment.words").text().startswith("3 of 7")
    assert isinstance(user.window.focusWidget(), QWidget)


def test_what_a_worker_did_that_died_is_played_again_until_another_takes_its_place(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    user.do("scenario.pair")
    with monkeypatch.context() as broken:
        broken.setattr(Session, "apply", lambda *_: 1 / 0)
        user.window.bridge.send(c.Note(text="x"))
        user.wait_for("dead")
    choose_row(user, 0)
    assert user.action("experiment.again").isEnabled() and not user.action("experiment.step").isEnabled()
    user.window.actions_by_id["worker.restart"].trigger()
    user.wait_for("idle")
    user.settle()
    choose_row(user, 1)
    assert not user.action("experiment.again").isEnabled(), "that row is not of this session"
    user.do("fileobject.open.pipe")
    choose_row(user, len(user.rows()) - 1)
    user.do("experiment.again")
    assert user.names() == ["pipe.r", "pipe.w"]


def test_again_up_to_a_call_of_a_run_stops_at_that_call(user: User, answers: Answers) -> None:
    opened(user, c.Open(kind="pipe", name="p"), c.Run(calls=3, timeout=0), c.Note(text="end"))
    user.do("history.group")  # each call is a row
    user.do("experiment.play")
    calls = [place for place, row in enumerate(user.rows()) if row["call"] is not None]
    assert [user.rows()[place]["call"] for place in calls] == [1, 2, 3]
    choose_row(user, calls[1])
    user.do("experiment.again")
    assert [row["call"] for row in user.rows() if row["call"] is not None] == [1, 2]
    user.do("experiment.play")
    assert [row["call"] for row in user.rows() if row["call"] is not None] == [1, 2, 3] and answers.asked == []


def test_so_does_a_run_that_was_made_by_hand(user: User, answers: Answers) -> None:
    user.do("history.group")
    user.window.bridge.send(c.Open(kind="pipe", name="p"), c.Select(timeout=0), c.Run(calls=3, timeout=0))
    user.settle()
    choose_row(user, next(place for place, row in enumerate(user.rows()) if row["call"] == 3))
    user.do("experiment.again")
    assert [row["call"] for row in user.rows() if row["call"] is not None] == [1, 2, 3]
    user.do("experiment.play")
    assert [row["call"] for row in user.rows() if row["call"] is not None] == [1, 2, 3, 4]
