"""The environment that a watched program is given: what it would have without us, and what brings the probe in.

Two variables more: ``PYTHONPATH``, with the probe's folder first, and the folder of the shared files.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from ..probe.start import VARIABLE

ENTRY = Path(__file__).parents[1] / "probe" / "entry"
OURS = ("QT_", "VIRTUAL_ENV", "PYTHONHOME", "__PYVENV_LAUNCHER__", VARIABLE)
"""How the names of variables begin that speak of our interpreter and our window, and would mislead another."""


def clean(environment: Mapping[str, str], own_folder: str = "") -> dict[str, str]:
    """Without what is ours; ``own_folder``, where our interpreter stands, is taken from PATH if an environment put it
    there."""
    kept = {name: value for name, value in environment.items() if not name.startswith(OURS)}
    if own_folder and "VIRTUAL_ENV" in environment and "PATH" in kept:
        kept["PATH"] = os.pathsep.join(one for one in kept["PATH"].split(os.pathsep) if one != own_folder)
    return kept


def watched(environment: Mapping[str, str], folder: Path) -> dict[str, str]:
    """The same with the probe in it. No part of PYTHONPATH is ever empty: that would be the current folder."""
    before = environment.get("PYTHONPATH", "")
    path = os.pathsep.join([str(ENTRY), before] if before else [str(ENTRY)])
    return {**environment, "PYTHONPATH": path, VARIABLE: str(folder.absolute())}
