"""The environment of a watched program: nothing of ours, and what brings the probe in."""

import os
from pathlib import Path

from selcore.probe.start import VARIABLE
from selcore.programs.environment import ENTRY, clean, watched


def test_what_is_ours_is_taken_out() -> None:
    given = {
        "QT_QPA_PLATFORM": "x",
        "VIRTUAL_ENV": "/ours",
        "PATH": "/ours/bin:/usr/bin",
        "HOME": "/me",
        VARIABLE: "/x",
    }
    assert clean(given, "/ours/bin") == {"PATH": "/usr/bin", "HOME": "/me"}
    assert clean({"PATH": "/ours/bin:/usr/bin"}, "/ours/bin") == {"PATH": "/ours/bin:/usr/bin"}


def test_two_variables_bring_the_probe_in() -> None:
    assert watched({"A": "1"}, Path("/w")) == {"A": "1", "PYTHONPATH": str(ENTRY), VARIABLE: "/w"}
    path = watched({"PYTHONPATH": "/mine"}, Path("/w"))["PYTHONPATH"]
    assert path == f"{ENTRY}{os.pathsep}/mine"
    assert "" not in watched({"PYTHONPATH": ""}, Path("/w"))["PYTHONPATH"].split(os.pathsep)
    assert sorted(one.name for one in ENTRY.glob("*.py")) == ["__init__.py", "sitecustomize.py"]
