"""Which tests run through which function: the core's tests are run once, and again where a file of them has changed."""

import ast
import hashlib
import json
import os
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TESTS = Path("tests", "selcore")
APART = ("tracing/test_cpython.py", "scaling/", "worker/test_worker_counts.py")
"""Tests that are left out: of another Python's own tests, of children only, of minutes of counting."""


@dataclass
class Test:
    """Seconds of the processor that it takes, and the functions that it runs through: ``module:Class.method``."""

    seconds: float
    functions: set[str] = field(default_factory=set)


Tests = dict[str, Test]


def files(root: Path) -> list[str]:
    """The files of tests that are asked, by their paths in a checkout."""
    found = sorted(path.relative_to(root).as_posix() for path in Path(root, TESTS).rglob("test_*.py"))
    return [path for path in found if not path.removeprefix(TESTS.as_posix() + "/").startswith(APART)]


def known(cache: Path, root: Path) -> tuple[Tests, list[str]]:
    """What is known of the tests of a checkout, and the files of which it has to be found out."""
    kept: dict[str, Any] = json.loads(cache.read_text(encoding="utf-8")) if cache.exists() else {}
    now = {path: _hash(root, path) for path in files(root)}
    stale = [path for path, value in now.items() if kept.get(path, {}).get("hash") != value]
    fresh = {path: kept[path]["tests"] for path in now if path not in stale}
    return _read(fresh), stale


def _read(kept: dict[str, Any]) -> Tests:
    tests = [(name, values) for path in kept.values() for name, values in path.items()]
    return {name: Test(seconds, set(functions)) for name, (seconds, functions) in tests}


def keep(cache: Path, tests: Tests, root: Path) -> None:
    """Write down what is known, by file; ``root`` is the copy that was run, for the checkout may be another by now."""
    by_file: dict[str, Any] = {path: {"hash": _hash(root, path), "tests": {}} for path in files(root)}
    for name, test in tests.items():
        path = name.partition("::")[0]
        by_file[path]["tests"][name] = [round(test.seconds, 4), sorted(test.functions)]
    cache.parent.mkdir(parents=True, exist_ok=True)
    cache.write_text(json.dumps(by_file), encoding="utf-8")


def _hash(root: Path, path: str) -> str:
    return hashlib.sha256(Path(root, path).read_bytes()).hexdigest()


class Recorder:
    """A plugin of pytest that notes for each test how long it takes and the lines that it runs through."""

    def __init__(self) -> None:
        os.environ["COVERAGE_CORE"] = "ctrace"  # the one that knows contexts
        from coverage import Coverage

        self._coverage = Coverage(data_file=None, config_file=False, include=["selcore/*"])
        self._seconds: dict[str, float] = {}
        self._failed: set[str] = set()

    def pytest_sessionstart(self) -> None:
        self._coverage.start()

    def pytest_runtest_protocol(self, item: Any) -> None:
        self._coverage.switch_context(item.nodeid)
        self._seconds[item.nodeid] = -time.process_time()

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        self._seconds[nodeid] += time.process_time()

    def pytest_runtest_logreport(self, report: Any) -> None:
        if not report.passed:
            self._failed.add(report.nodeid)

    def tests(self) -> Tests:
        """Those that passed."""
        self._coverage.stop()
        data, found = self._coverage.get_data(), {name: Test(max(s, 0.001)) for name, s in self._seconds.items()}
        for path in data.measured_files():
            module = Path(path).resolve().relative_to(Path.cwd()).as_posix()
            for function, tests in _by_function(module, data.contexts_by_lineno(path)):
                for name in tests & found.keys():
                    found[name].functions.add(f"{module}:{function}")
        return {name: test for name, test in found.items() if name not in self._failed}


def _by_function(module: str, lines: dict[int, list[str]]) -> Iterator[tuple[str, set[str]]]:
    found: dict[str, set[str]] = defaultdict(set)
    names = function_lines(Path(module).read_text(encoding="utf-8"))
    for line, tests in lines.items():
        if line in names:
            found[names[line]].update(tests)
    yield from found.items()


def function_lines(source: str) -> dict[int, str]:
    """Of each line in the body of a function, the name of the innermost one."""
    found: dict[int, str] = {}

    def walk(node: ast.AST, inside: str) -> None:
        for child in ast.iter_child_nodes(node):
            name = inside
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                name = f"{inside}.{child.name}".lstrip(".")
                if not isinstance(child, ast.ClassDef):
                    found.update(dict.fromkeys(range(child.body[0].lineno, (child.end_lineno or 0) + 1), name))
            walk(child, name)

    walk(ast.parse(source), "")
    return found
