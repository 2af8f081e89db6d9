"""Who drives a session: it ends a call, says by what, and a session alone has nobody."""

from selcore.session.session import Session
from selcore.world.owner import Owner
from tests.selcore.acting import interrupted, opened, watch


def test_a_session_alone_asks_nothing_back() -> None:
    owner = Owner()
    assert (owner.asked(), owner.attend(), owner.between(), owner.longest_run) == (False, None, None, None)
    with owner.guard(None, None):
        pass


def test_an_owner_ends_a_call_and_says_by_what(session: Session) -> None:
    class Pausing(Owner):
        def asked(self) -> bool:
            return True

        def attend(self) -> str | None:
            return "pause"

    session.owner = Pausing()
    opened(session, "socketpair", "pair")
    watch(session, "pair.a", "read")
    outcome = interrupted(session)
    assert (outcome.by, outcome.call.results, outcome.call.number) == ("pause", (), 1)
    assert session.journal.counters.calls == 0 and not session.world.wakeup.signalled
