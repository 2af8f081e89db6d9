"""One world a backend, closed in the end; and as many descriptors as the record was made with."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from selcore.reference import load
from selcore.system.descriptors import limits

from .world import World

RECORDED = ("select", "poll", "epoll")
"""The backends that the record has."""


@pytest.fixture(scope="package", autouse=True)
def descriptors() -> Iterator[None]:
    """Some facts need a number that many systems give only to whoever asks."""
    found = limits()
    if found is None or sys.platform == "win32":
        yield
        return
    import resource

    soft, hard = found
    wanted = load().source.descriptors
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted if hard < 0 else min(hard, wanted)), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, found)


@pytest.fixture(params=RECORDED)
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def world(backend: str) -> Iterator[World]:
    with ExitStack() as stack:
        yield World(backend, stack)
