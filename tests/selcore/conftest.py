"""A session alone, without a worker, on each backend that is here."""

from collections.abc import Iterator

import pytest

from selcore.backends import BACKENDS
from selcore.session.session import Session

HERE = [backend.id for backend in BACKENDS if backend.missing() is None]


@pytest.fixture(params=HERE)
def session(request: pytest.FixtureRequest) -> Iterator[Session]:
    """One session a backend."""
    made = Session(request.param)
    yield made
    made.close()


@pytest.fixture
def one() -> Iterator[Session]:
    """A session on poll, or where there is none on select, for what has nothing to do with the backend."""
    made = Session("poll" if "poll" in HERE else "select")
    yield made
    made.close()
