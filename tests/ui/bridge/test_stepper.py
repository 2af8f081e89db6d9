"""An experiment is played as far as it is asked for: what came of each command is kept under its number."""

from selcore.experiment.file import Experiment
from selcore.values import commands as c
from selcore.values.commands import AnyCommand
from tests.ui.bridge.test_sequence import PAIR, experiment
from tests.ui.user import User
from ui.bridge.stepper import Stepper


def listed(user: User, *commands: AnyCommand) -> Stepper:
    """Opened, and paused at the first command."""
    found: Experiment = experiment(*commands)
    user.window.preferences.opens_paused = True
    user.window.handlers.experiments.open_experiment(found)
    user.settle()
    return user.window.context.stepper


def hows(stepper: Stepper) -> list[str | None]:
    replies = [stepper.reply(number) for number in range(len(stepper.commands))]
    return [None if one is None else one.how for one in replies]


def test_a_step_plays_one_command_and_a_refusal_is_an_answer(user: User) -> None:
    stepper = listed(user, *PAIR, c.Register(name="nobody", events=("read",)), c.Select(timeout=0))
    assert stepper.place == 0 and user.rows() == [] and not stepper.waits and user.window.document.is_playing
    stepper.step()
    user.settle()
    assert stepper.place == 1 and user.names() == ["pair.a", "pair.b"]
    stepper.play(3)
    user.settle()
    assert hows(stepper) == ["done", "done", "refused", None] and not stepper.is_at_end
    stepper.play()
    user.settle()
    assert stepper.is_at_end and not user.window.document.is_playing and stepper.rest() == ()
    found = stepper.reply(3)
    assert found is not None and str(found.words) == "pair.a WRITE" and stepper.number_of(found.step) == 3
    assert stepper.number_of(99) is None


def test_it_pauses_in_the_middle_of_thousands_and_nothing_is_played_twice(user: User) -> None:
    calls = [c.Select(timeout=0) for _ in range(2000)]
    stepper = listed(user, *PAIR, *calls)
    stepper.play()
    user.wait_until(lambda: stepper.place > 600)
    assert stepper.goes_on
    stepper.pause()
    user.wait_until(lambda: not stepper.waits)
    user.settle()
    place = stepper.place
    assert 600 < place < 2002 and not stepper.goes_on and len(user.column("call")) == place
    stepper.play()
    user.wait_until(lambda: stepper.is_at_end)
    user.settle()
    assert user.column("call")[2:] == list(range(1, 2001)) and set(hows(stepper)) == {"done"}


def test_a_pause_does_not_wait_for_the_pace_nor_end_a_call_that_waits(user: User) -> None:
    stepper = listed(user, *PAIR, *[c.Select(timeout=0) for _ in range(3)], c.Select(timeout=None))
    user.window.bridge.adjust(0.001, True)
    stepper.play()
    user.wait_until(lambda: stepper.place == 3)
    stepper.pause()
    user.wait_until(lambda: not stepper.waits)
    assert stepper.place == 3
    user.window.bridge.adjust(None, True)
    user.window.bridge.send(c.Unregister(name="pair.a"))
    user.settle()
    stepper.play()
    user.wait_for("waiting")
    user.settle()
    stepper.pause()
    user.settle()
    assert user.window.property("state") == "waiting" and stepper.waits and stepper.place == 5
    user.action("call.stop").trigger()
    user.wait_until(lambda: stepper.is_at_end)
    assert hows(stepper)[-1] == "stopped"
    user.settle()


def test_what_is_given_during_a_call_is_answered_under_it(user: User) -> None:
    during = c.Send(name="pair.b", text="x"), c.Send(name="nobody", text="x")
    pair = c.Open(kind="socketpair", name="pair"), c.Register(name="pair.a", events=("read",))
    stepper = listed(user, *pair, c.Select(timeout=None, during=during))
    stepper.play()
    user.wait_until(lambda: stepper.is_at_end)
    user.settle()
    inner = [stepper.reply(2, during) for during in range(3)]
    assert [one and one.how for one in inner] == ["done", "refused", None]


def test_a_worker_that_takes_no_more_leaves_it_where_it_is(user: User, monkeypatch: object) -> None:
    stepper = listed(user, c.Note(text="one"), c.Note(text="two"))
    play, user.window.bridge.play = user.window.bridge.play, lambda commands: False  # type: ignore[method-assign]
    try:
        stepper.step()
    finally:
        user.window.bridge.play = play  # type: ignore[method-assign]
    assert stepper.place == 0 and not stepper.waits
    stepper.step()
    user.settle()
    assert stepper.place == 1
