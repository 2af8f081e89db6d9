"""An opened experiment: played by the worker in one go, shown in its order, while the window does what is clicked."""

from typing import Any

from selcore.experiment.file import Experiment
from selcore.values import commands as c
from selcore.values.commands import AnyCommand
from selcore.values.facts import Entry
from selcore.values.outcomes import Interrupted, Refused, Returned
from tests.ui.user import User


def experiment(*commands: AnyCommand) -> Experiment:
    return Experiment(format="selector-playground-experiment", version=1, commands=commands)


def played(user: User, *commands: AnyCommand) -> tuple[list[Entry], list[int]]:
    """Open it; the answers, and how many came with each look, added to as they come."""
    entries: list[Entry] = []
    looks: list[int] = []

    def note(change: Any) -> None:
        entries.extend(change.entries)
        looks.append(len(change.entries))

    user.window.bridge.changed.connect(note)
    user.window.handlers.experiments.open_experiment(experiment(*commands))
    return entries, looks


PAIR = (c.Open(kind="socketpair", name="pair"), c.Register(name="pair.a", events=("write",)))


def test_thousands_of_calls_come_in_few_looks_and_in_their_order(user: User) -> None:
    calls = [c.Select(timeout=0) for _ in range(1200)]
    entries, looks = played(user, *PAIR, *calls)
    user.wait_until(lambda: len(entries) == 1202)
    user.settle()
    assert [entry.command for entry in entries] == [*PAIR, *calls]
    assert [entry.step for entry in entries] == list(range(1202))
    assert all(isinstance(entry.outcome, Returned) for entry in entries[2:])
    assert len([one for one in looks if one]) < 600, "each waited for a look at the one before it"
    rows = user.rows()
    assert [row["call"] for row in rows[2:]] == list(range(1, 1201))
    assert {(row["object"], tuple(row["returned"])) for row in rows[2:]} == {("pair.a", ("write",))}
    assert not user.window.document.modified


def test_one_and_the_same_command_many_times(user: User) -> None:
    again = c.Select(timeout=0)
    entries, _ = played(user, *PAIR, *[again] * 700, c.Note(text="the end"))
    user.wait_until(lambda: not user.window.document.is_playing)
    assert len(entries) == 703 and entries[-1].command == c.Note(text="the end")


def test_it_blocks_is_stopped_and_goes_on(user: User) -> None:
    during = c.Send(name="pair.b", text="x")
    entries, _ = played(
        user,
        c.Open(kind="socketpair", name="pair"),
        c.Register(name="pair.a", events=("read",)),
        c.Register(name="nobody", events=("read",)),
        c.Select(timeout=None),
        c.Select(timeout=None, during=(during,)),
        c.Run(calls=3, timeout=0),
        c.Select(timeout=0),
    )
    user.wait_for("waiting")
    user.settle()
    assert isinstance(entries[2].outcome, Refused) and len(entries) == 3
    assert not user.action("call.step").isEnabled()
    user.do("fileobject.open.pipe")
    assert entries[-1].blocked and user.window.property("state") == "waiting"
    user.action("call.stop").trigger()
    user.wait_until(lambda: not user.window.document.is_playing)
    user.settle()
    stopped, given, woken = (entries[place] for place in (4, 5, 6))
    assert isinstance(stopped.outcome, Interrupted) and given.command == during and given.during == 0
    assert isinstance(woken.outcome, Returned) and woken.outcome.call.results[0].name == "pair.a"
    assert [type(entry.command) for entry in entries[7:]] == [c.Run, c.Select]
    assert user.window.property("state") == "idle"


def test_a_new_session_ends_it(user: User) -> None:
    played(user, *PAIR, *[c.Select(timeout=0) for _ in range(3000)])
    user.window.handlers.experiments.begin_session()
    user.settle()
    assert user.objects() == [] and user.rows() == [] and not user.window.document.is_playing
