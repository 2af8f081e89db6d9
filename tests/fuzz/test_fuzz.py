"""Twenty minutes of chance over files, commands and the window, from a seed that is printed."""

import subprocess
import sys

import pytest

from tests import ROOT

from .budget import SLICE, SLICES, base_seed

pytestmark = pytest.mark.heavy
PATIENCE = 240


@pytest.mark.parametrize(("kind", "slice"), [(kind, number) for kind, many in SLICES.items() for number in range(many)])
def test_nothing_that_chance_finds(kind: str, slice: int) -> None:
    seed = f"{base_seed()}-{slice}"
    words = [sys.executable, "-m", "tests.fuzz", kind, "--seed", seed, "--seconds", f"{SLICE:.1f}"]
    ran = subprocess.run(words, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE)
    print(ran.stdout, ran.stderr[-20_000:])
    assert ran.returncode == 0
