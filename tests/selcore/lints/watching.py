"""A worker and a linter beside whoever takes what it tells, as a program with a window has them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from selcore.lints import Linter, Warning, make_linter
from selcore.values.facts import Batch
from tests.selcore.driver import Driver, driving


class Watcher:
    """Keeps what was said, and what is over."""

    def __init__(self, driver: Driver):
        self.driver = driver
        self.linter: Linter = make_linter()
        self.said: list[tuple[str, str]] = []
        self.warnings: list[Warning] = []
        self.over: list[tuple[str, str]] = []

    def fold(self, batch: Batch) -> Batch:
        for one in self.linter.fold(batch).told:
            if isinstance(one, Warning):
                self.said.append((one.lint, one.name))
                self.warnings.append(one)
            else:
                self.over.append((one.lint, one.name))
        return batch


@contextmanager
def watching(**options: Any) -> Iterator[tuple[Driver, Watcher]]:
    with driving(**options) as driver:
        watcher, take = Watcher(driver), driver.worker.take
        driver.worker.take = lambda most=None: watcher.fold(take(most))  # type: ignore[method-assign]
        yield driver, watcher
