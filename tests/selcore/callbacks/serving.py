"""A session used alone, and what its callbacks do when it is served."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from selcore.kinds.file_object import FileObject
from selcore.session.session import Session
from selcore.values.commands import AnyCommand, Open, Register, Select
from selcore.values.outcomes import Done, Returned


class Serving:
    """A session with ``pair`` (``pair.b`` is registered with the callback) or a listener named ``server``."""

    def __init__(self, session: Session):
        self.session = session
        self.said: list[str] = []

    def done(self, command: AnyCommand) -> Done:
        outcome = self.session.apply(command)
        assert isinstance(outcome, Done), outcome
        return outcome

    def serve(self) -> list[Any]:
        """One call; what its callbacks did."""
        outcome = self.session.apply(Select(timeout=0))
        assert isinstance(outcome, Returned), outcome
        effects = [result.effect for result in outcome.call.results if result.effect is not None]
        self.said += map(str, effects)
        return effects

    def serve_all(self) -> None:
        """Until there is nothing left to do."""
        while self.serve():
            pass

    def object(self, name: str) -> FileObject:
        return self.session.world.find(name)

    def watched(self, name: str) -> int | None:
        """The mask that is registered; None where it is not."""
        key = self.session.world.registry.key_of(name)
        return None if key is None else key.events


@contextmanager
def serving(backend: str, callback: str, events: tuple[str, ...] = ("read",)) -> Iterator[Serving]:
    """A pair whose end ``pair.b`` has this callback."""
    with closing(Session(backend)) as session:
        served = Serving(session)
        served.done(Open(kind="socketpair", name="pair"))
        served.done(Register(name="pair.b", events=events, callback=callback))  # type: ignore[arg-type]
        yield served


@contextmanager
def listening(backend: str, then: str, **options: Any) -> Iterator[tuple[Serving, int]]:
    """A listener that accepts, and its port."""
    with closing(Session(backend)) as session:
        served = Serving(session)
        served.done(Open(kind="tcp-listener", name="server", options=options))
        served.done(Register(name="server", events=("read",), callback="accept", options={"then": then}))
        yield served, served.object("server").obj.getsockname()[1]
