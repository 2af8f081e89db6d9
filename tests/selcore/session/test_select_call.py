"""One call: what is ready is served, each by what is registered at that moment; what was given meanwhile is told."""

from time import monotonic_ns

from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.outcomes import Done, Interrupted
from selcore.world.owner import Owner
from tests.selcore.acting import called, done, opened, watch


def test_what_another_callback_registers_keeps_nobody_from_being_served(session: Session) -> None:
    """The registrations are others when the second is served, but its own is the one that was returned."""
    opened(session, "tcp-listener", "server")
    watch(session, "server", "read", callback="accept", then="drain")
    opened(session, "tcp-client", "client", to="server")
    opened(session, "socketpair", "pair")
    watch(session, "pair.a", "read", callback="drain")
    done(session, c.Send(name="pair.b", text="hello"))
    found = {result.name: result.effect for result in called(session).results}
    assert found["server"] is not None and str(found["server"]) == "accepted server.1"
    assert found["pair.a"] is not None and found["pair.a"].received == 5
    assert session.journal.counters.received == 5


def test_what_was_given_too_late_for_the_call_is_told_as_late(one: Session) -> None:
    class Listening(Owner):
        def emit(self, fact: object) -> None:  # type: ignore[override]
            told.append(fact)

    told: list[object] = []
    one.owner = Listening()
    one.journal.step = 17
    before = monotonic_ns()
    called(one, 0, c.Note(text="first"), c.Note(text="second"))
    assert [
        (entry.step, entry.parent, entry.during, entry.late, entry.command, entry.outcome)  # type: ignore[attr-defined]
        for entry in told
    ] == [(17, 17, n, True, c.Note(text=word), Done({"text": word})) for n, word in enumerate(("first", "second"))]
    assert all(before <= entry.at <= monotonic_ns() for entry in told)  # type: ignore[attr-defined]


def test_a_call_that_is_ended_is_told_as_it_was_asked_for(one: Session) -> None:
    class Pausing(Owner):
        def asked(self) -> bool:
            return True

        def attend(self) -> str | None:
            return "max-wait"

    one.owner = Pausing()
    opened(one, "socketpair", "pair")
    watch(one, "pair.a", "read")
    before = monotonic_ns()
    outcome = one.apply(c.Select(timeout=500.0))
    assert isinstance(outcome, Interrupted) and outcome.by == "max-wait"
    call = outcome.call
    assert (call.timeout, call.number, call.results, call.backend) == (500.0, 1, (), one.world.main.backend.id)
    assert before <= call.start <= monotonic_ns() and 0 <= call.waited < 500


def test_calls_in_fast_succession_are_not_all_looked_at_but_where_it_is_asked_for(one: Session) -> None:
    one.apply(c.Open(kind="udp", name="u", options={"count": 30}))
    for number in range(1, 31):
        one.apply(c.Register(name=f"u-{number}", events=("read",)))

    def looked() -> list[bool]:
        calls = [one.apply(c.Select(timeout=0)) for _ in range(12)]
        return [call.call.silent is not None for call in calls]  # type: ignore[union-attr]

    found = looked()
    assert found[0] and not found[-1]
    one.owner.looks_at_all = True
    try:
        assert all(looked())
    finally:
        one.owner.looks_at_all = False
