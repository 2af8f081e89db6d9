"""The built wheel, installed alone: three packages, what a Linux desktop wants, nothing else; it opens a window.

The environment it is installed into is new. It sees the dependencies of the one that runs the tests through a .pth
file, whose folders Python searches without obeying the .pth files in them: so the checkout, installed there for
editing, stays out of sight.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import ROOT

PACKAGES = ("selcore", "ui", "playground")
SHARED = {
    "share/applications/selector-playground.desktop",
    "share/icons/hicolor/scalable/apps/selector-playground.svg",
    "share/metainfo/io.github.selector_playground.selector_playground.metainfo.xml",
    "share/mime/packages/selector-playground.xml",
}
NOT_SOURCE = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "*.egg-info", "shots")

OPEN_AND_CLOSE = """
import pathlib, sys
import PySide6.QtWidgets as qt
import playground.compose
app = qt.QApplication([])
window = playground.compose.build_window(storage=pathlib.Path(sys.argv[1]))
window.show()
app.processEvents()
assert window.isVisible()
assert window.close()
app.processEvents()
"""


def done(command: list[str], cwd: Path) -> str:
    """Its output; all that it said is shown if it fails."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    ended = subprocess.run(
        command,
        cwd=cwd,
        env={**environment, "QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=50,
    )
    assert ended.returncode == 0, f"{command} ended with {ended.returncode}:\n{ended.stdout}\n{ended.stderr}"
    return ended.stdout


@dataclass(frozen=True)
class Installed:
    """A new environment with the wheel in it, and an empty folder to start programs in."""

    scripts: Path
    packages: Path
    elsewhere: Path

    @property
    def python(self) -> str:
        return str(self.scripts / f"python{sysconfig.get_config_var('EXE') or ''}")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy: setuptools leaves a build/ folder behind, and packs what it finds in an old one."""
    folder = tmp_path_factory.mktemp("wheel")
    shutil.copytree(ROOT, folder / "source", ignore=NOT_SOURCE)
    build = "from setuptools import build_meta; build_meta.build_wheel('../dist')"  # what pip asks for
    done([sys.executable, "-c", build], folder / "source")
    (built,) = (folder / "dist").iterdir()
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder / "env", symlinks=os.name != "nt")
    places = {"base": str(folder / "env"), "platbase": str(folder / "env")}
    new = Installed(
        Path(sysconfig.get_path("scripts", "venv", places)),
        Path(sysconfig.get_path("purelib", "venv", places)),
        tmp_path_factory.mktemp("elsewhere"),
    )
    dependencies = dict.fromkeys([sysconfig.get_path("purelib"), sysconfig.get_path("platlib")])
    (new.packages / "dependencies.pth").write_text("\n".join(dependencies) + "\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", new.python, "install", "--no-deps"]
    done([*pip, "--no-index", "--no-compile", "--ignore-installed", str(wheel)], new.elsewhere)
    return new


def test_it_holds_the_three_packages_whole_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    shared = {name for name in names if ".data/" in name}
    assert {name.partition(".data/data/")[2] for name in shared} == SHARED
    files = (file for package in PACKAGES for file in (ROOT / package).rglob("*") if file.is_file())
    ours = {file.relative_to(ROOT) for file in files}
    assert names - shared == {
        path.as_posix() for path in ours if "__pycache__" not in path.parts and path.name[0] != "."
    }


def test_its_desktop_files_are_put_below_the_prefix(installed: Installed) -> None:
    prefix = installed.scripts.parent
    for name in SHARED:
        assert (prefix / name).read_bytes() == (ROOT / "desktop" / Path(name).name).read_bytes()
    assert {file.name for file in (ROOT / "desktop").iterdir()} == {Path(name).name for name in SHARED}


def test_it_is_the_installed_one_that_runs(installed: Installed) -> None:
    code = "import json, selcore, ui, playground; print(json.dumps([m.__file__ for m in (selcore, ui, playground)]))"
    places = json.loads(done([installed.python, "-c", code], installed.elsewhere))
    assert [Path(place).parent for place in places] == [installed.packages / package for package in PACKAGES]


@pytest.mark.parametrize("how", ["module", "command"])
def test_it_answers_doctor(installed: Installed, how: str) -> None:
    command = shutil.which("selector-playground", path=str(installed.scripts))
    assert command
    start = [installed.python, "-m", "playground"] if how == "module" else [command]
    assert isinstance(json.loads(done([*start, "doctor", "--json"], installed.elsewhere)), dict)


def test_it_opens_a_window_and_closes_it(installed: Installed, tmp_path: Path) -> None:
    done([installed.python, "-c", OPEN_AND_CLOSE, str(tmp_path / "storage")], installed.elsewhere)
    assert list(installed.elsewhere.iterdir()) == []
