"""What the program tells a Linux desktop: its files agree with one another, with the program, and with the tools.

Every check has a half that needs nothing but Python. The tools (desktop-file-utils, appstream, shared-mime-info, gio)
have their say where they are installed.
"""

from __future__ import annotations

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from configparser import ConfigParser
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from playground.command_line import make_parser
from selcore.experiment.file import FORMAT, Experiment, dump
from tests import ROOT

FOLDER = ROOT / "desktop"
METAINFO = FOLDER / "io.github.selector_playground.selector_playground.metainfo.xml"
MIME = FOLDER / "selector-playground.xml"
NAME = "selector-playground"
TYPE = "application/vnd.selector-playground.experiment+json"
JSON = "application/json"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NS = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}

SYSTEM = f"""\
<mime-info xmlns="{NS["m"]}">
  <mime-type type="{JSON}"><comment>JSON</comment><glob pattern="*.json"/></mime-type>
</mime-info>"""

SAVED = dump(Experiment(format=FORMAT, version=1, title="saved", commands=()))
FILES = {
    "saved.json": (SAVED, TYPE),
    "compact.json": (b'{"format":"selector-playground-experiment","version":1,"commands":[]}', TYPE),
    "indented.json": (b'{\n    "format": "selector-playground-experiment",\n    "version": 1\n}\n', TYPE),
    "by-its-name.selector.json": (b'{"title": "its format is said later"}', TYPE),
    "other.json": (b'{"name": "selector-playground"}\n', JSON),
    "about.json": (b'{"about": "selector-playground-experiment"}\n', JSON),
    "words.json": (b'["selector-playground-experiment"]\n', JSON),
}

ASK_QT = """
import sys
from PySide6.QtCore import QMimeDatabase
known = QMimeDatabase()
for path in sys.argv[1:]:
    print(known.mimeTypeForFile(path).name())
"""


@pytest.fixture(scope="module")
def entry() -> dict[str, str]:
    parser = ConfigParser(delimiters="=", comment_prefixes="#", interpolation=None, strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(FOLDER / f"{NAME}.desktop", encoding="utf-8")
    assert parser.sections() == ["Desktop Entry"]
    return dict(parser["Desktop Entry"])


@pytest.fixture(scope="module")
def metainfo() -> ElementTree.Element:
    return ElementTree.parse(METAINFO).getroot()


@pytest.fixture(scope="module")
def mime() -> ElementTree.Element:
    """The one type."""
    (only,) = ElementTree.parse(MIME).getroot()
    return only


def run(*command: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, env=os.environ | more, capture_output=True, text=True, timeout=30)


def text(element: ElementTree.Element, path: str) -> str:
    """What stands in the only element there."""
    (found,) = element.findall(path, NS)
    return (found.text or "").strip()


def texts(element: ElementTree.Element, path: str) -> list[str]:
    return [(found.text or "").strip() for found in element.findall(path, NS)]


def test_the_entry_is_well_formed(entry: dict[str, str]) -> None:
    fixed = {"Version": "1.0", "Type": "Application", "Terminal": "false", "StartupNotify": "true"}
    assert fixed.items() <= entry.items()
    assert all(entry[key] for key in ("Name", "GenericName", "Comment", "Icon"))
    for key in ("Categories", "Keywords", "MimeType"):
        assert re.fullmatch(r"([^;\s][^;]*;)+", entry[key]), key
    if shutil.which("desktop-file-validate"):
        said = run("desktop-file-validate", FOLDER / f"{NAME}.desktop")
        assert said.returncode == 0, said.stdout + said.stderr


def test_it_starts_the_installed_command_with_a_file_and_without(entry: dict[str, str]) -> None:
    program, *arguments = shlex.split(entry["Exec"])
    assert program in PROJECT["scripts"]
    assert arguments.count("%f") == 1
    for file in ("/tmp/echo server.json", None):
        given = [file if word == "%f" else word for word in arguments]
        read = make_parser().parse_args([word for word in given if word is not None])
        assert (read.call, read.open) == (None, file)


def test_the_window_is_known_by_the_name_of_the_entry(entry: dict[str, str]) -> None:
    """Wayland has the name of the desktop file, X11 the window class, which Qt makes of the application's name."""
    tree = ast.parse((ROOT / "playground" / "launch.py").read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    told = {
        call.func.attr: call.args[0].value for call in calls if call.args and isinstance(call.args[0], ast.Constant)
    }
    assert told["setDesktopFileName"] == NAME
    assert told["setApplicationName"] == entry["StartupWMClass"] == NAME
    assert told["setApplicationDisplayName"] == entry["Name"]


def test_one_icon_one_type_everywhere(
    entry: dict[str, str], metainfo: ElementTree.Element, mime: ElementTree.Element
) -> None:
    assert entry["Icon"] == NAME
    assert [icon.get("name") for icon in mime.findall("m:icon", NS)] == [NAME]
    icon = FOLDER / f"{NAME}.svg"
    assert icon.read_bytes() == (ROOT / "ui" / "kit" / "icons" / "app.svg").read_bytes()
    _, _, width, height = ElementTree.parse(icon).getroot().attrib["viewBox"].split()
    assert width == height
    assert entry["MimeType"] == f"{TYPE};"
    assert mime.get("type") == text(metainfo, "provides/mediatype") == TYPE


def test_the_metainfo_tells_of_this_project(entry: dict[str, str], metainfo: ElementTree.Element) -> None:
    assert (metainfo.tag, metainfo.get("type")) == ("component", "desktop-application")
    assert METAINFO.name == f"{text(metainfo, 'id')}.metainfo.xml"
    assert text(metainfo, "launchable") == f"{NAME}.desktop"
    assert text(metainfo, "name") == entry["Name"]
    assert text(metainfo, "provides/binary") in PROJECT["scripts"]
    assert text(metainfo, "metadata_license") == "CC0-1.0"
    assert text(metainfo, "project_license") == PROJECT["license"]
    assert [text(metainfo, "developer_name")] == [author["name"] for author in PROJECT["authors"]]
    assert texts(metainfo, "categories/category") == entry["Categories"].split(";")[:-1]
    assert set(texts(metainfo, "keywords/keyword")) <= set(entry["Keywords"].split(";"))
    assert metainfo.find("content_rating") is not None


def test_its_newest_release_is_this_version(metainfo: ElementTree.Element) -> None:
    releases = metainfo.findall("releases/release")
    assert releases[0].get("version") == PROJECT["version"]
    days = [date.fromisoformat(release.get("date", "")) for release in releases]
    assert days == sorted(days, reverse=True)


def test_appstream_finds_no_fault(metainfo: ElementTree.Element) -> None:
    """Newer ones warn of a home page that is missing: there is none yet, and an address is not invented."""
    assert len(text(metainfo, "summary")) <= 90
    assert not text(metainfo, "summary").endswith(".")
    assert all(len(item) > 2 for item in texts(metainfo, "description//li"))
    if shutil.which("appstreamcli"):
        said = run("appstreamcli", "validate", "--no-net", METAINFO)
        faults = re.findall(r"^[EW]: \S+ (\S+)", said.stdout, re.MULTILINE)
        assert set(faults) <= {"url-homepage-missing"}, said.stdout
        assert faults or said.returncode == 0, said.stdout + said.stderr


def test_the_type_is_a_kind_of_json_and_takes_no_other_json(mime: ElementTree.Element) -> None:
    """A weight below 50, the usual: pip's --user folder comes before the system's, and would have every .json."""
    assert [kind.get("type") for kind in mime.findall("m:sub-class-of", NS)] == [JSON]
    globs = {glob.get("pattern"): int(glob.get("weight", "50")) for glob in mime.findall("m:glob", NS)}
    assert globs == {"*.selector.json": 50, "*.json": 40}
    (magic,) = mime.findall("m:magic", NS)
    assert magic.get("priority") == "60"
    for name, (content, kind) in FILES.items():
        known = name.endswith(".selector.json") or any(matches(rule, content) for rule in magic)
        assert known == (kind == TYPE), name


def matches(rule: ElementTree.Element, content: bytes) -> bool:
    """A magic rule: its string begins somewhere in its range, and so does that of one of the rules in it."""
    first, _, last = rule.attrib["offset"].partition(":")
    value = rule.attrib["value"].encode()
    here = content.find(value, int(first), int(last or first) + len(value)) >= 0
    return here and (len(rule) == 0 or any(matches(inner, content) for inner in rule))


def ask_qt(paths: list[str], **places: str) -> list[str]:
    said = run(sys.executable, "-c", ASK_QT, *paths, **places)
    assert said.returncode == 0, said.stderr
    return said.stdout.split()


def ask_gio(paths: list[str], **places: str) -> list[str]:
    said = run("gio", "info", "-a", "standard::content-type", *paths, **places, GIO_USE_VFS="local")
    assert said.returncode == 0, said.stderr
    return re.findall(r"standard::content-type: (\S+)", said.stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the desktop's database of types is Linux's")
def test_the_desktop_tells_experiments_from_other_json(tmp_path: Path) -> None:
    """As after `pip install --user`: ours in the user's folder, JSON itself in the system's."""
    user, system = tmp_path / "user", tmp_path / "system"
    for place, types in ((user, MIME.read_text(encoding="utf-8")), (system, SYSTEM)):
        packages = place / "mime" / "packages"
        packages.mkdir(parents=True)
        (packages / "types.xml").write_text(types, encoding="utf-8")
    places = {"XDG_DATA_HOME": str(user), "XDG_DATA_DIRS": str(system)}
    detectors: list[Callable[..., list[str]]] = [ask_qt]  # Qt reads the packages even where there is no database
    if shutil.which("update-mime-database"):
        for place in (user, system):
            made = run("update-mime-database", place / "mime", **places)
            assert (made.returncode, made.stderr) == (0, "")
        detectors += [ask_gio] if shutil.which("gio") else []
    for name, (content, _) in FILES.items():
        (tmp_path / name).write_bytes(content)
    for detect in detectors:
        kinds = detect([str(tmp_path / name) for name in FILES], **places)
        assert dict(zip(FILES, kinds, strict=True)) == {name: kind for name, (_, kind) in FILES.items()}, detect
