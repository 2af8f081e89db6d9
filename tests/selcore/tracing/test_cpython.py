"""CPython's own tests of ``selectors``, as shipped with this interpreter, find no difference in the traced classes."""

import importlib.util
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
CASES = [f"{name}SelectorTestCase" for name in ("Default", "Select", "Poll", "Epoll", "Devpoll", "Kqueue")]
VARIANTS = ("stock", "traced", "wakeup")


def run(job: tuple[str, str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.selcore.tracing.run_cpython_tests", *job]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=50)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_cpythons_own_tests_count_the_same_with_traced_classes() -> None:
    if not (importlib.util.find_spec("test") and importlib.util.find_spec("test.test_selectors")):
        pytest.skip("this interpreter is shipped without the package `test`: CPython's own tests are not here")
    jobs = [(variant, case) for variant in VARIANTS for case in CASES]
    with ThreadPoolExecutor(len(jobs)) as pool:  # they mostly wait
        counts = dict(zip(jobs, pool.map(run, jobs), strict=True))
    for case in CASES:
        stock = counts["stock", case]
        for variant in VARIANTS:
            assert counts[variant, case] == stock, (variant, case)
    assert sum(counts["traced", case]["run"] for case in CASES) >= 40
    assert not any(counts["traced", case][word] for case in CASES for word in ("failures", "errors"))
