"""CPython's own tests of ``selectors``, as shipped with this interpreter, find no difference in the traced classes."""

import importlib.util
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests import ROOT

CASES = [f"{name}SelectorTestCase" for name in ("Default", "Select", "Poll", "Epoll", "Devpoll", "Kqueue")]
VARIANTS = ("stock", "traced", "wakeup")


def run(variant: str) -> dict[str, dict[str, Any]]:
    """Each case with its counts, in a process of their own."""
    command = [sys.executable, "-m", "tests.selcore.tracing.run_cpython_tests", variant, *CASES]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=50)
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return found


def test_cpythons_own_tests_count_the_same_with_traced_classes() -> None:
    if not (importlib.util.find_spec("test") and importlib.util.find_spec("test.test_selectors")):
        pytest.skip("this interpreter is shipped without the package `test`: CPython's own tests are not here")
    with ThreadPoolExecutor(len(VARIANTS)) as pool:  # they mostly wait
        counts = dict(zip(VARIANTS, pool.map(run, VARIANTS), strict=True))
    for case in CASES:
        for variant in VARIANTS:
            assert counts[variant][case] == counts["stock"][case], (variant, case)
    assert sum(found["run"] for found in counts["traced"].values()) >= 40
    assert not any(found[word] for found in counts["traced"].values() for word in ("failures", "errors"))
