"""How long is fuzzed, from which seed: twenty minutes in all unless the environment says otherwise."""

import os
import time

SECONDS = float(os.environ.get("SELECTOR_PLAYGROUND_FUZZ_SECONDS", 1200))
"""Of all slices together."""
SLICES = {"files": 8, "recordings": 8, "commands": 12, "windows": 12}
"""Of each kind: so short that one that hangs is noticed, whatever else runs."""
SLICE = SECONDS / sum(SLICES.values())
_SEED = "SELECTOR_PLAYGROUND_FUZZ_SEED"


def base_seed() -> str:
    """The same in all processes of a run: whoever asks first chooses it."""
    return os.environ.setdefault(_SEED, str(time.time_ns() % 10**9))


def header() -> str:
    return f"fuzzing: seed {base_seed()}, {SECONDS:.0f} s in all; {_SEED}={base_seed()} repeats it"
