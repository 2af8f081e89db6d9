"""Run classes of CPython's own ``test.test_selectors``, with the stock or the traced selector classes; print counts.

Started by test_cpython.py in a process of its own, because it replaces the classes in the ``selectors`` module.
"""

import importlib
import json
import os
import selectors
import sys
import unittest
from typing import IO, Any

from selcore.tracing import TRACED, Trace, Wakeup


def with_wakeup(traced: type) -> type:
    """The traced class with a wakeup in each trace, which is closed when the selector is."""

    class Woken(traced):  # type: ignore[misc, valid-type]
        def __init__(self) -> None:
            super().__init__(Trace(Wakeup()))

        def close(self) -> None:
            super().close()
            self.trace.wakeup.close()

    return Woken


def patch(variant: str) -> None:
    """Put the traced classes into ``selectors`` under the names of the originals: the tests go by name."""
    default = selectors.DefaultSelector.__name__
    for traced in TRACED.values() if variant != "stock" else ():
        stock = next(base for base in traced.__mro__ if base.__module__ == "selectors")
        chosen = with_wakeup(traced) if variant == "wakeup" else traced
        chosen.__name__ = stock.__name__
        setattr(selectors, stock.__name__, chosen)
    selectors.DefaultSelector = getattr(selectors, default)  # type: ignore[misc]


def main(variant: str, *cases: str) -> None:
    patch(variant)
    module = importlib.import_module("test.test_selectors")
    if not hasattr(os, "fork"):
        print(json.dumps({case: counted(module, variant, case) for case in cases}))
        return
    answers = {case: forked(module, variant, case) for case in cases}  # all at once: they mostly wait
    print(json.dumps({case: read(answer) for case, answer in answers.items()}))


def forked(module: Any, variant: str, case: str) -> IO[str]:
    """Where the counts will be read; the tests set alarms, which need a main thread."""
    reader, writer = os.pipe()
    if os.fork():
        os.close(writer)
        return open(reader)  # noqa: PTH123
    with open(writer, "w") as told:  # noqa: PTH123
        json.dump(counted(module, variant, case), told)
    os._exit(0)


def read(answer: IO[str]) -> dict[str, Any]:
    with answer:
        found: dict[str, Any] = json.load(answer)
    os.wait()
    return found


def counted(module: Any, variant: str, case: str) -> dict[str, Any]:
    classes = {getattr(module, case).SELECTOR} - {None}
    assert all(hasattr(one, "trace") or variant == "stock" or one is None for one in map(_trace_of, classes)), classes
    result = unittest.TestResult()
    unittest.defaultTestLoader.loadTestsFromTestCase(getattr(module, case)).run(result)
    counts = {"run": result.testsRun, "skipped": sorted((t.id(), why) for t, why in result.skipped)}
    bad = {word: [trace for _, trace in getattr(result, word)] for word in ("failures", "errors")}
    return counts | bad


def _trace_of(selector_class: type) -> object:
    with selector_class() as made:
        return made if hasattr(made, "trace") else None


if __name__ == "__main__":
    main(*sys.argv[1:])
