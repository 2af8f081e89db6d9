"""accept() without a free descriptor, by hand and by the callback; and accept() that is refused for other reasons."""

import socket

import pytest

from selcore.values import commands as c
from tests.selcore.callbacks.test_accept import no_more_descriptors
from tests.selcore.driver import HERE
from tests.selcore.lints.watching import watching

pytest.importorskip("resource", reason="only there can the number of descriptors be limited")

FULL = ("emfile-accept", "server")
SERVER = c.Open(kind="tcp-listener", name="server", options={"port": 0})
ACCEPT = c.Accept(name="server")


@pytest.mark.parametrize("backend", HERE)
@pytest.mark.parametrize("callback", ["none", "accept"])
def test_it_speaks_of_a_listener_that_cannot_accept(backend: str, callback: str) -> None:
    with watching(backend=backend) as (driver, watcher):
        driver.done(SERVER, c.Register(name="server", events=("read",), callback=callback))
        driver.settle()
        host, _, port = driver.objects["server"].address.rpartition(":")
        with socket.create_connection((host, int(port))):
            with no_more_descriptors():
                driver.do(c.Select(timeout=1))
                if callback == "none":
                    driver.do(ACCEPT)
                driver.settle()
                assert watcher.said == [FULL] and watcher.over == []
            if callback == "none":
                driver.do(ACCEPT)
            driver.do(c.Select(timeout=0), c.Run(calls=1, timeout=0.2))
            driver.settle()
            assert (watcher.said, watcher.over) == ([FULL], [FULL])


@pytest.mark.parametrize("backend", HERE)
def test_nobody_waits_is_another_matter(backend: str) -> None:
    with watching(backend=backend) as (driver, watcher):
        driver.done(SERVER, c.Register(name="server", events=("read",)))
        driver.do(ACCEPT, c.Select(timeout=0))
        driver.settle()
        assert watcher.said == []
