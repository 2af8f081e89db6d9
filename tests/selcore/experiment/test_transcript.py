"""Whatever was done in a session can be saved, read again and played: random sessions, and the cases that bite."""

from hypothesis import given, settings
from hypothesis import strategies as st

from selcore.experiment.file import dump, parse
from selcore.experiment.transcript import Going, Transcript
from selcore.session.session import Session
from selcore.values.commands import (
    AnyCommand,
    Close,
    GetMap,
    Note,
    Open,
    Receive,
    Register,
    Run,
    Select,
    Send,
    Unregister,
    UseBackend,
)
from selcore.values.facts import Entry
from selcore.values.outcomes import Call, Done, Interrupted, Refused, Returned, RunEnded
from tests.examples import examples
from tests.selcore.driver import PAIR, SEND_B, SPIN, WRITE_A, driving, looped

NAMES = st.sampled_from(["pair", "pipe", "pair2"])
ENDS = st.sampled_from(["pair.a", "pair.b", "pipe.r", "pipe.w", "pair2.a", "pair"])
COMMANDS: st.SearchStrategy[AnyCommand] = st.one_of(
    st.builds(Open, kind=st.sampled_from(["socketpair", "pipe"]), name=NAMES),
    st.builds(Open, kind=st.just("text-file"), name=NAMES, options=st.just({"path": "/nonexistent/file"})),
    st.builds(Register, name=ENDS, events=st.sampled_from([("read",), ("write",), 4])),
    st.builds(Unregister, name=ENDS),
    st.builds(Close, name=ENDS),
    st.builds(Send, name=ENDS, text=st.just("x")),
    st.builds(Receive, name=ENDS),
    st.builds(Select, timeout=st.sampled_from([0, -1])),
    st.builds(Run, calls=st.integers(0, 3), timeout=st.just(0)),
    st.builds(UseBackend, backend=st.sampled_from(["select", "poll", "nowhere"])),
    st.just(GetMap()),
    st.builds(Note, text=st.just("here")),
)


@settings(max_examples=examples(150), deadline=None, derandomize=True)
@given(st.lists(COMMANDS, max_size=25))
def test_what_is_saved_can_be_read_and_does_the_same(commands: list[AnyCommand]) -> None:
    script = Transcript()
    session = Session()
    try:
        for step, command in enumerate(commands):
            script.add(Entry(step, command, session.apply(command), step))
    finally:
        session.close()
    assert parse(dump(script.experiment())).commands == tuple(script.commands())


def entry(command: AnyCommand, outcome: object, step: int = 0, parent: int | None = None) -> Entry:
    return Entry(step, command, outcome, step, parent=parent)  # type: ignore[arg-type]


def test_a_refused_opening_gives_way_to_its_remedy_and_stays_where_there_was_none() -> None:
    refused = Refused("OSError", "[Errno 98] Address already in use", 98)
    first = Open(kind="tcp-listener", name="server", options={"port": 8080})
    second = Open(kind="tcp-listener", name="server", options={"port": 8081})
    script = Transcript()
    script.add(entry(first, refused))
    assert script.commands() == [first]
    script.add(entry(second, Done()))
    assert script.commands() == [second]


def test_what_never_reached_python_is_left_out() -> None:
    script = Transcript()
    script.add(entry(Close(name="nobody"), Refused("UnknownName", "there is nothing", by="playground")))
    assert script.commands() == [] and script.given == 1


def test_what_was_given_during_a_call_stands_in_it() -> None:
    script, select = Transcript(), Select(timeout=None)
    script.add(entry(Note(text="meanwhile"), Done(), 1, parent=0))
    script.add(entry(select, Returned(Call(1, "epoll", None, 0, 1.0))))
    assert script.commands() == [Select(timeout=None, during=(Note(text="meanwhile"),))]


def test_a_call_that_was_stopped_is_left_out_and_what_was_given_meanwhile_stays() -> None:
    script = Transcript()
    script.add(entry(Note(text="meanwhile"), Done(), 1, parent=0))
    script.add(entry(Select(timeout=None), Interrupted(Call(1, "epoll", None, 0, 1.0), "pause")))
    assert script.commands() == [Note(text="meanwhile")]


def test_of_a_stopped_call_what_its_file_has_done_meanwhile_stays_too() -> None:
    for by in ("pause", "max-wait", "stop"):
        script = Transcript()
        script.add(Entry(1, A, Done(), 1, parent=0, during=0))
        script.add(during_run(B, 0, blocked=True, step=2))
        script.add(entry(Select(timeout=None, during=(A,)), Interrupted(Call(1, "epoll", None, 0, 1.0), by)))
        assert script.commands() == [A, B]


def test_a_run_that_was_stopped_is_saved_with_the_calls_it_made() -> None:
    for by in ("pause", "max-wait", "stop"):
        for run in (Run(calls=6), Run(seconds=60), Run(calls=6, seconds=60)):
            script = Transcript()
            script.add(entry(run, RunEnded(2, 2, by, "epoll")))
            assert script.commands() == [Run(calls=2)]


def test_a_stopped_run_keeps_what_its_file_has_done_during_its_first_call() -> None:
    run = Run(calls=6, during=(A,))
    for made, saved in ((0, [A]), (2, [Run(calls=2, during=(A,))])):
        script = Transcript()
        script.add(Entry(1, A, Done(), 1, parent=0, during=0))
        script.add(entry(run, RunEnded(made, made, "pause", "epoll")))
        assert script.commands() == saved
    script = Transcript()
    script.add(entry(run, RunEnded(0, 0, "close-selector", "epoll")))  # it ends it again
    assert script.commands() == [run]


def test_an_endless_run_is_saved_with_the_calls_it_made() -> None:
    script = Transcript()
    script.add(entry(Run(), RunEnded(7, 7, "pause", "epoll")))
    assert script.commands() == [Run(calls=7)]


def during_run(command: AnyCommand, made: int, blocked: bool = False, step: int = 1) -> Entry:
    return Entry(step, command, Done(), step, parent=0, made=made, blocked=blocked)


A, B, C = (Note(text=text) for text in "abc")


def test_what_was_given_between_two_calls_of_a_run_stands_between_two_runs() -> None:
    script = Transcript()
    for one in (during_run(A, 0, blocked=True), during_run(B, 3), during_run(C, 5, blocked=True)):
        script.add(one)
    script.add(entry(Run(timeout=1.0), RunEnded(9, 9, "pause", "epoll")))
    assert script.commands() == [
        Run(calls=3, timeout=1.0, during=(A,)),
        B,
        Run(calls=2, timeout=1.0),
        Run(calls=4, timeout=1.0, during=(C,)),
    ]


def test_a_run_that_made_no_call_is_what_was_given_meanwhile() -> None:
    script = Transcript()
    script.add(during_run(A, 0, blocked=True))
    script.add(entry(Run(), RunEnded(0, 0, "pause", "epoll")))
    assert script.commands() == [A]


def test_a_bounded_run_ends_where_it_was_bounded() -> None:
    for bound in (Run(calls=4, timeout=0), Run(seconds=2.0, timeout=0)):
        script = Transcript()
        script.add(during_run(A, 1))
        script.add(entry(bound, RunEnded(4, 4, "calls", "epoll")))
        assert script.commands() == [Run(calls=1, timeout=0), A, Run(calls=3, timeout=0)]
        script = Transcript()
        script.add(entry(bound, RunEnded(4, 4, "calls", "epoll")))
        assert script.commands() == [bound]


def test_a_run_that_goes_on_is_as_far_as_it_is() -> None:
    script = Transcript()
    script.add(entry(A, Done()))
    script.add(during_run(B, 2))
    assert script.commands() == [A, B]
    assert script.commands(Going(Run(timeout=0), 7)) == [A, Run(calls=2, timeout=0), B, Run(calls=5, timeout=0)]


def test_what_was_given_while_a_run_went_on_is_played_again_at_its_place() -> None:
    """As it really happened, and as it happens again: the same calls before each command."""
    with driving() as on:
        on.done(PAIR, WRITE_A)
        step = on.block(SPIN)
        on.done(SEND_B)
        before = on.totals.calls
        on.done(Unregister(name="pair.a"))
        on.worker.pause()
        assert looped(on.outcome(step)).calls >= before
        entries = on.entries
    script = Transcript()
    for one in entries:
        script.add(one)
    commands = script.commands()
    kinds = [type(command) for command in commands]
    assert kinds[:3] == [Open, Register, Run] and kinds.index(Unregister) > kinds.index(Send) > 2
    made = [command.calls or 0 for command in commands if isinstance(command, Run)]
    with driving() as again:
        outcomes = [again.do(command) for command in commands]
        ran = [looped(outcome).calls for outcome in outcomes if isinstance(outcome, RunEnded)]
        assert ran == made


def test_how_much_was_done_up_to_a_step() -> None:
    script = Transcript()
    refused = Open(kind="tcp-listener", name="server")
    taken = Refused("OSError", "in use", 98)
    asked, stopped = Select(timeout=None), Interrupted(Call(1, "poll", None, 0, 1.0, ()), "pause")
    script.add(entry(refused, taken, 0))  # it gives way to its remedy
    script.add(entry(Open(kind="tcp-listener", name="server", options={"port": 0}), Done(), 1))
    script.add(entry(Note(text="given meanwhile"), Done(), 3, parent=2))
    script.add(entry(asked, stopped, 2))  # only what was given meanwhile stays
    script.add(entry(Close(name="nobody"), Refused("UnknownName", "no", by="playground"), 4))
    script.add(entry(Note(text="end"), Done(), 5))
    assert [type(one) for one in script.commands()] == [Open, Note, Note]
    assert [script.count_up_to(step) for step in range(-1, 7)] == [0, 0, 1, 2, 2, 2, 3, 3]


def test_each_command_is_placed_at_the_step_in_which_it_was_done() -> None:
    script = Transcript()
    script.add(entry(A, Done(), step=4))
    script.add(during_run(B, 2, step=6))
    going = Going(Run(timeout=0), 7)
    assert [step for _, step in script.placed(going)] == [4, 0, 0, 0], "the run's, which is step 0 here"
    assert [one for one, _ in script.placed(going)] == script.commands(going)
    assert script.placed() == [(A, 4), (B, 0)]
    script.add(entry(Run(timeout=0), RunEnded(7, 7, "pause", "epoll"), step=0))
    assert [step for _, step in script.placed()] == [4, 0, 0, 0]
